#include "migrate/upload/disk_thread.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kGroupMessages = 500;
constexpr std::uint64_t kGroupOctets = 2 * 1024 * 1024;
/// A smaller group is committed early when the wire is about to run dry: this one first, then twice
/// as much each time, since a sync costs the same for every size and a server takes large batches
/// faster.
constexpr std::size_t kEarlyMessages = 64;
constexpr std::uint64_t kEarlyOctets = 512 * 1024;
constexpr std::size_t kQueueLow = 1024 * 1024;
/// A wire with nothing to do at all does not wait longer for a group, however slow the disk is.
constexpr std::chrono::milliseconds kLongestWait{20};
constexpr std::chrono::milliseconds kTick{200};
/// Messages that wait for the reader or for being taken from it, and the most that are looked at to
/// find so many. They outlast a sync of the journal.
constexpr std::size_t kReadAhead = 512;
constexpr std::size_t kLooks = 1024;

}  // namespace

DiskThread::DiskThread(UploadContext& context, WorkList& work, ReadAhead& ahead,
                       MessagePreparer& preparer, OutboundQueue& outbound, ResultQueue& results)
    : context_(&context),
      work_(&work),
      preparer_(&preparer),
      outbound_(&outbound),
      results_(&results),
      sent_(context, work),
      ahead_(&ahead),
      group_(context.journal) {}

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
  ahead_->put_back(std::exchange(ready_, {}));
  Result<std::vector<PreparedMessage>> left = group_.take();
  if (!left) {
    return fail(left.error());
  }
  for (PreparedMessage& prepared : *left) {
    if (done = sent_.send_again(prepared.head.row, std::move(prepared.item)); !done) {
      return done;
    }
  }
  return context_->journal.commit(now_seconds());
}

bool DiskThread::may_send(const Reading& next) const {
  if (context_->first_stored.lets_others_follow(preparer_->mailbox_of(next))) {
    return true;
  }
  return !context_->first_stored.needs_look() && sent_.is_empty() && group_.is_empty();
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
    is_exhausted_ = !*found;
    if (is_exhausted_) {
      return await_results();
    }
  }
  if (ready_.empty()) {
    return {};
  }
  if (!may_send(*ready_.front())) {
    return await_results();
  }
  dirty_ = true;
  const bool is_begun = !group_.is_empty();
  Result<void> done = preparer_->prepare(std::move(*ready_.front()), group_);
  ready_.pop_front();
  if (!done) {
    return done;
  }
  if (!is_begun && !group_.is_empty()) {
    group_begun_ = Clock::now();
  }
  return is_group_due() ? commit_group() : Result<void>();
}

/// The reader goes on with what is behind the messages that are taken here. False if there is
/// nothing to read now.
Result<bool> DiskThread::read_more() {
  Result<bool> looked = look_for_work();
  if (!looked || ahead_->pending() == 0) {
    return looked;
  }
  ready_ = ahead_->take();
  if (looked = look_for_work(); !looked) {
    return looked;
  }
  return true;
}

/// Gives the reader what it has room for. False if the work list had nothing.
Result<bool> DiskThread::look_for_work() {
  const std::size_t most = kReadAhead - std::min(kReadAhead, ahead_->pending());
  std::deque<WorkItem> items;
  std::size_t looked_at = 0;
  for (; items.size() < most && looked_at < kLooks; ++looked_at) {
    std::optional<WorkItem> item = work_->next();
    if (!item) {
      break;
    }
    const Result<bool> wanted = preparer_->is_wanted(*item, group_);
    if (!wanted) {
      return fail(wanted.error());
    }
    if (*wanted) {
      items.push_back(std::move(*item));
    }
  }
  if (!items.empty()) {
    ahead_->add(std::move(items), context_->largest_message());
  }
  return looked_at > 0;
}

/// Outcomes wait for company here, so that the last commands are not answered by a sync each.
Result<void> DiskThread::await_results() {
  if (!group_.is_empty() && !cancelled_) {
    if (const Result<void> done = commit_group(); !done) {
      return done;
    }
  }
  if (sent_.is_empty() || last_commit_ + kTick <= Clock::now()) {
    if (const Result<void> done = commit(); !done) {
      return done;
    }
  } else if (is_exhausted_ && !std::exchange(has_emptied_log_, true)) {
    // All is sent, and the server is busy with it.
    if (const Result<void> done = empty_log(); !done) {
      return done;
    }
  }
  if (sent_.is_empty() && !cancelled_) {
    outbound_->finish();
  }
  results_->wait(kTick);
  return {};
}

bool DiskThread::is_group_due() {
  if (group_.is_empty()) {
    return false;
  }
  if (group_.size() >= kGroupMessages || group_.held_octets() >= kGroupOctets ||
      group_.ends_with_large()) {
    return true;
  }
  const bool is_early = group_.size() >= kEarlyMessages * early_scale_ ||
                        group_.held_octets() >= kEarlyOctets * early_scale_;
  if (is_early && outbound_->queued_octets() < kQueueLow) {
    early_scale_ *= 2;
    return true;
  }
  return sent_.is_empty() && group_begun_ + kLongestWait <= Clock::now();
}

Result<void> DiskThread::commit() {
  if (!std::exchange(dirty_, false) && group_.is_recorded()) {
    return {};
  }
  last_commit_ = Clock::now();
  const Result<void> done = commit_all();
  return done ? context_->journal.begin() : done;
}

/// What is prepared is in every commit, whether or not it is sent then.
Result<void> DiskThread::commit_all() {
  const Result<void> recorded = group_.record();
  return recorded ? context_->journal.commit(now_seconds()) : recorded;
}

Result<void> DiskThread::empty_log() {
  Result<void> done = commit_all();
  if (done) {
    done = context_->journal.empty_log();
  }
  return done ? context_->journal.begin() : done;
}

Result<void> DiskThread::commit_group() {
  if (const Result<void> done = commit(); !done) {
    return done;
  }
  Result<std::vector<PreparedMessage>> group = group_.take();
  return group ? push(std::move(*group)) : fail(group.error());
}

Result<void> DiskThread::push(std::vector<PreparedMessage> group) {
  if (group.empty()) {
    return {};
  }
  std::vector<OutboundMessage> messages;
  messages.reserve(group.size());
  for (PreparedMessage& prepared : group) {
    sent_.add(prepared);
    messages.push_back({.head = prepared.head, .body = std::move(prepared.held)});
  }
  if (!outbound_->push(messages, [this] { return context_->stop_requested(); })) {
    return take_back(messages);
  }
  if (group.back().large) {
    push_large(group.back());
  }
  return {};
}

Result<void> DiskThread::take_back(const std::vector<OutboundMessage>& messages) {
  dirty_ = true;
  for (const OutboundMessage& message : messages) {
    if (const Result<void> done = sent_.take_back(message.head.row); !done) {
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
      sent_.break_off(prepared.head.row, chunk.error().text);
      outbound_->abort();
      return;
    }
    if (!*chunk || !outbound_->push_body(std::move(**chunk))) {
      return;
    }
  }
}

Result<void> DiskThread::absorb_results() {
  const std::vector<AppendResult> results = results_->take();
  dirty_ = dirty_ || !results.empty();
  return sent_.settle(results);
}

}  // namespace mailhaul::migrate
