#include "response.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// ("OK" / "NO" / "BAD"), followed by a blank, a code or the line end.
std::optional<Status> read_status(Cursor& cursor) {
  const auto begin = cursor.position();
  const auto word = cursor.atom();
  if (word && (cursor.peek() == ' ' || cursor.at_line_end())) {
    if (text::equals_ignoring_case(*word, "OK")) {
      return Status::Ok;
    }
    if (text::equals_ignoring_case(*word, "NO")) {
      return Status::No;
    }
    if (text::equals_ignoring_case(*word, "BAD")) {
      return Status::Bad;
    }
  }
  cursor.rewind(begin);
  return std::nullopt;
}

bool read_word(Cursor& cursor, std::string_view expected) {
  const auto begin = cursor.position();
  const auto word = cursor.atom();
  if (word && text::equals_ignoring_case(*word, expected) &&
      (cursor.peek() == ' ' || cursor.at_line_end())) {
    return true;
  }
  cursor.rewind(begin);
  return false;
}

/// response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data /
/// capability-data) CRLF (RFC 9051 section 9)
Response parse_untagged(Cursor& cursor, Tolerance& tolerance) {
  if (const auto status = read_status(cursor)) {
    return UntaggedData(
        UntaggedStatus{.status = *status, .text = parse_response_text(cursor, tolerance)});
  }
  if (read_word(cursor, "BYE")) {
    return ByeResponse{parse_response_text(cursor, tolerance)};
  }
  if (read_word(cursor, "PREAUTH")) {
    return PreAuthResponse{parse_response_text(cursor, tolerance)};
  }
  return parse_untagged_data(cursor, tolerance);
}

/// response-tagged = tag SP resp-cond-state CRLF (RFC 9051 section 9)
std::optional<Response> parse_tagged(Cursor& cursor, Tolerance& tolerance) {
  const auto tag = cursor.tag();
  const auto status = tag && cursor.skip_space() ? read_status(cursor) : std::nullopt;
  if (!status) {
    cursor.rewind(0);
    return std::nullopt;
  }
  return TaggedResponse{
      .tag = Bytes(*tag), .status = *status, .text = parse_response_text(cursor, tolerance)};
}

/// continue-req = "+" SP (resp-text / base64) CRLF (RFC 9051 section 9)
Response parse_continuation(Cursor& cursor, Tolerance& tolerance) {
  if (cursor.at_line_end()) {
    if (!tolerance.accepts(Quirk::ContinuationWithoutBlank)) {
      return BareLineResponse{"+"};
    }
    return ContinuationResponse{};
  }
  if (!cursor.skip_space()) {
    cursor.rewind(0);
    return BareLineResponse{Bytes(cursor.text())};
  }
  return ContinuationResponse{Bytes(cursor.text())};
}

/// `[COPYUID 55 31 6]` without anything in front of it.
std::optional<Response> parse_bare_copy_uid(Cursor& cursor, Tolerance& tolerance) {
  if (!cursor.skip_word("[COPYUID ") || !tolerance.accepts(Quirk::BareCopyUid)) {
    cursor.rewind(0);
    return std::nullopt;
  }
  cursor.rewind(0);
  return UntaggedData(
      UntaggedStatus{.status = Status::Ok, .text = parse_response_text(cursor, tolerance)});
}

}  // namespace

Response parse_response(ByteView bytes, std::span<const DetachedLiteral> detached,
                        Tolerance& tolerance) {
  Cursor cursor(bytes, detached);
  if (cursor.skip_word("* ")) {
    return parse_untagged(cursor, tolerance);
  }
  if (cursor.skip('+')) {
    return parse_continuation(cursor, tolerance);
  }
  if (auto tagged = parse_tagged(cursor, tolerance)) {
    return std::move(*tagged);
  }
  if (auto copy_uid = parse_bare_copy_uid(cursor, tolerance)) {
    return std::move(*copy_uid);
  }
  return BareLineResponse{Bytes(cursor.text())};
}

}  // namespace mailhaul::imap
