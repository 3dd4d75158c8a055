/// Opens, reads and examines the next messages in a thread of its own, while the disk thread
/// journals those before them. It knows neither journal nor server.
#pragma once

#include "migrate/upload/message_reader.hpp"
#include "migrate/upload/work_list.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/message/facts.hpp>

namespace mailhaul::migrate {

/// A message as it was found on the disk.
struct Reading {
  WorkItem item;
  maildir::OpenOutcome opened;
  /// Only if it was opened.
  Result<ExaminedMessage> examined;
};

/// In the thread of the caller. Of messages above `largest` octets, only what that takes is read.
[[nodiscard]] Reading read_message(WorkItem item, MessageReader& reader, std::uint64_t largest);

class ReadAhead {
 public:
  struct Batch {
    std::deque<Reading> readings;
    /// What there was no room or no time for, in order.
    std::deque<WorkItem> unread;
  };

  explicit ReadAhead(message::FactsNeeded needed);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ReadAhead(ReadAhead&&) = delete;
  ReadAhead& operator=(ReadAhead&&) = delete;
  ~ReadAhead();

  /// Begins to read; `largest` as above. The batch before must have been taken. Until this one is
  /// taken, the open folders of its items belong to the reader.
  void start(std::deque<WorkItem> items, std::uint64_t largest);

  /// Whether a batch was begun and not taken.
  [[nodiscard]] bool is_busy() const { return busy_; }

  /// Waits until the batch is read, and takes it: at least one message of it, about 512 KB or 20 ms
  /// of work.
  [[nodiscard]] Batch finish();

 private:
  void run();
  [[nodiscard]] Batch read(std::deque<WorkItem> items, std::uint64_t largest);

  MessageReader reader_;
  bool is_disk_slow_ = true;  ///< until it has shown otherwise
  bool busy_ = false;         ///< known to the caller's thread only

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WorkItem> wanted_;
  std::uint64_t largest_ = 0;
  Batch done_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace mailhaul::migrate
