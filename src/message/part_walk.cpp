#include "message/part_walk.hpp"

#include "message/part_header.hpp"

#include <algorithm>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::message {
namespace {

enum class Boundary { None, Next, Final };

/// Whether `line`, with or without line end, is a boundary line (RFC 2046 section 5.1.1). Compared
/// as a whole: a boundary that merely begins with another one is a different one.
Boundary boundary_of(ByteView line, ByteView boundary) {
  if (!line.starts_with(boundary)) {
    return Boundary::None;
  }
  line.remove_prefix(boundary.size());
  if (line.empty()) {
    return Boundary::Next;
  }
  return line == "--" ? Boundary::Final : Boundary::None;
}

bool is_empty_line(ByteView line) {
  return line == "\r\n" || line == "\n";
}

}  // namespace

void PartWalk::update(ByteView wire) {
  while (!wire.empty()) {
    if (at_line_start_) {
      take_line_start(wire);
    } else {
      take_line_rest(wire);
    }
  }
}

/// An empty line in a header, or two dashes while a boundary is expected; and every beginning of
/// them.
bool PartWalk::may_matter(ByteView line_start) const {
  if (in_header_ && (line_start.front() == '\r' || line_start.front() == '\n') &&
      (line_start.size() == 1 || is_empty_line(line_start))) {
    return true;
  }
  return expected_boundaries_ > 0 && ByteView("--").starts_with(line_start.substr(0, 2));
}

void PartWalk::take_line_start(ByteView& wire) {
  if (line_.empty() && !may_matter(wire.substr(0, 1))) {
    at_line_start_ = false;
    return;
  }
  const std::size_t lf = wire.find('\n');
  const std::size_t line_size = lf == ByteView::npos ? wire.size() : lf + 1;
  const std::size_t taken = std::min(line_size, limits::kBoundaryLine - line_.size());
  line_.append(wire.substr(0, taken));
  wire.remove_prefix(taken);
  if (line_.back() == '\n') {
    end_line(std::exchange(line_, {}));
  } else if (!may_matter(line_) || line_.size() == limits::kBoundaryLine) {
    at_line_start_ = false;
    add(std::exchange(line_, {}));
  }
}

void PartWalk::take_line_rest(ByteView& wire) {
  if (in_header_) {
    const std::size_t lf = wire.find('\n');
    at_line_start_ = lf != ByteView::npos;
    take(wire, at_line_start_ ? lf + 1 : wire.size());
  } else if (expected_boundaries_ == 0) {
    take(wire, wire.size());
  } else if (const std::size_t dashes = wire.find("\n--"); dashes != ByteView::npos) {
    at_line_start_ = true;
    take(wire, dashes + 1);
  } else if (wire.ends_with("\n-")) {
    at_line_start_ = true;
    take(wire, wire.size() - 1);
  } else {
    at_line_start_ = wire.back() == '\n';
    take(wire, wire.size());
  }
}

void PartWalk::take(ByteView& wire, std::size_t size) {
  add(wire.substr(0, size));
  wire.remove_prefix(size);
}

void PartWalk::end_line(ByteView line) {
  if (line.starts_with("--") && end_at_boundary(line)) {
    return;
  }
  const bool ends_header = in_header_ && is_empty_line(line);
  add(line);
  if (ends_header) {
    end_header();
  }
}

void PartWalk::add(ByteView bytes) {
  offset_ += bytes.size();
  OpenPart& open = open_.back();
  if (in_header_) {
    open.header_lines.update(bytes);
    header_.append(bytes.substr(0, limits::kHeaderBlock - header_.size()));
    map_.is_truncated |= header_.size() == limits::kHeaderBlock;
    return;
  }
  Part& part = top();
  open.body_lines.update(bytes);
  part.nul_count += count_nuls(bytes);
  part.has_8bit_body = part.has_8bit_body || has_8bit(bytes);
  if (open.decode_meter) {
    open.decode_meter->update(bytes);
  }
  if (sink_ && part.kind == PartKind::Leaf) {
    sink_(open.index, part, bytes);
  }
}

