/// How much of what a server sends is believed before it is an error.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::imap {

struct InboundLimits {
  std::size_t line = limits::kServerLine;
  /// Literals above this leave as events; the others stay in their response.
  std::size_t whole_literal = limits::kWholeLiteral;
  std::uint64_t literal = limits::kServerLiteral;
  /// Lines and whole literals of one response together.
  std::size_t response = limits::kServerResponse;
};

}  // namespace mailhaul::imap
