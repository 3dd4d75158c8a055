#include "migrate/upload/read_ahead.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <ranges>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// What waits to be taken; beside the outbound queue this is little memory.
constexpr std::uint64_t kReadyOctets = 512 * 1024;
/// Messages that are opened before the first of them is read.
constexpr std::size_t kOpened = 64;
constexpr std::uint64_t kOpenedOctets = 256 * 1024;
/// A slow disk opens fewer, so that what it has given does not wait.
constexpr std::chrono::milliseconds kOpeningTime{20};
/// No message from memory takes longer than this, and as much again for so many octets.
constexpr std::chrono::microseconds kCachedMessage{100};
constexpr std::uint64_t kCachedOctets = 16 * 1024;

/// A message that is held is not read again, and its file need not wait open until it is sent.
void examine(Reading& reading, MessageReader& reader, std::uint64_t largest) {
  if (auto* file = std::get_if<maildir::MessageFile>(&reading.opened)) {
    reading.examined = reader.examine(*file, largest);
    if (reading.examined && reading.examined->held) {
      file->close();
    }
  }
}

Reading open(WorkItem item) {
  maildir::OpenOutcome opened = item.folder->open.open_message(item.entry());
  return {.item = std::move(item), .opened = std::move(opened), .examined = {}};
}

/// Octets that are kept in memory.
std::uint64_t held_octets(const Reading& reading) {
  return reading.examined && reading.examined->held ? reading.examined->held->size() : 0;
}

}  // namespace

Reading read_message(WorkItem item, MessageReader& reader, std::uint64_t largest) {
  Reading reading = open(std::move(item));
  examine(reading, reader, largest);
  return reading;
}

ReadAhead::ReadAhead(message::FactsNeeded needed) : needed_(needed), thread_([this] { run(); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ReadAhead::add(std::deque<WorkItem> items, std::uint64_t largest) {
  pending_ += items.size();
  {
    const std::lock_guard lock(mutex_);
    std::ranges::move(items, std::back_inserter(wanted_));
    largest_ = largest;
  }
  changed_.notify_all();
}

Readings ReadAhead::take() {
  Readings taken;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty(); });
    taken.swap(ready_);
    ready_octets_ = 0;
  }
  changed_.notify_all();
  pending_ -= taken.size();
  return taken;
}

void ReadAhead::put_back(Readings readings) {
  pending_ += readings.size();
  const std::lock_guard lock(mutex_);
  for (std::unique_ptr<Reading>& reading : readings | std::views::reverse) {
    ready_octets_ += held_octets(*reading);
    ready_.push_front(std::move(reading));
  }
}

std::deque<WorkItem> ReadAhead::give_back() {
  std::unique_lock lock(mutex_);
  std::deque<WorkItem> behind = std::exchange(wanted_, {});
  changed_.wait(lock, [this] { return !is_reading_; });
  std::deque<WorkItem> left;
  for (std::unique_ptr<Reading>& reading : std::exchange(ready_, {})) {
    left.push_back(std::move(reading->item));
  }
  // What the reader had begun and did not open is before the rest.
  std::ranges::move(std::exchange(wanted_, {}), std::back_inserter(left));
  std::ranges::move(behind, std::back_inserter(left));
  ready_octets_ = 0;
  pending_ = 0;
  return left;
}

void ReadAhead::run() {
  MessageReader reader(needed_);
  std::size_t most = 1;  // the very first is waited for
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock,
                  [this] { return ends_ || (!wanted_.empty() && ready_octets_ < kReadyOctets); });
    if (ends_) {
      return;
    }
    const auto end = wanted_.begin() + static_cast<std::ptrdiff_t>(std::min(wanted_.size(), most));
    most = kOpened;
    std::deque<WorkItem> items(std::move_iterator(wanted_.begin()), std::move_iterator(end));
    wanted_.erase(wanted_.begin(), end);
    const std::uint64_t largest = largest_;
    is_reading_ = true;
    lock.unlock();
    Readings readings = read(items, reader, largest);
    lock.lock();
    // What was not opened is the next to be.
    std::ranges::move(items | std::views::reverse, std::front_inserter(wanted_));
    for (std::unique_ptr<Reading>& reading : readings) {
      ready_octets_ += held_octets(*reading);
      ready_.push_back(std::move(reading));
    }
    is_reading_ = false;
    changed_.notify_all();
  }
}

/// All files are opened before the first is read, and asked for where the disk has shown that it
/// has to fetch them: it brings them side by side then. What there was no room or no time for stays
/// in `items`.
Readings ReadAhead::read(std::deque<WorkItem>& items, MessageReader& reader,
                         std::uint64_t largest) {
  const auto begin = std::chrono::steady_clock::now();
  Readings readings;
  std::uint64_t octets = 0;
  while (!items.empty()) {
    const bool is_enough =
        octets >= kOpenedOctets || std::chrono::steady_clock::now() - begin >= kOpeningTime;
    if (is_enough && !readings.empty()) {
      break;
    }
    readings.push_back(std::make_unique<Reading>(open(std::move(items.front()))));
    items.pop_front();
    if (auto* file = std::get_if<maildir::MessageFile>(&readings.back()->opened)) {
      octets += file->size();
      if (is_disk_slow_) {
        file->expect_reading();
      }
    }
  }
  for (std::unique_ptr<Reading>& reading : readings) {
    examine(*reading, reader, largest);
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  is_disk_slow_ =
      taken > kCachedMessage * readings.size() + kCachedMessage * octets / kCachedOctets;
  return readings;
}

}  // namespace mailhaul::migrate
