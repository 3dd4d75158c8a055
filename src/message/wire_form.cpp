#include <cstring>

#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::message {
namespace {

/// The first LF at or after `from` that has no CR before it, or `end`.
const char* find_bare_lf(const char* from, const char* begin, const char* end, bool after_cr) {
  while (from != end) {
    const void* found = std::memchr(from, '\n', static_cast<std::size_t>(end - from));
    if (found == nullptr) {
      return end;
    }
    const char* lf = static_cast<const char*>(found);
    const bool has_cr = lf == begin ? after_cr : lf[-1] == '\r';
    if (!has_cr) {
      return lf;
    }
    from = lf + 1;
  }
  return end;
}

/// The first bare LF of a chunk, or its end.
const char* find_bare_lf(ByteView chunk, bool after_cr) {
  const char* const begin = chunk.data();
  return find_bare_lf(begin, begin, begin + chunk.size(), after_cr);
}

char* copy(const char* begin, const char* end, char* out) {
  const auto size = static_cast<std::size_t>(end - begin);
  std::memcpy(out, begin, size);
  return out + size;
}

/// Writes the wire form of `chunk` to `out`, given its first bare LF, and returns the end. Needs
/// room for twice the chunk.
char* expand(ByteView chunk, const char* bare_lf, char* out) {
  const char* const begin = chunk.data();
  const char* const end = begin + chunk.size();
  const char* copied = begin;
  while (bare_lf != end) {
    out = copy(copied, bare_lf, out);
    *out++ = '\r';
    *out++ = '\n';
    copied = bare_lf + 1;
    bare_lf = find_bare_lf(copied, begin, end, false);
  }
  return copy(copied, end, out);
}

/// The same into a string that has not got the room yet. Counting line ends beforehand, or making
/// room for twice the chunk, which a string fills with zeros, costs more than the odd reallocation.
void append_expanded(ByteView chunk, const char* bare_lf, Bytes& out) {
  constexpr std::size_t kUsualLine = 32;
  const char* const begin = chunk.data();
  const char* const end = begin + chunk.size();
  const char* copied = begin;
  out.reserve(out.size() + chunk.size() + chunk.size() / kUsualLine + 1);
  while (bare_lf != end) {
    out.append(copied, bare_lf);
    out.append("\r\n", 2);
    copied = bare_lf + 1;
    bare_lf = find_bare_lf(copied, begin, end, false);
  }
  out.append(copied, end);
}

}  // namespace

void WireForm::append(ByteView chunk, Bytes& out) {
  if (chunk.empty()) {
    return;
  }
  const char* const end = chunk.data() + chunk.size();
  const char* const bare_lf = find_bare_lf(chunk, after_cr_);
  const std::size_t old_size = out.size();
  if (bare_lf == end) {
    out.append(chunk);
  } else {
    append_expanded(chunk, bare_lf, out);
  }
  wire_size_ += out.size() - old_size;
  after_cr_ = chunk.back() == '\r';
}

ByteView WireForm::convert(ByteView chunk, Bytes& scratch) {
  if (chunk.empty()) {
    return chunk;
  }
  const char* const end = chunk.data() + chunk.size();
  const char* const bare_lf = find_bare_lf(chunk, after_cr_);
  ByteView wire = chunk;
  if (bare_lf != end) {
    if (scratch.size() < 2 * chunk.size()) {
      scratch.resize(2 * chunk.size());
    }
    const char* const written = expand(chunk, bare_lf, scratch.data());
    wire = ByteView(scratch.data(), static_cast<std::size_t>(written - scratch.data()));
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
