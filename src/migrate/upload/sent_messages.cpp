#include "migrate/upload/sent_messages.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::migrate {
namespace {

/// How often a message is sent again after answers that say "later".
constexpr int kPutOff = 5;
/// How often a message that is read while it is sent may break off there.
constexpr int kReadings = 2;

}  // namespace

void SentMessages::add(PreparedMessage& prepared) {
  const auto [entry, is_new] = messages_.emplace(
      prepared.head.row, Sent{.item = std::move(prepared.item),
                              .mailbox = prepared.head.mailbox,
                              .wire_size = prepared.head.octets,
                              .flags_appended = prepared.flags_appended,
                              .is_seen = prepared.is_seen,
                              .has_keywords = !prepared.head.flags.keywords().empty(),
                              .lost_keywords = std::move(prepared.lost_keywords),
                              .rung = prepared.recipe.rung,
                              .on_request = prepared.recipe.on_request,
                              .remedies = prepared.recipe.remedies(),
                              .subject = std::move(prepared.subject)});
  // Two files with one name would have a row in common, which is as the second wrote it.
  entry->second.flags_are_in_row = is_new;
}

Result<void> SentMessages::take_back(journal::MessageId row) {
  auto entry = messages_.extract(row);
  return send_again(row, std::move(entry.mapped().item));
}

void SentMessages::break_off(journal::MessageId row, std::string_view why) {
  context_->observer.note(fmt::format("{}: {}", messages_.at(row).item.folder->planned->name, why));
  ++context_->broken_off[row];
}

Result<void> SentMessages::settle(std::span<const AppendResult> results) {
  for (const AppendResult& result : results) {
    if (const Result<void> done = settle_one(result); !done) {
      return done;
    }
  }
  return stored_.write();
}

Result<void> SentMessages::settle_one(const AppendResult& result) {
  const auto found = messages_.find(result.row);
  if (found == messages_.end()) {
    return {};
  }
  Sent message = std::move(found->second);
  messages_.erase(found);
  if (const auto* appended = std::get_if<Appended>(&result.outcome)) {
    return settle_stored(result.row, message, *appended);
  }
  if (const auto* rejected = std::get_if<Rejected>(&result.outcome)) {
    return settle_rejected(result.row, std::move(message), *rejected);
  }
  if (const auto broken = context_->broken_off.find(result.row);
      broken != context_->broken_off.end() && broken->second >= kReadings) {
    return give_up(result.row, message);
  }
  if (const auto* unanswered = std::get_if<Unanswered>(&result.outcome)) {
    if (!unanswered->handed_over) {
      context_->cannot_be_stored.insert(result.row);
    }
    return context_->journal.set_unknown(
        result.row, {.kind = "connection-lost",
                     .text = "the connection was lost before the server answered",
                     .subject = message.subject});
  }
  return send_again(result.row, std::move(message.item));
}

/// For a message that costs a connection whenever it is tried. Its last octet was never handed
/// over.
Result<void> SentMessages::give_up(journal::MessageId row, const Sent& message) {
  const journal::Reason reason{.kind = "read-error",
                               .text = "the file cannot be read again, or changes all the time",
                               .subject = message.subject};
  report(message, Outcome::Unreadable, 0, reason.kind, reason.text);
  return context_->journal.set_refused(row, reason);
}

