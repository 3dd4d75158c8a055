/// A very small blocking IMAP client for tests of servers. It says what it is told to say and hands
/// back what it hears; it shares no code with src/imap, so that an error there cannot hide here.
/// Every wait has a limit, after which the test fails by what is missing.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::test {

class RawImap {
 public:
  /// Connects to 127.0.0.1. A connection that cannot be made is `closed()` at once.
  explicit RawImap(std::uint16_t port);
  /// Takes over a connected socket.
  static RawImap over(int socket);

  RawImap(RawImap&&) noexcept;
  RawImap& operator=(RawImap&&) noexcept;
  RawImap(const RawImap&) = delete;
  RawImap& operator=(const RawImap&) = delete;
  ~RawImap();

  /// A TLS handshake that trusts anybody; false if it fails. `max_version` is an OpenSSL number,
  /// such as TLS1_VERSION, or 0.
  bool start_tls(int max_version = 0);

  /// Sends as it is.
  void send(std::string_view octets);

  /// The next line without CRLF; empty at the end of the stream or after ten seconds.
  std::string line();

  /// Exactly so many octets, or fewer at the end.
  std::string octets(std::size_t count);

  /// Lines up to and with the first that begins with `prefix`, or up to the end. Literals stay
  /// inline: the line with "{n}" is followed by its octets and the rest of the line.
  std::vector<std::string> until(std::string_view prefix);

  /// Sends "TAG COMMAND" CRLF with a tag of its own and returns everything up to the tagged line,
  /// the tag replaced by "tag". The last line is the tagged one, unless the connection ended.
  std::vector<std::string> command(std::string_view text);

  /// The last line of `command`: "tag OK NOOP completed.", empty if the connection ended.
  std::string result(std::string_view text);

  /// Sends an APPEND with a non-synchronising literal: "TAG APPEND `arguments` {n+}". Returns the
  /// last line as `result` does.
  std::string append(std::string_view arguments, std::string_view message);

  /// Whether the server has ended the stream; waits for it up to ten seconds.
  bool closed();

  /// Whether nothing comes for so long.
  bool silent_for(std::chrono::milliseconds time);

  void close();

 private:
  struct State;

  explicit RawImap(std::unique_ptr<State> state);

  bool fill(std::chrono::milliseconds time);
  std::vector<std::string> tagged(const std::string& tag);

  std::unique_ptr<State> state_;
};

/// Whether one of the lines is exactly `wanted`.
bool has_line(const std::vector<std::string>& lines, std::string_view wanted);

/// The first line that contains `text`, or an empty string.
std::string line_with(const std::vector<std::string>& lines, std::string_view text);

}  // namespace mailhaul::test
