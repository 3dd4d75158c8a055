#include "emulator/content/message_view.hpp"

#include "emulator/content/header_rewriting.hpp"

#include <algorithm>

namespace mailhaul::emulator {

namespace {

Bytes with_crlf(ByteView bytes) {
  Bytes result;
  result.reserve(bytes.size() + bytes.size() / 32);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\r' || bytes[at] == '\n') {
      at += bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n' ? 1U : 0U;
      result += "\r\n";
    } else {
      result += bytes[at];
    }
  }
  return result;
}

/// How long the header is, with its empty line; the whole if there is none.
std::uint64_t header_length(const Spool& spool, const Body& body) {
  constexpr std::uint64_t kPiece = 16 * 1024;
  Bytes seen;
  while (seen.size() < body.size) {
    const Bytes piece =
        spool.read(body.offset + seen.size(), std::min(kPiece, body.size - seen.size()));
    if (piece.empty()) {
      break;
    }
    const std::size_t from = seen.size() < 3 ? 0 : seen.size() - 3;
    seen += piece;
    if (seen.starts_with("\r\n")) {
      return 2;
    }
    if (const auto end = seen.find("\r\n\r\n", from); end != Bytes::npos) {
      return end + 4;
    }
  }
  return body.size;
}

}  // namespace

MessageView::MessageView(World& world, const Message& message, const NamedProperties& promoted)
    : spool_(world.spool()) {
  if (message.bare_line_ends) {
    normalised_ = true;
    body_ = with_crlf(spool_.read(message.body));
    const auto end = body_.find("\r\n\r\n");
    header_ = body_.substr(0, end == Bytes::npos ? body_.size() : end + 4);
    body_.erase(0, header_.size());
  } else {
    const std::uint64_t length = header_length(spool_, message.body);
    header_ = spool_.read(message.body.offset, length);
    body_range_ = {.offset = message.body.offset + length, .size = message.body.size - length};
  }
  const FetchRules& rules = world.profile().fetch;
  if (rules.rebuild_headers) {
    header_ = rebuild_header(header_, message, promoted);
  }
  if (rules.add_message_flag && message.flags.has(Flags::kFlagged)) {
    header_.insert(0, "X-Message-Flag: Follow up\r\n");
  }
}

Bytes MessageView::read(std::uint64_t from, std::uint64_t count) const {
  Bytes result;
  if (from < header_.size()) {
    result = header_.substr(from, count);
  }
  const std::uint64_t skip = from > header_.size() ? from - header_.size() : 0;
  const std::uint64_t left = count - result.size();
  if (skip >= body_size() || left == 0) {
    return result;
  }
  if (normalised_) {
    return result.append(body_, skip, left);
  }
  return result + spool_.read(body_range_.offset + skip, std::min(left, body_range_.size - skip));
}

std::uint64_t announced_size(const Message& message, const FetchRules& rules) {
  if (rules.exact_size) {
    return message.body.size;
  }
  const std::uint64_t span = message.body.size * rules.size_error_percent / 100;
  // The same answer each time, above the truth and below it in turn.
  const std::uint64_t error = span == 0 ? 0 : (message.uid * 7919ULL) % (span + 1);
  return message.uid % 2 == 0 ? message.body.size + error : message.body.size - error;
}

}  // namespace mailhaul::emulator
