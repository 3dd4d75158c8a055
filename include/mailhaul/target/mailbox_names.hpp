/// Names as the server accepts them: a pure function from the levels that the source has.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/target/listed_mailbox.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

/// What had to be changed in a name.
enum class NameChange : std::uint8_t {
  TrimmedBlanks,      ///< blanks at an end of a level
  ReplacedDelimiter,  ///< the hierarchy delimiter inside a level
  RemovedControl,     ///< control characters; a tab became a blank
  ReplacedTilde,      ///< at the front, where Dovecot and Cyrus read a home directory
  Shortened,          ///< a level was too long; a hash keeps it apart from its like
  ReservedRenamed,    ///< the name belongs to a mailbox that is not for mail, or to INBOX
  EmptyLevelDropped,  ///< nothing was left of a level
  Unnamed,            ///< nothing was left of the whole name
};

/// The change as a phrase: "blanks at the ends removed".
[[nodiscard]] std::string_view describe(NameChange change);

struct AcceptedName {
  std::vector<std::string> levels;
  /// Each kind once, in the order of the enumeration.
  std::vector<NameChange> changes;
};

/// The name rules of one server.
class MailboxNames {
 public:
  /// `delimiter` is the hierarchy delimiter of the server; without one every name has one level and
  /// deeper ones are joined. `list` tells which languages' names are reserved; it may be empty.
  MailboxNames(Profile profile, std::optional<char> delimiter,
               std::span<const ListedMailbox> list = {});

  /// `levels` are valid UTF-8, without the namespace prefix that the caller puts before them. The
  /// result is never empty. Two names may become one: the caller compares collision keys.
  [[nodiscard]] AcceptedName accept(std::span<const std::string> levels) const;

  /// Equal for names that are one mailbox on this server.
  [[nodiscard]] std::string collision_key(std::span<const std::string> levels) const;

  /// Whether the server keeps this top-level name for a mailbox that must not receive mail.
  [[nodiscard]] bool is_reserved(std::string_view top_level) const;

  /// `level` with `suffix` behind it, cut so that it is still accepted: how colliding names are
  /// kept apart.
  [[nodiscard]] std::string with_suffix(std::string_view level, std::string_view suffix) const;

 private:
  Profile profile_;
  std::optional<char> delimiter_;
  std::set<std::string> reserved_;  // case folded
};

}  // namespace mailhaul::target
