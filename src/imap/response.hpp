/// One complete response of a server, as a value (RFC 9051 section 7).
#pragma once

#include "tolerance.hpp"

#include <span>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/types.hpp>

namespace mailhaul::imap {

struct TaggedResponse {
  Bytes tag;
  Status status = Status::Ok;
  ResponseText text;
};

struct ContinuationResponse {
  Bytes text;
};

struct ByeResponse {
  ResponseText text;
};

struct PreAuthResponse {
  ResponseText text;
};

/// A line that no rule of the grammar begins.
struct BareLineResponse {
  Bytes line;
};

using Response = std::variant<TaggedResponse, ContinuationResponse, ByeResponse, PreAuthResponse,
                              UntaggedData, BareLineResponse>;

/// Never fails: what cannot be read is MalformedData or a BareLineResponse.
[[nodiscard]] Response parse_response(ByteView bytes, std::span<const DetachedLiteral> detached,
                                      Tolerance& tolerance);

/// resp-text at the cursor, with the blank in front of it, up to the line end.
[[nodiscard]] ResponseText parse_response_text(Cursor& cursor, Tolerance& tolerance);

/// resp-text-code without its brackets; UnknownCode for what is not known or malformed.
[[nodiscard]] ResponseCode parse_response_code(ByteView code);

/// The part of an untagged data response behind `* `.
[[nodiscard]] UntaggedData parse_untagged_data(Cursor& cursor, Tolerance& tolerance);

/// msg-att = "(" msg-att-item *(SP msg-att-item) ")", in `fetch_parser.cpp`.
[[nodiscard]] std::optional<FetchData> parse_fetch(Cursor& cursor, std::uint32_t sequence_number);

}  // namespace mailhaul::imap
