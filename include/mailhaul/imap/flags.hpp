/// Message flags: the system flags as a set of bits, keywords as validated atoms.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

enum class SystemFlag : std::uint8_t {
  Seen = 1,
  Answered = 2,
  Flagged = 4,
  Deleted = 8,
  Draft = 16,
  Recent = 32,  ///< set by the server only; never encoded
};

/// Flags of a message, of an APPEND or of PERMANENTFLAGS. Cannot hold anything that would break the
/// syntax of a command.
class FlagSet {
 public:
  FlagSet() = default;
  FlagSet(std::initializer_list<SystemFlag> flags);

  [[nodiscard]] bool has(SystemFlag flag) const;
  void add(SystemFlag flag);
  void remove(SystemFlag flag);

  /// Adds a keyword once (keywords are compared without regard to case). False, and nothing added,
  /// if it is no atom.
  bool add_keyword(ByteView keyword);
  [[nodiscard]] bool has_keyword(ByteView keyword) const;

  [[nodiscard]] const std::vector<std::string>& keywords() const { return keywords_; }

  /// Adds one token of a flag list: `\Seen`, `\*`, a keyword. False if it is none of
  /// flag = "\Answered" / ... / flag-keyword / flag-extension (RFC 9051 section 9).
  bool add_token(ByteView token);

  /// `\*` was in the list: the server lets clients make keywords.
  [[nodiscard]] bool allows_new_keywords() const { return allows_new_keywords_; }

  /// A flag with a backslash was in the list that none of the above is.
  [[nodiscard]] bool has_unknown() const { return has_unknown_; }

  /// No flag that `encode_flags` would write.
  [[nodiscard]] bool empty() const;

  bool operator==(const FlagSet&) const = default;

 private:
  std::uint8_t system_ = 0;
  bool allows_new_keywords_ = false;
  bool has_unknown_ = false;
  std::vector<std::string> keywords_;
};

/// Appends `(\Seen \Draft keyword)`, in a fixed order, without `\Recent`, `\*` and unknown flags.
void encode_flags(const FlagSet& flags, Bytes& out);

}  // namespace mailhaul::imap
