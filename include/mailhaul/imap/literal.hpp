/// The announcement of a literal at the end of a line: `{310}`, `{310+}`, `~{310}`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

struct LiteralHeader {
  std::uint64_t octets = 0;
  bool synchronizing = true;  ///< false for `{n+}`
  bool binary = false;        ///< true for `~{n}` (literal8)
};

/// literal = "{" number64 ["+"] "}" CRLF *CHAR8; literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
/// (RFC 9051 section 9; "+" from RFC 7888). `header` is the part before CRLF and nothing else.
[[nodiscard]] std::optional<LiteralHeader> parse_literal_header(ByteView header);

struct TrailingLiteral {
  LiteralHeader header;
  std::size_t begin = 0;  ///< where the announcement starts in the line
};

/// The literal that a line (without its CRLF) announces as its last token, if any.
[[nodiscard]] std::optional<TrailingLiteral> find_trailing_literal(ByteView line);

/// A literal that was taken out of its response because of its size: its octets were handed on
/// before as LiteralBegin, LiteralChunk and LiteralEnd events under the same id.
struct DetachedLiteral {
  std::size_t position = 0;  ///< offset of its first octet in the response, behind the CRLF
  std::uint64_t id = 0;
  std::uint64_t octets = 0;
};

}  // namespace mailhaul::imap
