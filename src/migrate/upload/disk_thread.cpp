#include "migrate/upload/disk_thread.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kGroupMessages = 500;
constexpr std::uint64_t kGroupOctets = 4 * 1024 * 1024;
/// A smaller group is committed early when the wire is about to run dry: large enough that the sync
/// is not what limits the rate.
constexpr std::size_t kEarlyMessages = 64;
constexpr std::uint64_t kEarlyOctets = 512 * 1024;
constexpr std::size_t kQueueLow = 1024 * 1024;
/// How often a message is sent again after answers that say "later".
constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kTick{200};

}  // namespace

DiskThread::DiskThread(UploadContext& context, WorkList& work, MessagePreparer& preparer,
                       OutboundQueue& outbound, ResultQueue& results)
    : context_(&context),
      work_(&work),
      preparer_(&preparer),
      outbound_(&outbound),
      results_(&results) {}

Result<void> DiskThread::run() {
  Result<void> done = context_->journal.begin();
  while (done) {
    const bool wire_ended = results_->is_closed();
    done = absorb_results();
    if (!done || wire_ended) {
      break;
    }
    if ((context_->stop_requested() || context_->has_enough_errors()) && !cancelled_) {
      outbound_->cancel();
      cancelled_ = true;
    }
    done = take_next();
    context_->observer.progress(context_->progress);
  }
  if (!done) {
    // What cannot be recorded is not sent; the wire thread still answers for what it has.
    outbound_->cancel();
    while (!results_->is_closed()) {
      results_->wait(kTick);
      [[maybe_unused]] const auto dropped = results_->take();
    }
    return done;
  }
  for (PreparedMessage& prepared : group_) {
    if (done = send_again(prepared.head.row, std::move(prepared.item)); !done) {
      return done;
    }
  }
  group_.clear();
  return context_->journal.commit(now_seconds());
}

Result<void> DiskThread::take_next() {
  std::optional<WorkItem> item = cancelled_ ? std::nullopt : work_->next();
  if (!item) {
    if (const Result<void> done = cancelled_ ? commit() : commit_group(); !done) {
      return done;
    }
    if (on_their_way_.empty() && !cancelled_) {
      outbound_->finish();
      finished_ = true;
    }
    results_->wait(kTick);
    return {};
  }
  dirty_ = true;
  Result<std::optional<PreparedMessage>> prepared = preparer_->prepare(*item);
  if (!prepared) {
    return fail(prepared.error());
  }
  if (*prepared) {
    work_->count_sent();
    group_octets_ += (*prepared)->held ? (*prepared)->head.octets : 0;
    group_.push_back(std::move(**prepared));
  }
  return is_group_due() ? commit_group() : Result<void>();
}

bool DiskThread::is_group_due() const {
  if (group_.empty()) {
    return false;
  }
  if (group_.size() >= kGroupMessages || group_octets_ >= kGroupOctets || !group_.back().held) {
    return true;
  }
  return (group_.size() >= kEarlyMessages || group_octets_ >= kEarlyOctets) &&
         outbound_->queued_octets() < kQueueLow;
}

Result<void> DiskThread::commit() {
  if (!std::exchange(dirty_, false)) {
    return {};
  }
  const Result<void> done = context_->journal.commit(now_seconds());
  return done ? context_->journal.begin() : done;
}

Result<void> DiskThread::commit_group() {
  if (const Result<void> done = commit(); !done) {
    return done;
  }
  group_octets_ = 0;
  for (PreparedMessage& prepared : std::exchange(group_, {})) {
    if (const Result<void> done = push(std::move(prepared)); !done) {
      return done;
    }
  }
  return {};
}

Result<void> DiskThread::push(PreparedMessage prepared) {
  const journal::MessageId row = prepared.head.row;
  if (!outbound_->push(prepared.head)) {
    return send_again(row, std::move(prepared.item));
  }
  on_their_way_.emplace(row, OnItsWay{.item = prepared.item,
                                      .mailbox = prepared.head.mailbox,
                                      .wire_size = prepared.head.octets,
                                      .flags_appended = prepared.flags_appended,
                                      .is_seen = prepared.is_seen,
                                      .rung = prepared.recipe.rung,
                                      .remedies = prepared.recipe.remedies(),
                                      .subject = prepared.subject});
  if (prepared.held) {
    outbound_->push_body(std::move(*prepared.held));
    return {};
  }
  SecondReading reading(prepared.large->file, prepared.large->facts, prepared.recipe);
  for (;;) {
    Result<std::optional<Bytes>> chunk = reading.next();
    if (!chunk) {
      // The message is not what was announced; the literal must never be completed.
      context_->observer.note(
          fmt::format("{}: {}", prepared.item.folder->planned->name, chunk.error().text));
      outbound_->abort();
      return {};
    }
    if (!*chunk || !outbound_->push_body(std::move(**chunk))) {
      return {};
    }
  }
}

