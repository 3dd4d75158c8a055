#include "migrate/upload/read_ahead.hpp"

#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// Beside the outbound queue this is little memory.
constexpr std::uint64_t kBatchOctets = 512 * 1024;
/// A slow disk gives small batches, so that what it has given does not wait.
constexpr std::chrono::milliseconds kBatchTime{20};
/// No message from memory takes longer than this, and as much again for so many octets.
constexpr std::chrono::microseconds kCachedMessage{100};
constexpr std::uint64_t kCachedOctets = 16 * 1024;

void examine(Reading& reading, MessageReader& reader, std::uint64_t largest) {
  if (auto* file = std::get_if<maildir::MessageFile>(&reading.opened)) {
    reading.examined = reader.examine(*file, largest);
  }
}

Reading open(WorkItem item) {
  maildir::OpenOutcome opened = item.folder->open.open_message(item.entry());
  return {.item = std::move(item), .opened = std::move(opened), .examined = {}};
}

}  // namespace

Reading read_message(WorkItem item, MessageReader& reader, std::uint64_t largest) {
  Reading reading = open(std::move(item));
  examine(reading, reader, largest);
  return reading;
}

ReadAhead::ReadAhead(message::FactsNeeded needed) : reader_(needed), thread_([this] { run(); }) {}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ReadAhead::start(std::deque<WorkItem> items, std::uint64_t largest) {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = std::move(items);
    largest_ = largest;
  }
  busy_ = true;
  changed_.notify_all();
}

ReadAhead::Batch ReadAhead::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !done_.readings.empty(); });
  busy_ = false;
  return std::exchange(done_, {});
}

void ReadAhead::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ends_ || !wanted_.empty(); });
    if (ends_) {
      return;
    }
    std::deque<WorkItem> items = std::exchange(wanted_, {});
    const std::uint64_t largest = largest_;
    lock.unlock();
    Batch batch = read(std::move(items), largest);
    lock.lock();
    done_ = std::move(batch);
    changed_.notify_all();
  }
}

/// All files are opened before the first is read, and asked for where the disk has shown that it
/// has to fetch them: it brings them side by side then.
ReadAhead::Batch ReadAhead::read(std::deque<WorkItem> items, std::uint64_t largest) {
  const auto begin = std::chrono::steady_clock::now();
  Batch batch;
  std::uint64_t octets = 0;
  while (!items.empty()) {
    const bool is_enough =
        octets >= kBatchOctets || std::chrono::steady_clock::now() - begin >= kBatchTime;
    if (is_enough && !batch.readings.empty()) {
      break;
    }
    batch.readings.push_back(open(std::move(items.front())));
    items.pop_front();
    if (auto* file = std::get_if<maildir::MessageFile>(&batch.readings.back().opened)) {
      octets += file->size();
      if (is_disk_slow_) {
        file->expect_reading();
      }
    }
  }
  batch.unread = std::move(items);
  for (Reading& reading : batch.readings) {
    examine(reading, reader_, largest);
  }
  const auto taken = std::chrono::steady_clock::now() - begin;
  is_disk_slow_ =
      taken > kCachedMessage * batch.readings.size() + kCachedMessage * octets / kCachedOctets;
  return batch;
}

}  // namespace mailhaul::migrate
