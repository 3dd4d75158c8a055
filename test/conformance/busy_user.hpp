/// Somebody who works in a mailbox all the time, while it is being moved.
#pragma once

#include "conformance/imap_client.hpp"
#include "conformance/old_server.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>

namespace mailhaul::conformance {

/// Works over IMAP in INBOX and two other mailboxes. What is done is decided by the seed alone.
class BusyUser {
 public:
  /// Signs in, makes the mailboxes and receives some mail.
  BusyUser(const test::RealServer& running, OldServer server, unsigned int seed);

  /// Receives a message, changes flags, copies, moves, or deletes.
  void do_something();

  /// How many times a message of that text was put into a mailbox, by its mailbox (as the old
  /// server names it) and the SHA-256 of its octets.
  using Placed = std::map<std::pair<std::string, std::string>, std::size_t>;

  [[nodiscard]] const Placed& placed() const { return placed_; }

 private:
  struct Choice {
    std::string mailbox;
    std::string number;  ///< of a message there; empty if there is none
    std::string sha256;
  };

  std::size_t random_below(std::size_t limit);
  [[nodiscard]] std::string any_mailbox();
  void receive(const std::string& mailbox);
  [[nodiscard]] Choice choose_message();
  void copy_to(const Choice& choice, const std::string& mailbox);
  void remove(const Choice& choice);

  OldServer server_;
  ImapClient client_;
  std::minstd_rand random_;
  std::vector<std::string> mailboxes_;
  Placed placed_;
  int received_ = 0;
};

}  // namespace mailhaul::conformance