Result<void> SentMessages::settle_stored(journal::MessageId row, const Sent& message,
                                         const Appended& appended) {
  const std::uint32_t known = context_->mailboxes.at(message.mailbox).row.uidvalidity;
  // A UID of another generation of the mailbox would name some other message later.
  const std::optional<std::uint32_t> uid =
      appended.uid_validity == known ? appended.uid : std::nullopt;
  context_->first_stored.add(message.mailbox, row);
  context_->summary.messages.repaired += message.rung == Rung::Repaired ? 1U : 0U;
  context_->summary.messages.wrapped += message.rung == Rung::Wrapped ? 1U : 0U;
  for (const std::string& lost : message.lost_keywords) {
    ++context_->keywords_not_kept[lost];
  }
  report(message, Outcome::Stored, uid.value_or(0), {}, message.remedies);
  if (!message.remedies.empty()) {
    const journal::Reason remedies{.kind = std::string(to_string(message.rung)),
                                   .text = message.remedies};
    if (const Result<void> noted = context_->journal.set_reason(row, remedies); !noted) {
      return noted;
    }
  }
  if (uid && message.flags_are_in_row) {
    return stored_.add(row, *uid, message.flags_appended);
  }
  const Result<void> written = stored_.write();
  return written ? context_->journal.set_stored(row, uid, message.flags_appended) : written;
}

Result<void> SentMessages::settle_rejected(journal::MessageId row, Sent message,
                                           const Rejected& rejected) {
  const target::Verdict& verdict = rejected.verdict;
  if (verdict.folder == target::FolderFate::Leave) {
    context_->abandoned.insert(message.mailbox);
    context_->is_source_half_read = true;
  }
  if (verdict.retry_after) {
    context_->observer.waiting(target::explain(verdict.error_class), verdict.retry_after->count());
  }
  if (verdict.error_class == target::ErrorClass::Throttled) {
    return send_again(row, std::move(message.item));
  }
  const bool is_refused = verdict.message == target::MessageFate::Refuse ||
                          verdict.message == target::MessageFate::Remedy;
  if (is_refused && rejected.in_batch) {
    message.item.alone = true;
    return send_again(row, std::move(message.item));
  }
  // A server may take new keywords and still set their length or number a limit.
  if (verdict.error_class == target::ErrorClass::RefusedContent && message.has_keywords) {
    message.item.without_keywords = true;
    return send_again(row, std::move(message.item));
  }
  if (verdict.message == target::MessageFate::Remedy && climb(message)) {
    return send_again(row, std::move(message.item));
  }
  if (verdict.message == target::MessageFate::SendLater && verdict.run != target::RunFate::Stop &&
      message.item.put_off++ < kPutOff) {
    return send_again(row, std::move(message.item));
  }
  if (verdict.error_class == target::ErrorClass::TooBig) {
    context_->refused_size =
        std::min(context_->refused_size.value_or(message.wire_size), message.wire_size);
  }
  const std::string kind(to_string(verdict.error_class));
  if (verdict.message == target::MessageFate::Unknown) {
    return context_->journal.set_unknown(
        row, {.kind = kind, .text = rejected.text, .subject = message.subject});
  }
  report(message, Outcome::Refused, 0, kind, rejected.text);
  return context_->journal.set_refused(
      row, {.kind = kind, .text = rejected.text, .subject = message.subject});
}

bool SentMessages::climb(Sent& message) const {
  if (!context_->options.repair || !context_->traits().converts_content) {
    return false;
  }
  const std::optional<Rung> next = next_rung(
      {.rung = message.rung, .is_seen = message.is_seen, .on_request = message.on_request});
  if (!next) {
    return false;
  }
  message.item.rung = *next;
  return true;
}

Result<void> SentMessages::send_again(journal::MessageId row, WorkItem item) {
  ++item.attempts;
  work_->retry(std::move(item));
  return context_->journal.set_unsent(row);
}

void SentMessages::report(const Sent& message, Outcome outcome, std::uint32_t uid,
                          std::string_view kind, std::string_view text) {
  context_->report({.outcome = outcome,
                    .folder = message.item.folder->planned->name,
                    .unique_name = message.item.entry().unique_name,
                    .mailbox = context_->mailboxes.at(message.mailbox).row.name,
                    .wire_size = message.wire_size,
                    .uid = uid,
                    .form = to_string(message.rung),
                    .kind = kind,
                    .text = text,
                    .subject = message.subject});
}

}  // namespace mailhaul::migrate
