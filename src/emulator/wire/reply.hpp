/// What a command handler answers.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace mailhaul::emulator {

enum class Status : std::uint8_t { Ok, No, Bad };

enum class After : std::uint8_t {
  Continue,
  Close,  ///< in order: close_notify, FIN
  Cut,    ///< at once
};

struct Reply {
  Status status = Status::Ok;
  std::string text;
  /// False: no tagged line is sent.
  bool tagged = true;
  After after = After::Continue;
  /// An untagged line behind the tagged one, without CRLF.
  std::string farewell = {};
  /// The rule of the specification that refused, for the event log: "E2.6 parts".
  std::string rule = {};
};

inline Reply ok(std::string text) {
  return {.status = Status::Ok, .text = std::move(text)};
}

inline Reply no(std::string text, std::string rule = {}) {
  return {.status = Status::No, .text = std::move(text), .rule = std::move(rule)};
}

inline Reply bad(std::string text, std::string rule = {}) {
  return {.status = Status::Bad, .text = std::move(text), .rule = std::move(rule)};
}

/// The numbered errors of E1.4.
inline Reply command_error() {
  return bad("Command Error. 10", "E1.4");
}

inline Reply argument_error(std::string rule = "E1.4") {
  return bad("Command Argument Error. 11", std::move(rule));
}

inline Reply too_many_arguments() {
  return bad("Command Argument Error. 12", "E1.4");
}

inline Reply invalid_state() {
  return bad("Command received in Invalid state.", "E1.4");
}

inline Reply unavailable(std::string rule) {
  return no("Server Unavailable. 15", std::move(rule));
}

/// Nothing is answered and the connection ends.
inline Reply hang_up(After how) {
  return {.text = {}, .tagged = false, .after = how};
}

/// Only an untagged line, then the end.
inline Reply say_bye(std::string line) {
  return {.text = {}, .tagged = false, .after = After::Close, .farewell = std::move(line)};
}

}  // namespace mailhaul::emulator
