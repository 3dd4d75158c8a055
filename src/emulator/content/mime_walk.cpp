#include "emulator/content/mime_walk.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

/// Octets of one header block that are kept; a larger one is cut.
constexpr std::size_t kHeaderLimit = 1024 * 1024;
/// Multiparts inside each other that are followed.
constexpr std::size_t kOpenLimit = 1000;

enum class Delimiter { None, Opens, Closes };

/// delimiter := "--" boundary, close-delimiter := delimiter "--", both with transport padding
/// (RFC 2046 section 5.1.1)
Delimiter match(ByteView line, const Bytes& boundary) {
  if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) {
    return Delimiter::None;
  }
  ByteView rest = line.substr(2 + boundary.size());
  const bool closes = rest.starts_with("--");
  rest.remove_prefix(closes ? 2 : 0);
  if (rest.find_first_not_of(" \t") != ByteView::npos) {
    return Delimiter::None;
  }
  return closes ? Delimiter::Closes : Delimiter::Opens;
}

}  // namespace

void MimeWalk::begin_header(bool is_message, std::size_t rfc822_depth) {
  in_header_ = true;
  block_.clear();
  part_ = PartHeader{.rfc822_depth = rfc822_depth, .is_message = is_message};
}

void MimeWalk::end_part() {
  if (in_header_) {
    end_header();
  }
  if (in_leaf_) {
    events_.part_end(part_);
  }
  in_leaf_ = false;
  in_header_ = false;
}

bool MimeWalk::take_boundary(ByteView line) {
  if (!line.starts_with("--")) {
    return false;
  }
  for (std::size_t index = open_.size(); index-- > 0;) {
    const Delimiter delimiter = match(line, open_[index].boundary);
    if (delimiter == Delimiter::None) {
      continue;
    }
    end_part();
    const std::size_t depth = open_[index].rfc822_depth;
    open_.resize(delimiter == Delimiter::Closes ? index : index + 1);
    if (delimiter == Delimiter::Opens) {
      begin_header(false, depth);
    }
    return true;
  }
  return false;
}

void MimeWalk::end_header() {
  part_.fields = parse_header(block_);
  block_.clear();
  in_header_ = false;
  const HeaderField* type = find_field(part_.fields, "Content-Type");
  part_.type = parse_parameterized(type == nullptr ? "text/plain" : ByteView(type->value));
  const HeaderField* encoding = find_field(part_.fields, "Content-Transfer-Encoding");
  part_.encoding = encoding == nullptr ? "" : text::to_lower(encoding->value);
  events_.header(part_);
  const Bytes boundary = part_.type.parameter("boundary");
  if (part_.type.value.starts_with("multipart/") && !boundary.empty() &&
      open_.size() < kOpenLimit) {
    open_.push_back({.boundary = boundary, .rfc822_depth = part_.rfc822_depth});
    return;
  }
  const bool encoded = part_.encoding == "base64" || part_.encoding == "quoted-printable";
  if (part_.type.value == "message/rfc822" && !encoded) {
    begin_header(true, part_.rfc822_depth + 1);
    return;
  }
  in_leaf_ = true;
}

void MimeWalk::line(ByteView line) {
  if (take_boundary(line)) {
    return;
  }
  if (!in_header_) {
    if (in_leaf_) {
      events_.body_line(part_, line);
    }
    return;
  }
  if (line.empty()) {
    end_header();
  } else if (block_.size() + line.size() < kHeaderLimit) {
    block_ += line;
    block_ += "\r\n";
  }
}

void MimeWalk::finish() {
  end_part();
}

}  // namespace mailhaul::emulator
