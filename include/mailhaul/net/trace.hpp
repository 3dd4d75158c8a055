/// The protocol trace: every line sent and received, for a person to read. Secrets are blanked and
/// literals shown as their size.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/net/wait.hpp>

namespace mailhaul::net {

/// Writes lines such as "   0.052 C: a1 NOOP", with the seconds since the start; C is the client, S
/// the server, and "--" a remark. One write(2) a line; a line that cannot be written is left out,
/// since a full disk must not end the move.
class Trace {
 public:
  /// Does not own `fd`.
  explicit Trace(int fd, Clock::time_point start = Clock::now()) : fd_(fd), start_(start) {}

  /// A remark of ours: an address, the TLS version.
  void note(std::string_view text);

  /// Octets of commands, cut anywhere.
  void sent(ByteView octets);
  /// Octets whose content must not show, here or where the server sends them back.
  void sent_secret(const Secret& secret);
  /// That many octets of a message.
  void sent_body(std::uint64_t octets);

  /// Octets from the server, cut anywhere.
  void received(ByteView octets);

 private:
  void write_line(std::string_view direction, ByteView line);
  void end_server_line();
  [[nodiscard]] bool repeats_secret(ByteView line) const;

  int fd_;
  Clock::time_point start_;
  Bytes client_line_;
  Bytes server_line_;
  /// Octets that are still to come of a literal in the server's line.
  std::uint64_t literal_left_ = 0;
  std::vector<Secret> secrets_;
};

}  // namespace mailhaul::net
