#include "migrate/upload/upload_context.hpp"

#include <algorithm>
#include <utility>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::migrate {
namespace {

/// As many as a person reads and a report shows; all are counted, journalled and logged.
constexpr std::size_t kListedMatters = 10000;

}  // namespace

target::TrashedPolicy UploadContext::trashed_policy() const {
  const target::TrashedPolicy policy =
      options.selection.trashed.value_or(traits().default_trashed_policy);
  // Without a mailbox for deleted items there is nowhere to move to.
  return policy == target::TrashedPolicy::Move && (plan.trash_mailbox.empty() || is_trash_refused)
             ? target::TrashedPolicy::Mark
             : policy;
}

target::JudgeOptions UploadContext::judge_options(bool is_seen) const {
  const HeaderChanges& changes = options.header_changes;
  return {.size_limit = refused_size ? std::optional(*refused_size - 1) : std::nullopt,
          .may_change = options.repair,
          .rename_receipts = changes.receipts == ReceiptFields::Rename ||
                             (changes.receipts == ReceiptFields::RenameInRead && is_seen),
          .strip_x_fields = changes.strip_x_fields,
          .kept_x_fields = changes.kept_x_fields};
}

std::uint64_t UploadContext::largest_message() const {
  const std::uint64_t taken = refused_size ? *refused_size - 1 : limits::kAppendedLiteral;
  const std::uint64_t wanted = std::min(taken, options.selection.max_size.value_or(taken));
  // What has become too large for the options may still be a message that is missed elsewhere.
  return std::max(wanted, vanished.largest());
}

message::FactsNeeded UploadContext::facts_needed() const {
  return target::facts_needed(profile, judge_options(true));
}

std::optional<journal::MailboxId> UploadContext::mailbox_of(journal::FolderId folder) const {
  for (const auto& [index, id] : folder_ids) {
    if (id == folder) {
      return mailbox_ids.at(plan.folders[index].mailbox);
    }
  }
  return std::nullopt;
}

std::vector<journal::MailboxRow> UploadContext::mailbox_rows() const {
  std::vector<journal::MailboxRow> rows;
  rows.reserve(mailboxes.size());
  for (const auto& [id, state] : mailboxes) {
    rows.push_back(state.row);
  }
  std::ranges::sort(rows, {}, &journal::MailboxRow::id);
  return rows;
}

MessagePlace UploadContext::place_of(const journal::MessageRow& row) const {
  MessagePlace place;
  for (const auto& [index, id] : folder_ids) {
    if (id == row.folder) {
      place.folder = plan.folders[index].name;
    }
  }
  if (const auto mailbox = mailboxes.find(row.mailbox); mailbox != mailboxes.end()) {
    place.mailbox = mailbox->second.row.name;
  }
  return place;
}

void UploadContext::report(const MessageReport& message) {
  auto& counts = summary.messages;
  bool needs_attention = false;
  switch (message.outcome) {
    case Outcome::Stored:
    case Outcome::Located:
      ++counts.uploaded;
      summary.bytes_sent += message.wire_size;
      break;
    case Outcome::AlreadyThere:
      ++counts.already_there;
      break;
    case Outcome::Refused:
      ++counts.refused;
      needs_attention = true;
      break;
    case Outcome::Unknown:
      ++counts.unknown;
      needs_attention = true;
      break;
    case Outcome::Unreadable:
      ++counts.unreadable;
      is_source_half_read = true;
      needs_attention = true;
      break;
    case Outcome::Skipped:
      ++counts.skipped;
      break;
    case Outcome::Empty:
      ++counts.empty;
      break;
    case Outcome::Moved:
      ++counts.moved;
      break;
    case Outcome::Vanished:
      ++counts.vanished;
      // It may have a name now that this run does not come across.
      is_source_half_read = true;
      break;
    default:
      break;
  }
  ++progress.messages_done;
  progress.bytes_done += message.wire_size;
  progress.mailbox = message.mailbox;
  observer.message(message);
  progress.mailbox = {};
  if (needs_attention) {
    add_attention({.folder = std::string(message.folder),
                   .unique_name = Bytes(message.unique_name),
                   .mailbox = std::string(message.mailbox),
                   .kind = std::string(message.kind),
                   .text = std::string(message.text),
                   .subject = std::string(message.subject)});
  }
}

void UploadContext::add_attention(Attention attention) {
  ++summary.attention_total;
  if (summary.attention.size() < kListedMatters) {
    summary.attention.push_back(std::move(attention));
  }
}

}  // namespace mailhaul::migrate