Result<void> DiskThread::absorb_results() {
  for (const AppendResult& result : results_->take()) {
    dirty_ = true;
    if (const Result<void> done = absorb(result); !done) {
      return done;
    }
  }
  return {};
}

Result<void> DiskThread::absorb(const AppendResult& result) {
  const auto found = on_their_way_.find(result.row);
  if (found == on_their_way_.end()) {
    return {};
  }
  OnItsWay message = std::move(found->second);
  on_their_way_.erase(found);
  if (const auto* appended = std::get_if<Appended>(&result.outcome)) {
    return absorb_stored(result, message, *appended);
  }
  if (const auto* rejected = std::get_if<Rejected>(&result.outcome)) {
    return absorb_rejected(result, std::move(message), *rejected);
  }
  if (const auto* unanswered = std::get_if<Unanswered>(&result.outcome)) {
    if (!unanswered->handed_over) {
      context_->cannot_be_stored.insert(result.row);
    }
    return context_->journal.set_unknown(
        result.row,
        {.kind = "connection-lost", .text = "the connection was lost before the server answered"});
  }
  return send_again(result.row, std::move(message.item));
}

Result<void> DiskThread::absorb_stored(const AppendResult& result, const OnItsWay& message,
                                       const Appended& appended) {
  const std::uint32_t known = context_->mailboxes.at(message.mailbox).row.uidvalidity;
  // A UID of another generation of the mailbox would name some other message later.
  const std::optional<std::uint32_t> uid =
      appended.uid_validity == known ? appended.uid : std::nullopt;
  context_->first_stored = context_->first_stored.value_or(result.row);
  context_->summary.messages.repaired += message.rung == Rung::Repaired ? 1U : 0U;
  context_->summary.messages.wrapped += message.rung == Rung::Wrapped ? 1U : 0U;
  report(message, Outcome::Stored, uid.value_or(0), {}, message.remedies);
  if (!message.remedies.empty()) {
    const journal::Reason remedies{.kind = std::string(to_string(message.rung)),
                                   .text = message.remedies};
    if (const Result<void> noted = context_->journal.set_reason(result.row, remedies); !noted) {
      return noted;
    }
  }
  return context_->journal.set_stored(result.row, uid, message.flags_appended);
}

Result<void> DiskThread::absorb_rejected(const AppendResult& result, OnItsWay message,
                                         const Rejected& rejected) {
  const target::Verdict& verdict = rejected.verdict;
  if (verdict.folder == target::FolderFate::Leave) {
    message.item.folder->abandoned = true;
  }
  if (verdict.retry_after) {
    context_->observer.waiting(target::explain(verdict.error_class), verdict.retry_after->count());
  }
  if (verdict.error_class == target::ErrorClass::Throttled) {
    return send_again(result.row, std::move(message.item));
  }
  const bool is_refused = verdict.message == target::MessageFate::Refuse ||
                          verdict.message == target::MessageFate::Remedy;
  if (is_refused && rejected.in_batch) {
    message.item.alone = true;
    return send_again(result.row, std::move(message.item));
  }
  if (verdict.message == target::MessageFate::Remedy && climb(message)) {
    return send_again(result.row, std::move(message.item));
  }
  if (verdict.message == target::MessageFate::SendLater && message.item.attempts < kAttempts &&
      verdict.run != target::RunFate::Stop) {
    return send_again(result.row, std::move(message.item));
  }
  if (verdict.error_class == target::ErrorClass::TooBig) {
    context_->refused_size =
        std::min(context_->refused_size.value_or(message.wire_size), message.wire_size);
  }
  const std::string kind(to_string(verdict.error_class));
  if (verdict.message == target::MessageFate::Unknown) {
    return context_->journal.set_unknown(result.row, {.kind = kind, .text = rejected.text});
  }
  report(message, Outcome::Refused, 0, kind, rejected.text);
  return context_->journal.set_refused(result.row, {.kind = kind, .text = rejected.text});
}

bool DiskThread::climb(OnItsWay& message) const {
  if (!context_->options.repair || !context_->traits().converts_content) {
    return false;
  }
  const std::optional<Rung> next = next_rung(message.rung, message.is_seen);
  if (!next) {
    return false;
  }
  message.item.rung = *next;
  return true;
}

Result<void> DiskThread::send_again(journal::MessageId row, WorkItem item) {
  dirty_ = true;
  ++item.attempts;
  work_->retry(std::move(item));
  return context_->journal.set_unsent(row);
}

void DiskThread::report(const OnItsWay& message, Outcome outcome, std::uint32_t uid,
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
