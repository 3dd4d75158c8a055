/// One connection to the null sink: as much IMAP as an upload needs, and message octets that are
/// counted and dropped.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace mailhaul::bench {

/// What the sink pretends to be able to do.
struct SinkAbilities {
  bool literal_plus = true;
  bool multiappend = true;
  bool uidplus = true;

  [[nodiscard]] std::string list() const;
};

struct SinkMailbox {
  std::uint64_t messages = 0;
};

/// Outlives the connections, so that a second run finds what the first one stored.
using SinkMailboxes = std::map<std::string, SinkMailbox, std::less<>>;

class SinkSession {
 public:
  SinkSession(SinkAbilities abilities, SinkMailboxes& mailboxes);

  /// Takes what the client sent, and gives the replies to it.
  [[nodiscard]] std::string feed(std::string_view octets);

  [[nodiscard]] bool is_over() const { return over_; }

 private:
  void take_line(std::string_view line);
  void run_command();
  void append(std::string_view tag, std::string_view mailbox);
  void status(std::string_view mailbox);
  void list();
  void select(std::string_view mailbox);
  void reply(std::string_view text);

  SinkAbilities abilities_;
  SinkMailboxes* mailboxes_;
  std::string line_;
  std::string command_;  ///< up to its first message literal
  std::uint64_t literal_left_ = 0;
  std::uint64_t items_ = 0;  ///< messages of the command so far
  std::string replies_;
  bool over_ = false;
};

}  // namespace mailhaul::bench
