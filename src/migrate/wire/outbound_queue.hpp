/// What the disk thread has ready for the wire: heads of messages, and their wire bytes in the same
/// order. Bounded by bytes. The journal holds an intent for every head before it is pushed here.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {

/// A message as the wire thread sees it.
struct OutboundHead {
  journal::MessageId row = 0;
  journal::MailboxId mailbox = 0;
  imap::FlagSet flags;
  std::int64_t internal_date = 0;
  std::uint64_t octets = 0;  ///< of the form that is sent
  /// Not to be put into one command with others: it was refused as part of a batch before.
  bool alone = false;
};

/// A head with its body, if that is held as a whole; otherwise the body is pushed behind it.
struct OutboundMessage {
  OutboundHead head;
  std::optional<Bytes> body;
};

class OutboundQueue {
 public:
  /// `wire` is notified when there is something for a wire thread that found nothing before; one
  /// that has enough, or waits for the server, is left alone.
  OutboundQueue(std::size_t octet_limit, const net::Wakeup& wire);

  // For the disk thread.

  /// All of them at once, so that the wire thread can send them as one command; only the last one
  /// may be without its body. Blocks while there is no room for the bodies; false, with nothing
  /// taken from `messages`, once the wire thread has closed or `gives_up`, which is asked now and
  /// then, says so.
  bool push(std::vector<OutboundMessage>& messages, const std::function<bool()>& gives_up = {});
  /// The next bytes of the last head, if it was pushed without its body. Blocks while the queue is
  /// full; false once the wire thread has closed.
  bool push_body(Bytes chunk);
  /// The message whose body is being pushed cannot be completed: the connection has to end.
  void abort();
  /// Nothing more will come.
  void finish();
  /// Nothing more will come, and what the wire thread has not started yet is not to be sent.
  void cancel();
  [[nodiscard]] std::size_t queued_octets() const;

  // For the wire thread.

  /// The next head, which stays in the queue.
  [[nodiscard]] std::optional<OutboundHead> peek();
  std::optional<OutboundHead> pop();
  /// The next body bytes in order, whichever message they belong to; never a mix of two.
  std::optional<Bytes> pop_body();
  /// Nothing more will come, and all heads are taken.
  [[nodiscard]] bool is_finished() const;
  [[nodiscard]] bool is_aborted() const;
  [[nodiscard]] bool is_cancelled() const;
  /// The connection is gone: wakes a blocked disk thread and lets nothing more in.
  void close();

 private:
  [[nodiscard]] bool has_room(std::size_t octets) const;

  const std::size_t octet_limit_;
  const net::Wakeup* wire_;
  mutable std::mutex mutex_;
  std::condition_variable space_;
  std::deque<OutboundHead> heads_;
  std::deque<Bytes> bodies_;
  std::size_t octets_ = 0;
  bool found_nothing_ = false;  ///< the wire thread, since it was last notified
  bool finished_ = false;
  bool aborted_ = false;
  bool cancelled_ = false;
  bool closed_ = false;
};

}  // namespace mailhaul::migrate
