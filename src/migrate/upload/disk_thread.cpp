#include "migrate/upload/disk_thread.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kGroupMessages = 500;
constexpr std::uint64_t kGroupOctets = 4 * 1024 * 1024;
/// A smaller group is committed early when the wire is about to run dry: this one first, then twice
/// as much each time, since a sync costs the same for every size and a server takes large batches
/// faster.
constexpr std::size_t kEarlyMessages = 64;
constexpr std::uint64_t kEarlyOctets = 512 * 1024;
constexpr std::size_t kQueueLow = 1024 * 1024;
/// A wire with nothing to do at all does not wait longer for a group, however slow the disk is.
constexpr std::chrono::milliseconds kLongestWait{20};
/// How often a message is sent again after answers that say "later".
constexpr int kAttempts = 5;
/// How often a message that is read while it is sent may break off there.
constexpr int kReadings = 2;
constexpr std::chrono::milliseconds kTick{200};
/// Messages that wait for the reader or for being taken from it, and the most that are looked at to
/// find so many. They outlast a sync of the journal.
constexpr std::size_t kReadAhead = 512;
constexpr std::size_t kLooks = 1024;

}  // namespace

DiskThread::DiskThread(UploadContext& context, WorkList& work, MessagePreparer& preparer,
                       OutboundQueue& outbound, ResultQueue& results)
    : context_(&context),
      work_(&work),
      preparer_(&preparer),
      outbound_(&outbound),
      results_(&results),
      ahead_(context.facts_needed()) {}

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
  give_back();
  for (PreparedMessage& prepared : group_) {
    if (done = send_again(prepared.head.row, std::move(prepared.item)); !done) {
      return done;
    }
  }
  group_.clear();
  return context_->journal.commit(now_seconds());
}

Result<void> DiskThread::take_next() {
  if (cancelled_) {
    return await_results();
  }
  if (ready_.empty()) {
    const Result<bool> found = read_more();
    if (!found) {
      return fail(found.error());
    }
    if (!*found) {
      return await_results();
    }
  }
  if (ready_.empty()) {
    return {};
  }
  dirty_ = true;
  Result<std::optional<PreparedMessage>> prepared = preparer_->prepare(std::move(ready_.front()));
  ready_.pop_front();
  if (!prepared) {
    return fail(prepared.error());
  }
  if (*prepared) {
    work_->count_sent();
    group_begun_ = group_.empty() ? Clock::now() : group_begun_;
    group_octets_ += (*prepared)->held ? (*prepared)->head.octets : 0;
    group_.push_back(std::move(**prepared));
  }
  return is_group_due() ? commit_group() : Result<void>();
}

/// The reader goes on with what is behind the messages that are taken here. False if there is
/// nothing to read now.
Result<bool> DiskThread::read_more() {
  const Result<bool> looked = look_for_work();
  if (!looked || ahead_.pending() == 0) {
    return looked;
  }
  ready_ = ahead_.take();
  const Result<bool> looked_again = look_for_work();
  return looked_again ? Result<bool>(true) : looked_again;
}

/// Gives the reader what it has room for. False if the work list had nothing.
Result<bool> DiskThread::look_for_work() {
  const std::size_t taken = ready_.size() + ahead_.pending();
  const std::size_t allowed = work_->allowed() - std::min(work_->allowed(), taken);
  const std::size_t most = std::min(kReadAhead - std::min(kReadAhead, ahead_.pending()), allowed);
  std::deque<WorkItem> items;
  std::size_t looked_at = 0;
  for (; items.size() < most && looked_at < kLooks; ++looked_at) {
    std::optional<WorkItem> item = work_->next();
    if (!item) {
      break;
    }
    const Result<bool> wanted = preparer_->is_wanted(*item);
    if (!wanted) {
      return fail(wanted.error());
    }
    if (*wanted) {
      items.push_back(std::move(*item));
    }
  }
  if (!items.empty()) {
    ahead_.add(std::move(items), context_->largest_message());
  }
  return looked_at > 0;
}

/// What was taken from the work list and not sent is done by the next connection.
void DiskThread::give_back() {
  for (Reading& reading : std::exchange(ready_, {})) {
    work_->retry(std::move(reading.item));
  }
  for (WorkItem& item : ahead_.stop()) {
    work_->retry(std::move(item));
  }
}

