/// The tokens that IMAP commands and responses share (RFC 9051 section 9), read from one complete
/// command or response in which literals stand inline: `{3}` CRLF `abc`. Client and emulated server
/// use the same cursor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/limits.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/imap/literal.hpp>
#include <mailhaul/imap/sequence_set.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::imap {

[[nodiscard]] bool is_atom_char(char octet);
[[nodiscard]] bool is_astring_char(char octet);

/// Whether the whole of `text` is an atom (and not empty).
[[nodiscard]] bool is_atom(ByteView text);

/// nil is std::nullopt.
using NString = std::optional<Bytes>;

/// A string, nil, or a literal that left as events.
struct BodyString {
  NString value;
  std::optional<DetachedLiteral> detached;
};

/// Walks over a buffer that outlives it. Every reader either consumes its token and returns it, or
/// returns std::nullopt (false) and leaves the position where it was. Views point into the buffer.
class Cursor {
 public:
  explicit Cursor(ByteView bytes, std::span<const DetachedLiteral> detached = {})
      : bytes_(bytes), detached_(detached) {}

  [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }

  /// At the end, or in front of nothing but the final CRLF (or LF).
  [[nodiscard]] bool at_line_end() const;

  [[nodiscard]] std::size_t position() const { return position_; }

  /// Goes back to a position that `position()` returned.
  void rewind(std::size_t position) { position_ = position; }

  /// The next octet, or NUL at the end.
  [[nodiscard]] char peek() const { return at_end() ? '\0' : bytes_[position_]; }

  [[nodiscard]] ByteView rest() const { return bytes_.substr(position_); }

  bool skip(char octet);

  /// Exactly one blank.
  bool skip_space() { return skip(' '); }

  /// Any number of blanks, for quirks.
  void skip_spaces();

  /// A fixed word, whatever its case; what follows it is not looked at.
  bool skip_word(ByteView word);

  /// number = 1*DIGIT, 32 bits.
  std::optional<std::uint32_t> number();

  /// nz-number = digit-nz *DIGIT, 32 bits.
  std::optional<std::uint32_t> nz_number();

  /// number64 = 1*DIGIT, 63 bits.
  std::optional<std::uint64_t> number64();

  std::optional<ByteView> atom();
  std::optional<ByteView> tag();

  /// The unescaped text of a quoted string. 8-bit octets are let through (RFC 9051 allows UTF-8).
  std::optional<Bytes> quoted();

  /// The octets of an inline literal; a detached one is no match.
  std::optional<ByteView> literal();

  std::optional<Bytes> string();
  std::optional<Bytes> astring();

  /// list-mailbox: like astring, with the wildcards `*` and `%` allowed unquoted.
  std::optional<Bytes> list_mailbox();

  std::optional<NString> nstring();
  std::optional<BodyString> body_string();

  /// Flags in parentheses, with `\*` and `\Recent` accepted.
  std::optional<FlagSet> flag_list();

  /// A sequence set of at most `max_ranges` ranges.
  std::optional<SequenceSet> sequence_set(std::size_t max_ranges = SequenceSet::kMaxRanges);

  /// date-time with its quotes, as an instant.
  std::optional<text::UnixSeconds> date_time();

  /// Everything up to `stop`, which is passed over; it must come in this line.
  std::optional<ByteView> take_until(char stop);

  /// Everything up to the line end; may be empty.
  ByteView text();

  /// Passes over one value of any kind (atom with section, string, nil, nested list).
  bool skip_value(std::size_t max_depth = limits::kListDepth);

 private:
  [[nodiscard]] std::size_t find_line_end() const;
  [[nodiscard]] const DetachedLiteral* detached_at(std::size_t position) const;
  template <typename Predicate>
  std::optional<ByteView> take_while(Predicate accepts);
  std::optional<std::uint64_t> digits(std::uint64_t max);
  bool flag(FlagSet& flags);
  bool skip_atomic_value();
  std::optional<LiteralHeader> literal_header();

  ByteView bytes_;
  std::span<const DetachedLiteral> detached_;
  std::size_t position_ = 0;
};

}  // namespace mailhaul::imap
