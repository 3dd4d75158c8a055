#include <algorithm>
#include <array>
#include <limits>

#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials
/// (RFC 9051 section 9); 8-bit octets are no CHAR either.
constexpr bool compute_is_atom_char(unsigned char octet) {
  constexpr std::string_view kSpecials = "(){ %*\"\\]";
  return octet > 0x20 && octet < 0x7f &&
         kSpecials.find(static_cast<char>(octet)) == std::string_view::npos;
}

constexpr std::array<bool, 256> make_atom_table() {
  std::array<bool, 256> table{};
  for (std::size_t octet = 0; octet < table.size(); ++octet) {
    table[octet] = compute_is_atom_char(static_cast<unsigned char>(octet));
  }
  return table;
}

constexpr auto kAtomChars = make_atom_table();

constexpr bool is_digit(char octet) {
  return octet >= '0' && octet <= '9';
}

bool is_tag_char(char octet) {
  return is_astring_char(octet) && octet != '+';
}

bool is_list_char(char octet) {
  return is_astring_char(octet) || octet == '%' || octet == '*';
}

bool is_sequence_char(char octet) {
  return is_digit(octet) || octet == ',' || octet == ':' || octet == '*';
}

}  // namespace

bool is_atom_char(char octet) {
  return kAtomChars[static_cast<unsigned char>(octet)];
}

/// ASTRING-CHAR = ATOM-CHAR / resp-specials (RFC 9051 section 9)
bool is_astring_char(char octet) {
  return is_atom_char(octet) || octet == ']';
}

bool is_atom(ByteView text) {
  return !text.empty() && std::ranges::all_of(text, is_atom_char);
}

std::size_t Cursor::find_line_end() const {
  if (bytes_.ends_with("\r\n")) {
    return bytes_.size() - 2;
  }
  return bytes_.ends_with('\n') ? bytes_.size() - 1 : bytes_.size();
}

bool Cursor::at_line_end() const {
  return position_ >= find_line_end();
}

bool Cursor::skip(char octet) {
  if (at_end() || bytes_[position_] != octet) {
    return false;
  }
  ++position_;
  return true;
}

void Cursor::skip_spaces() {
  while (skip(' ')) {
  }
}

bool Cursor::skip_word(ByteView word) {
  if (!text::starts_with_ignoring_case(rest(), word)) {
    return false;
  }
  position_ += word.size();
  return true;
}

template <typename Predicate>
std::optional<ByteView> Cursor::take_while(Predicate accepts) {
  const auto begin = position_;
  while (!at_end() && accepts(bytes_[position_])) {
    ++position_;
  }
  if (position_ == begin) {
    return std::nullopt;
  }
  return bytes_.substr(begin, position_ - begin);
}

std::optional<std::uint64_t> Cursor::digits(std::uint64_t max) {
  const auto begin = position_;
  const auto text = take_while(is_digit);
  const auto value = text ? text::parse_number(*text) : std::nullopt;
  if (!value || *value > max) {
    position_ = begin;
    return std::nullopt;
  }
  return value;
}

/// number = 1*DIGIT (RFC 9051 section 9)
std::optional<std::uint32_t> Cursor::number() {
  const auto value = digits(std::numeric_limits<std::uint32_t>::max());
  return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
}

/// nz-number = digit-nz *DIGIT (RFC 9051 section 9)
std::optional<std::uint32_t> Cursor::nz_number() {
  return peek() == '0' ? std::nullopt : number();
}

/// number64 = 1*DIGIT ; 0 <= n <= 9,223,372,036,854,775,807 (RFC 9051 section 9)
std::optional<std::uint64_t> Cursor::number64() {
  return digits(std::numeric_limits<std::int64_t>::max());
}

/// atom = 1*ATOM-CHAR (RFC 9051 section 9)
std::optional<ByteView> Cursor::atom() {
  return take_while(is_atom_char);
}

/// tag = 1*<any ASTRING-CHAR except "+"> (RFC 9051 section 9)
std::optional<ByteView> Cursor::tag() {
  return take_while(is_tag_char);
}

/// quoted = DQUOTE *QUOTED-CHAR DQUOTE
/// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 / ...
/// (RFC 9051 section 9)
std::optional<Bytes> Cursor::quoted() {
  if (peek() != '"') {
    return std::nullopt;
  }
  Bytes value;
  auto at = position_ + 1;
  while (at < bytes_.size()) {
    const auto stop = bytes_.find_first_of(ByteView("\"\\\r\n\0", 5), at);
    if (stop == ByteView::npos) {
      return std::nullopt;
    }
    value += bytes_.substr(at, stop - at);
    if (bytes_[stop] == '"') {
      position_ = stop + 1;
      return value;
    }
    const bool escapes = bytes_[stop] == '\\' && stop + 1 < bytes_.size() &&
                         (bytes_[stop + 1] == '"' || bytes_[stop + 1] == '\\');
    if (!escapes) {
      return std::nullopt;
    }
    value += bytes_[stop + 1];
    at = stop + 2;
  }
  return std::nullopt;
}

/// literal = "{" number64 ["+"] "}" CRLF *CHAR8, literal8 = "~" literal (RFC 9051 section 9): the
/// announcement with its line end.
std::optional<LiteralHeader> Cursor::literal_header() {
  if (peek() != '{' && peek() != '~') {
    return std::nullopt;
  }
  const auto newline = bytes_.find('\n', position_);
  if (newline == ByteView::npos) {
    return std::nullopt;
  }
  auto header = bytes_.substr(position_, newline - position_);
  if (header.ends_with('\r')) {
    header.remove_suffix(1);
  }
  const auto literal = parse_literal_header(header);
  if (literal) {
    position_ = newline + 1;
  }
  return literal;
}

