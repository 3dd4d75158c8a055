#include "message/line_feeds.hpp"

#include <array>
#include <bit>
#include <cstring>

#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::message {
namespace {

/// Octets that are converted at a time where the result is appended: both stay in the first cache.
constexpr std::size_t kPiece = std::size_t{4} * 1024;

/// Lines of mail are rarely shorter.
constexpr std::size_t kUsualLine = 32;

/// Whether `lf` has a CR before it; `after_cr` says so where it begins its chunk.
bool has_cr(const char* lf, ByteView chunk, bool after_cr) {
  return lf == chunk.data() ? after_cr : lf[-1] == '\r';
}

bool is_wire_form(ByteView chunk, bool after_cr) {
  for (std::size_t lf = chunk.find('\n'); lf != ByteView::npos; lf = chunk.find('\n', lf + 1)) {
    if (!has_cr(chunk.data() + lf, chunk, after_cr)) {
      return false;
    }
  }
  return true;
}

/// Writes the wire form of `chunk` to `out`, which has room for twice the chunk, and returns its
/// end.
///
/// Blocks are copied whole. Of one with a line end only what is before that stays: the next block
/// begins behind the line end and is written over the rest. A block is never written where there
/// is no room, since as many octets are still to come.
char* expand(ByteView chunk, bool after_cr, char* out) {
  const char* from = chunk.data();
  const char* const end = from + chunk.size();
  const auto write_line_end = [&](const char* lf) {
    *out = '\r';
    out += has_cr(lf, chunk, after_cr) ? 0 : 1;
    *out++ = '\n';
  };
  while (static_cast<std::size_t>(end - from) >= kBlock) {
    const auto before = static_cast<std::size_t>(std::countr_zero(line_feeds_in(from)));
    std::memcpy(out, from, kBlock);
    from += before;
    out += before;
    if (before < kBlock) {
      write_line_end(from++);
    }
  }
  for (; from != end; ++from) {
    if (*from == '\n') {
      write_line_end(from);
    } else {
      *out++ = *from;
    }
  }
  return out;
}

}  // namespace

void WireForm::append(ByteView chunk, Bytes& out) {
  const std::size_t old_size = out.size();
  // A string could be grown and written into, but only after it was filled with zeros; nor is this
  // filled beforehand.
  std::array<char, 2 * kPiece> wire;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  out.reserve(old_size + chunk.size() + chunk.size() / kUsualLine + 1);
  while (!chunk.empty()) {
    const ByteView piece = chunk.substr(0, kPiece);
    const char* const end = expand(piece, after_cr_, wire.data());
    out.append(wire.data(), static_cast<std::size_t>(end - wire.data()));
    after_cr_ = piece.back() == '\r';
    chunk.remove_prefix(piece.size());
  }
  wire_size_ += out.size() - old_size;
}

ByteView WireForm::convert(ByteView chunk, Bytes& scratch) {
  if (chunk.empty()) {
    return chunk;
  }
  ByteView wire = chunk;
  if (!is_wire_form(chunk, after_cr_)) {
    if (scratch.size() < 2 * chunk.size()) {
      scratch.resize(2 * chunk.size());
    }
    const char* const end = expand(chunk, after_cr_, scratch.data());
    wire = ByteView(scratch.data(), static_cast<std::size_t>(end - scratch.data()));
  }
  wire_size_ += wire.size();
  after_cr_ = chunk.back() == '\r';
  return wire;
}

Bytes to_wire_form(ByteView stored) {
  Bytes out;
  WireForm().append(stored, out);
  return out;
}

}  // namespace mailhaul::message
