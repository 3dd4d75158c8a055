#include "migrate/wire/outbound_queue.hpp"

#include <chrono>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// The wire may be silent for minutes, when the server has asked for a pause.
constexpr std::chrono::milliseconds kPatience{200};

}  // namespace

OutboundQueue::OutboundQueue(std::size_t octet_limit, const net::Wakeup& wire)
    : octet_limit_(octet_limit), wire_(&wire) {}

/// A group or chunk always fits into an empty queue, however large, so that a small limit cannot
/// lock up.
bool OutboundQueue::has_room(std::size_t octets) const {
  return closed_ || octets_ == 0 || octets_ + octets <= octet_limit_;
}

bool OutboundQueue::push(std::vector<OutboundMessage>& messages,
                         const std::function<bool()>& gives_up) {
  std::size_t octets = 0;
  for (const OutboundMessage& message : messages) {
    octets += message.body ? message.body->size() : 0;
  }
  bool found_nothing = false;
  {
    std::unique_lock lock(mutex_);
    while (!space_.wait_for(lock, kPatience, [&] { return has_room(octets); })) {
      if (gives_up && gives_up()) {
        return false;
      }
    }
    if (closed_) {
      return false;
    }
    for (OutboundMessage& message : messages) {
      heads_.push_back(std::move(message.head));
      if (message.body) {
        bodies_.push_back(std::move(*message.body));
      }
    }
    octets_ += octets;
    found_nothing = std::exchange(found_nothing_, false);
  }
  if (found_nothing) {
    wire_->notify();
  }
  return true;
}

bool OutboundQueue::push_body(Bytes chunk) {
  bool found_nothing = false;
  {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [&] { return has_room(chunk.size()); });
    if (closed_) {
      return false;
    }
    octets_ += chunk.size();
    bodies_.push_back(std::move(chunk));
    found_nothing = std::exchange(found_nothing_, false);
  }
  if (found_nothing) {
    wire_->notify();
  }
  return true;
}

void OutboundQueue::abort() {
  {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
  }
  wire_->notify();
}

void OutboundQueue::finish() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  wire_->notify();
}

void OutboundQueue::cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  wire_->notify();
}

std::size_t OutboundQueue::queued_octets() const {
  const std::lock_guard lock(mutex_);
  return octets_;
}

std::optional<OutboundHead> OutboundQueue::peek() {
  const std::lock_guard lock(mutex_);
  if (heads_.empty()) {
    found_nothing_ = true;
    return std::nullopt;
  }
  return heads_.front();
}

std::optional<OutboundHead> OutboundQueue::pop() {
  const std::lock_guard lock(mutex_);
  if (heads_.empty()) {
    return std::nullopt;
  }
  OutboundHead head = std::move(heads_.front());
  heads_.pop_front();
  return head;
}

std::optional<Bytes> OutboundQueue::pop_body() {
  std::optional<Bytes> chunk;
  {
    const std::lock_guard lock(mutex_);
    if (bodies_.empty()) {
      found_nothing_ = true;
      return std::nullopt;
    }
    chunk = std::move(bodies_.front());
    bodies_.pop_front();
    octets_ -= chunk->size();
  }
  space_.notify_one();
  return chunk;
}

bool OutboundQueue::is_finished() const {
  const std::lock_guard lock(mutex_);
  return finished_ && heads_.empty();
}

bool OutboundQueue::is_aborted() const {
  const std::lock_guard lock(mutex_);
  return aborted_;
}

bool OutboundQueue::is_cancelled() const {
  const std::lock_guard lock(mutex_);
  return cancelled_;
}

void OutboundQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    bodies_.clear();
    octets_ = 0;
  }
  space_.notify_all();
}

}  // namespace mailhaul::migrate