const DetachedLiteral* Cursor::detached_at(std::size_t position) const {
  const auto found = std::ranges::find_if(detached_, [position](const DetachedLiteral& literal) {
    return literal.position == position;
  });
  return found == detached_.end() ? nullptr : &*found;
}

std::optional<ByteView> Cursor::literal() {
  const auto begin = position_;
  const auto header = literal_header();
  if (!header || detached_at(position_) != nullptr || header->octets > bytes_.size() - position_) {
    position_ = begin;
    return std::nullopt;
  }
  const auto octets = static_cast<std::size_t>(header->octets);
  const auto value = bytes_.substr(position_, octets);
  position_ += octets;
  return value;
}

/// string = quoted / literal (RFC 9051 section 9)
std::optional<Bytes> Cursor::string() {
  if (peek() == '"') {
    return quoted();
  }
  const auto value = literal();
  return value ? std::optional<Bytes>(*value) : std::nullopt;
}

/// astring = 1*ASTRING-CHAR / string (RFC 9051 section 9)
std::optional<Bytes> Cursor::astring() {
  if (const auto bare = take_while(is_astring_char)) {
    return Bytes(*bare);
  }
  return string();
}

/// list-mailbox = 1*list-char / string; list-char = ATOM-CHAR / list-wildcards / resp-specials
/// (RFC 9051 section 9)
std::optional<Bytes> Cursor::list_mailbox() {
  if (const auto bare = take_while(is_list_char)) {
    return Bytes(*bare);
  }
  return string();
}

/// nstring = string / nil (RFC 9051 section 9)
std::optional<NString> Cursor::nstring() {
  const auto begin = position_;
  if (skip_word("NIL") && !is_astring_char(peek())) {
    return NString{};
  }
  position_ = begin;
  auto value = string();
  return value ? std::optional<NString>(std::move(*value)) : std::nullopt;
}

std::optional<BodyString> Cursor::body_string() {
  const auto begin = position_;
  if (literal_header()) {
    if (const auto* detached = detached_at(position_)) {
      return BodyString{.value = std::nullopt, .detached = *detached};
    }
    position_ = begin;
  }
  auto value = nstring();
  if (!value) {
    return std::nullopt;
  }
  return BodyString{.value = std::move(*value), .detached = std::nullopt};
}

/// flag = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword /
/// flag-extension flag-perm = flag / "\*" (RFC 9051 section 9)
bool Cursor::flag(FlagSet& flags) {
  const auto begin = position_;
  if (skip('\\')) {
    if (!skip('*') && !atom()) {
      position_ = begin;
      return false;
    }
  } else if (!atom()) {
    return false;
  }
  return flags.add_token(bytes_.substr(begin, position_ - begin));
}

/// flag-list = "(" [flag *(SP flag)] ")" (RFC 9051 section 9)
std::optional<FlagSet> Cursor::flag_list() {
  const auto begin = position_;
  FlagSet flags;
  if (skip('(')) {
    if (skip(')')) {
      return flags;
    }
    while (flag(flags)) {
      if (skip(')')) {
        return flags;
      }
      if (!skip_space()) {
        break;
      }
    }
  }
  position_ = begin;
  return std::nullopt;
}

/// sequence-set = (seq-number / seq-range) ["," sequence-set] (RFC 9051 section 9)
std::optional<SequenceSet> Cursor::sequence_set(std::size_t max_ranges) {
  const auto begin = position_;
  const auto text = take_while(is_sequence_char);
  auto set = text ? SequenceSet::parse(*text, max_ranges) : std::nullopt;
  if (!set) {
    position_ = begin;
  }
  return set;
}

/// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
/// (RFC 9051 section 9)
std::optional<text::UnixSeconds> Cursor::date_time() {
  const auto begin = position_;
  const auto content = quoted();
  const auto instant = content ? text::parse_internal_date(*content) : std::nullopt;
  if (!instant) {
    position_ = begin;
  }
  return instant;
}

std::optional<ByteView> Cursor::take_until(char stop) {
  const auto line = rest().substr(0, rest().find_first_of("\r\n"));
  const auto length = line.find(stop);
  if (length == ByteView::npos) {
    return std::nullopt;
  }
  position_ += length + 1;
  return line.substr(0, length);
}

ByteView Cursor::text() {
  const auto end = std::max(find_line_end(), position_);
  const auto value = bytes_.substr(position_, end - position_);
  position_ = end;
  return value;
}

bool Cursor::skip_atomic_value() {
  if (body_string()) {
    return true;
  }
  const auto is_value_char = [](char octet) {
    return is_astring_char(octet) || octet == '\\' || octet == '*' || octet == '%';
  };
  return take_while(is_value_char).has_value();
}

bool Cursor::skip_value(std::size_t max_depth) {
  const auto begin = position_;
  std::size_t depth = 0;
  do {
    bool read = false;
    if (skip('(')) {
      ++depth;
      read = depth <= max_depth;
    } else if (depth > 0 && skip(')')) {
      --depth;
      read = true;
    } else {
      read = skip_atomic_value();
    }
    if (!read) {
      position_ = begin;
      return false;
    }
    if (depth > 0) {
      skip_spaces();
    }
  } while (depth > 0);
  return true;
}

}  // namespace mailhaul::imap