/// Outcomes wait for company here, so that the last commands are not answered by a sync each.
Result<void> DiskThread::await_results() {
  if (!group_.empty() && !cancelled_) {
    if (const Result<void> done = commit_group(); !done) {
      return done;
    }
  }
  if (on_their_way_.empty() || last_commit_ + kTick <= Clock::now()) {
    if (const Result<void> done = commit(); !done) {
      return done;
    }
  }
  if (on_their_way_.empty() && !cancelled_) {
    outbound_->finish();
    finished_ = true;
  }
  results_->wait(kTick);
  return {};
}

bool DiskThread::is_group_due() {
  if (group_.empty()) {
    return false;
  }
  if (group_.size() >= kGroupMessages || group_octets_ >= kGroupOctets || !group_.back().held) {
    return true;
  }
  const bool is_early = group_.size() >= kEarlyMessages * early_scale_ ||
                        group_octets_ >= kEarlyOctets * early_scale_;
  if (is_early && outbound_->queued_octets() < kQueueLow) {
    early_scale_ *= 2;
    return true;
  }
  return on_their_way_.empty() && group_begun_ + kLongestWait <= Clock::now();
}

Result<void> DiskThread::commit() {
  if (!std::exchange(dirty_, false)) {
    return {};
  }
  last_commit_ = Clock::now();
  const Result<void> done = context_->journal.commit(now_seconds());
  return done ? context_->journal.begin() : done;
}

Result<void> DiskThread::commit_group() {
  if (const Result<void> done = commit(); !done) {
    return done;
  }
  group_octets_ = 0;
  return push(std::exchange(group_, {}));
}

Result<void> DiskThread::push(std::vector<PreparedMessage> group) {
  if (group.empty()) {
    return {};
  }
  std::vector<OutboundMessage> messages;
  messages.reserve(group.size());
  for (PreparedMessage& prepared : group) {
    on_their_way_.emplace(prepared.head.row, OnItsWay{.item = std::move(prepared.item),
                                                      .mailbox = prepared.head.mailbox,
                                                      .wire_size = prepared.head.octets,
                                                      .flags_appended = prepared.flags_appended,
                                                      .is_seen = prepared.is_seen,
                                                      .rung = prepared.recipe.rung,
                                                      .on_request = prepared.recipe.on_request,
                                                      .remedies = prepared.recipe.remedies(),
                                                      .subject = std::move(prepared.subject)});
    messages.push_back({.head = prepared.head, .body = std::move(prepared.held)});
  }
  if (!outbound_->push(messages)) {
    return take_back(messages);
  }
  if (group.back().large) {
    push_large(group.back());
  }
  return {};
}

Result<void> DiskThread::take_back(const std::vector<OutboundMessage>& messages) {
  for (const OutboundMessage& message : messages) {
    auto entry = on_their_way_.extract(message.head.row);
    if (const Result<void> done = send_again(entry.key(), std::move(entry.mapped().item)); !done) {
      return done;
    }
  }
  return {};
}

void DiskThread::push_large(PreparedMessage& prepared) {
  SecondReading reading(prepared.large->file, prepared.large->examined, prepared.recipe);
  for (;;) {
    Result<std::optional<Bytes>> chunk = reading.next();
    if (!chunk) {
      // The message is not what was announced; the literal must never be completed.
      const OnItsWay& message = on_their_way_.at(prepared.head.row);
      context_->observer.note(
          fmt::format("{}: {}", message.item.folder->planned->name, chunk.error().text));
      ++context_->broken_off[prepared.head.row];
      outbound_->abort();
      return;
    }
    if (!*chunk || !outbound_->push_body(std::move(**chunk))) {
      return;
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
Result<void> DiskThread::give_up(journal::MessageId row, const OnItsWay& message) {
  const journal::Reason reason{.kind = "read-error",
                               .text = "the file cannot be read again, or changes all the time",
                               .subject = message.subject};
  report(message, Outcome::Unreadable, 0, reason.kind, reason.text);
  return context_->journal.set_refused(row, reason);
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
    context_->abandoned.insert(message.mailbox);
    context_->is_source_half_read = true;
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
    return context_->journal.set_unknown(
        result.row, {.kind = kind, .text = rejected.text, .subject = message.subject});
  }
  report(message, Outcome::Refused, 0, kind, rejected.text);
  return context_->journal.set_refused(
      result.row, {.kind = kind, .text = rejected.text, .subject = message.subject});
}

bool DiskThread::climb(OnItsWay& message) const {
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