/// Closes what the boundary line ends and opens what it begins; false if it is no boundary of an
/// open multipart.
bool PartWalk::end_at_boundary(ByteView line) {
  const ByteView text = line.substr(2, line.find_last_not_of(" \t\r\n") - 1);
  for (std::size_t level = open_.size(); level-- > 0;) {
    if (!open_[level].expects_boundary) {
      continue;
    }
    const Boundary boundary = boundary_of(text, map_.parts[open_[level].index].boundary);
    if (boundary == Boundary::None) {
      continue;
    }
    while (in_header_) {
      end_header();
    }
    const std::uint64_t line_begin = offset_;
    std::uint64_t end = line_begin - 2;
    while (open_.size() > level + 1) {
      end = close_part(end);
    }
    add(line);
    if (boundary == Boundary::Final) {
      open_.back().expects_boundary = false;
      --expected_boundaries_;
    } else {
      begin_part(open_.back().index, open_.back().embedded_depth);
    }
    return true;
  }
  return false;
}

void PartWalk::begin_part(std::uint32_t parent, std::uint32_t embedded_depth) {
  if (map_.parts.size() == limits::kPartCount) {
    map_.is_truncated = true;
    return;
  }
  const auto index = static_cast<std::uint32_t>(map_.parts.size());
  Part part;
  part.parent = parent;
  part.depth = index == 0 ? 0 : map_.parts[parent].depth + 1;
  part.header = {.begin = offset_, .end = offset_};
  map_.parts.push_back(std::move(part));
  map_.embedded_depth = std::max(map_.embedded_depth, embedded_depth);
  open_.push_back({.index = index, .embedded_depth = embedded_depth});
  header_.clear();
  in_header_ = true;
}

void PartWalk::end_header() {
  in_header_ = false;
  OpenPart& open = open_.back();
  Part& part = top();
  const bool is_in_digest = part.depth > 0 && map_.parts[part.parent].type == "multipart/digest";
  read_part_header(header_, is_in_digest ? "message/rfc822" : "text/plain", part);
  part.header.end = offset_;
  part.body = {.begin = offset_, .end = offset_};
  part.longest_header_line = open.header_lines.longest();
  set_kind(part, open);
  if (part.kind == PartKind::Embedded) {
    begin_part(open.index, open.embedded_depth + 1);
  }
}

void PartWalk::set_kind(Part& part, OpenPart& open) {
  const bool is_multipart = part.type.starts_with("multipart/") && !part.boundary.empty();
  const bool is_embedded = (part.type == "message/rfc822" || part.type == "message/global") &&
                           part.encoding == TransferEncoding::Identity;
  const bool is_too_deep = part.depth >= limits::kPartDepth ||
                           (is_multipart && part.boundary.size() + 8 > limits::kBoundaryLine) ||
                           (is_embedded && map_.parts.size() == limits::kPartCount);
  if ((is_multipart || is_embedded) && is_too_deep) {
    map_.is_truncated = true;
  } else if (is_multipart) {
    part.kind = PartKind::Multipart;
    open.expects_boundary = true;
    ++expected_boundaries_;
  } else if (is_embedded) {
    part.kind = PartKind::Embedded;
  }
  map_.leaves += part.kind == PartKind::Leaf ? 1 : 0;
  map_.multiparts += part.kind == PartKind::Multipart ? 1 : 0;
  const bool is_encoded = part.encoding == TransferEncoding::Base64 ||
                          part.encoding == TransferEncoding::QuotedPrintable;
  if (part.kind == PartKind::Leaf && is_encoded) {
    open.decode_meter.emplace(part.encoding);
  }
}

/// Closes the innermost part at `end`, or at its body's begin if the header reached further;
/// returns where, since the part around it reaches as far.
std::uint64_t PartWalk::close_part(std::uint64_t end) {
  const OpenPart& open = open_.back();
  Part& part = top();
  part.body.end = std::max(part.body.begin, end);
  part.longest_body_line = open.body_lines.longest();
  if (open.decode_meter) {
    part.decodability = open.decode_meter->result();
  }
  expected_boundaries_ -= open.expects_boundary ? 1U : 0U;
  const std::uint64_t closed_at = part.body.end;
  open_.pop_back();
  return closed_at;
}

PartMap PartWalk::finish() {
  if (!line_.empty()) {
    end_line(std::exchange(line_, {}));
  }
  while (in_header_) {
    end_header();
  }
  while (!open_.empty()) {
    close_part(offset_);
  }
  return std::move(map_);
}

}  // namespace mailhaul::message
