/// Opens, reads and examines the next messages in a thread of its own, while the disk thread
/// journals those before them. It knows neither journal nor server.
#pragma once

#include "migrate/source/message_reader.hpp"
#include "migrate/upload/work_list.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
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

/// They are passed from thread to thread, so none is moved.
using Readings = std::deque<std::unique_ptr<Reading>>;

/// In the thread of the caller. Of messages above `largest` octets, only what that takes is read.
[[nodiscard]] Reading read_message(WorkItem item, MessageReader& reader, std::uint64_t largest);

class ReadAhead {
 public:
  explicit ReadAhead(message::FactsNeeded needed);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ReadAhead(ReadAhead&&) = delete;
  ReadAhead& operator=(ReadAhead&&) = delete;
  ~ReadAhead();

  /// Messages that are to be read behind those added before; `largest` as above, for them and for
  /// what was not read yet. Until they are taken, their open folders belong to the reader.
  void add(std::deque<WorkItem> items, std::uint64_t largest);

  /// Messages that were added and not taken.
  [[nodiscard]] std::size_t pending() const { return pending_; }

  /// Waits until something is read, and takes all that is; at least one must be pending. The reader
  /// goes on meanwhile, until half a megabyte waits to be taken.
  [[nodiscard]] Readings take();

  /// Taken too early: they come first again.
  void put_back(Readings readings);

  /// What was not taken, in order; the reader has nothing to do then.
  [[nodiscard]] std::deque<WorkItem> give_back();

 private:
  void run();
  [[nodiscard]] Readings read(std::deque<WorkItem>& items, MessageReader& reader,
                              std::uint64_t largest);

  message::FactsNeeded needed_;
  bool is_disk_slow_ = true;  ///< until it has shown otherwise
  std::size_t pending_ = 0;   ///< known to the caller's thread only

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WorkItem> wanted_;
  std::uint64_t largest_ = 0;
  Readings ready_;
  std::uint64_t ready_octets_ = 0;
  bool is_reading_ = false;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace mailhaul::migrate
