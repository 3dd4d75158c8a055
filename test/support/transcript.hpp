/// Conversations with a server, kept as text files: what the server says and what the caller does
/// are the input, what the session sends and reports is the expected output.
///
///     S: line from the server, CRLF is added; %XX stands for an octet
///     S+ the same without CRLF
///     do: a command that the caller starts, "select INBOX" and so on; or "tls", "eof"
///     C: what the session sends in answer, a line each; bodies as <message TOKEN: N octets>
///     C+ the same where no line end was sent yet
///     E: what it reports, a line each (event_text)
///     limits: line=N literal=N whole=N response=N; quirks: none
///     # comment
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/imap/session.hpp>

namespace mailhaul::test {

struct TranscriptStep {
  enum class Kind : std::uint8_t { Server, Action, Other };
  Kind kind = Kind::Other;
  std::string line;   ///< as in the file
  std::string bytes;  ///< Server: the octets; Action: the words
  /// The session is expected to send something now, so the server cannot have said more before.
  bool is_answered = false;
};

struct Transcript {
  imap::SessionOptions options;
  std::vector<TranscriptStep> steps;  ///< without the C and E lines
  std::string text;                   ///< the whole file
  std::size_t server_octets = 0;
};

[[nodiscard]] Transcript parse_transcript(std::string_view text);

/// Runs the steps as they are and returns the file as it should be.
[[nodiscard]] std::string replay(const Transcript& transcript);

/// What a session sent and reported, without regard to the moment.
struct Outcome {
  std::vector<std::string> events;
  std::string sent;

  bool operator==(const Outcome&) const = default;
};

/// Runs the steps with the server's octets cut at one more place: at `cut` octets from the
/// beginning.
[[nodiscard]] Outcome replay_cut_at(const Transcript& transcript, std::size_t cut);

/// The same with pieces of `piece` octets each.
[[nodiscard]] Outcome replay_in_pieces(const Transcript& transcript, std::size_t piece);

}  // namespace mailhaul::test
