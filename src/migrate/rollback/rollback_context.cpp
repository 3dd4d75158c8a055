#include "migrate/rollback/rollback_context.hpp"

#include <algorithm>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// As many as a person reads and a report shows; all are counted and logged.
constexpr std::size_t kListedMatters = 10000;

bool needs_attention(Outcome outcome) {
  return outcome == Outcome::KeptChanged || outcome == Outcome::NotRemoved ||
         outcome == Outcome::Unknown;
}

}  // namespace

MailboxRollback& RollbackContext::totals_of(const std::string& mailbox) {
  const auto found = std::ranges::find(summary.by_mailbox, mailbox, &MailboxRollback::mailbox);
  return found != summary.by_mailbox.end()
             ? *found
             : summary.by_mailbox.emplace_back(MailboxRollback{.mailbox = mailbox});
}

bool RollbackContext::settle(const journal::MessageRow& row) {
  return settled.insert(row.id).second;
}

void RollbackContext::removed(const journal::MessageRow& row) {
  // A dry run leaves it where it is.
  if (options.dry_run && !settle(row)) {
    return;
  }
  ++summary.messages.removed;
  ++totals_of(places.mailbox(row)).removed;
  report(row, Outcome::Removed);
}

void RollbackContext::already_gone(const journal::MessageRow& row) {
  if (is_settled(row)) {
    return;
  }
  ++summary.messages.already_gone;
  ++totals_of(places.mailbox(row)).already_gone;
  report(row, Outcome::AlreadyGone);
}

void RollbackContext::kept_read(const journal::MessageRow& row) {
  if (!settle(row)) {
    return;
  }
  ++summary.messages.kept_read;
  ++totals_of(places.mailbox(row)).kept;
  report(row, Outcome::KeptRead);
}

void RollbackContext::kept_changed(const journal::MessageRow& row, std::string_view text) {
  if (!settle(row)) {
    return;
  }
  ++summary.messages.kept_changed;
  ++totals_of(places.mailbox(row)).kept;
  report(row, Outcome::KeptChanged, "changed", text);
}

void RollbackContext::kept_by_server(const journal::MessageRow& row) {
  if (!settle(row)) {
    return;
  }
  ++summary.messages.kept_by_server;
  ++totals_of(places.mailbox(row)).kept;
  report(row, Outcome::NotRemoved, "not-removed",
         "the server did not remove it; run the same command again");
}

void RollbackContext::unknown(const journal::MessageRow& row, std::string_view text) {
  if (!settle(row)) {
    return;
  }
  ++summary.messages.unknown;
  report(row, Outcome::Unknown, "unknown", text);
}

void RollbackContext::refuse(const journal::MailboxRow& mailbox, std::string_view kind,
                             const Error& error) {
  if (refused.insert(mailbox.id).second) {
    add_attention({.mailbox = mailbox.name, .kind = std::string(kind), .text = error.text});
  }
}

void RollbackContext::add_attention(Attention attention) {
  ++summary.attention_total;
  if (summary.attention.size() < kListedMatters) {
    summary.attention.push_back(std::move(attention));
  }
}

void RollbackContext::report(const journal::MessageRow& row, Outcome outcome, std::string_view kind,
                             std::string_view text) {
  const std::string& folder = places.folder(row);
  const std::string& mailbox = places.mailbox(row);
  ++progress.messages_done;
  progress.mailbox = mailbox;
  observer.message({.outcome = outcome,
                    .folder = folder,
                    .unique_name = row.unique_name,
                    .mailbox = mailbox,
                    .wire_size = row.wire_size,
                    .uid = row.uid.value_or(0),
                    .kind = kind,
                    .text = text});
  if (needs_attention(outcome)) {
    add_attention({.folder = folder,
                   .unique_name = row.unique_name,
                   .mailbox = mailbox,
                   .kind = std::string(kind),
                   .text = std::string(text)});
  }
}

}  // namespace mailhaul::migrate
