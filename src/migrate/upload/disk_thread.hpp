/// The disk half of the engine: takes work, journals intents in groups, pushes to the wire after
/// each commit, and journals what comes back.
#pragma once

#include "migrate/upload/message_preparer.hpp"
#include "migrate/upload/prepared_group.hpp"
#include "migrate/upload/read_ahead.hpp"
#include "migrate/upload/sent_messages.hpp"
#include "migrate/upload/upload_context.hpp"
#include "migrate/upload/work_list.hpp"
#include "migrate/wire/append_result.hpp"
#include "migrate/wire/outbound_queue.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

#include <mailhaul/base/result.hpp>

namespace mailhaul::migrate {

class DiskThread {
 public:
  /// All references must outlive the object. It serves one connection.
  DiskThread(UploadContext& context, WorkList& work, ReadAhead& ahead, MessagePreparer& preparer,
             OutboundQueue& outbound, ResultQueue& results);

  /// Until the wire thread has ended, which it is told to do when there is nothing left, or when
  /// the date of a message has to be looked at before others follow. Messages that were handed to
  /// it and not sent are back in the work list, those that were only read in `ahead`. An error of
  /// kind Journal means that the wire was stopped because nothing more could be recorded.
  [[nodiscard]] Result<void> run();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] bool may_send(const Reading& next) const;
  [[nodiscard]] Result<void> take_next();
  [[nodiscard]] Result<bool> read_more();
  [[nodiscard]] Result<bool> look_for_work();
  [[nodiscard]] Result<void> await_results();
  [[nodiscard]] bool is_group_due();
  [[nodiscard]] Result<void> commit_group();
  [[nodiscard]] Result<void> commit();
  [[nodiscard]] Result<void> commit_all();
  [[nodiscard]] Result<void> empty_log();
  [[nodiscard]] Result<void> push(std::vector<PreparedMessage> group);
  void push_large(PreparedMessage& prepared);
  /// The wire took none of them.
  [[nodiscard]] Result<void> take_back(const std::vector<OutboundMessage>& messages);
  [[nodiscard]] Result<void> absorb_results();

  UploadContext* context_;
  WorkList* work_;
  MessagePreparer* preparer_;
  OutboundQueue* outbound_;
  ResultQueue* results_;
  SentMessages sent_;
  ReadAhead* ahead_;
  Readings ready_;  ///< read, but not prepared
  PreparedGroup group_;
  Clock::time_point group_begun_;
  std::size_t early_scale_ = 1;
  Clock::time_point last_commit_ = Clock::now();
  /// Something was written since the last commit.
  bool dirty_ = false;
  bool cancelled_ = false;
  /// There was nothing left when it was last looked for.
  bool is_exhausted_ = false;
  bool has_emptied_log_ = false;
};

}  // namespace mailhaul::migrate
