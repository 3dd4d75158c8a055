/// The bodies of started messages, as far as the queue still has to give them.
#pragma once

#include "migrate/wire/outbound_queue.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::migrate {

/// In the order of the queue, which gives its octets whether the wire still wants them or not.
class OwedBodies {
 public:
  /// `queue` must outlive the object.
  explicit OwedBodies(OutboundQueue& queue) : queue_(&queue) {}

  void add(const OutboundHead& head);

  /// What is still to come of these messages goes to nobody.
  void give_up(std::span<const OutboundHead> heads);

  /// Takes from the queue what goes to nobody, as far as it is there.
  void drop_given_up();

  /// The next piece of this message; nothing if the queue does not have it yet. A message before it
  /// is given up: its command was answered while its octets were still to come.
  [[nodiscard]] std::optional<Bytes> next(journal::MessageId row);

  [[nodiscard]] bool is_empty() const { return bodies_.empty(); }

 private:
  struct Body {
    journal::MessageId row = 0;
    std::uint64_t octets = 0;
    bool given_up = false;
  };

  /// Of the first body.
  [[nodiscard]] std::optional<Bytes> take();

  OutboundQueue* queue_;
  std::deque<Body> bodies_;
};

}  // namespace mailhaul::migrate
