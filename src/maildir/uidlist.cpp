#include <algorithm>
#include <limits>

#include <mailhaul/maildir/uidlist.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::maildir {
namespace {

std::optional<std::uint32_t> parse_uid(ByteView digits) {
  const auto number = text::parse_number(digits);
  if (!number || *number == 0 || *number > std::numeric_limits<std::uint32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*number);
}

/// Takes the first word and the blank after it off `rest`.
ByteView take_word(ByteView& rest) {
  const ByteView word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  return word;
}

}  // namespace

/// Version 1: "1 UIDVALIDITY UIDNEXT". Version 3: "3 V<UIDVALIDITY> N<UIDNEXT> G<GUID>", in any
/// order.
void UidListParser::parse_header(ByteView line) {
  version_ = Version::Unknown;
  const ByteView version = take_word(line);
  if (version == "1") {
    version_ = Version::One;
    uidvalidity_ = parse_uid(take_word(line)).value_or(0);
  } else if (version == "3") {
    version_ = Version::Three;
    while (!line.empty()) {
      const ByteView word = take_word(line);
      if (word.starts_with('V')) {
        uidvalidity_ = parse_uid(word.substr(1)).value_or(0);
      }
    }
  }
}

std::optional<UidListEntry> UidListParser::parse_line(ByteView line) {
  if (version_ == Version::Unread) {
    parse_header(line);
    return std::nullopt;
  }
  if (version_ == Version::Unknown) {
    return std::nullopt;
  }
  const auto uid = parse_uid(take_word(line));
  ByteView name = line;
  if (version_ == Version::Three) {
    // "S123 W130 :name": fields have a letter first, so the first ':' at a word's start is the
    // name's.
    while (!name.empty() && !name.starts_with(':')) {
      take_word(name);
    }
    name.remove_prefix(name.empty() ? 0 : 1);
  }
  if (!uid || name.empty()) {
    ++broken_lines_;
    return std::nullopt;
  }
  // Old servers wrote the flags too. rfind may say npos, which takes the whole name.
  return UidListEntry{.uid = *uid, .unique_name = name.substr(0, name.rfind(":2,"))};
}

}  // namespace mailhaul::maildir
