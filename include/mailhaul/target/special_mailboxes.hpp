/// Sent, Trash, Drafts and Junk: how sources name them, and which mailboxes the server uses.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/target/listed_mailbox.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

enum class SpecialUse : std::uint8_t { Sent, Trash, Drafts, Junk };

inline constexpr std::array kAllSpecialUses{SpecialUse::Sent, SpecialUse::Trash, SpecialUse::Drafts,
                                            SpecialUse::Junk};

/// The special-use attribute of RFC 6154: "\Sent" and so on.
[[nodiscard]] std::string_view to_attribute(SpecialUse use);

/// What its messages are called, for people: "sent", "deleted", "draft", "junk".
[[nodiscard]] std::string_view words_of(SpecialUse use);

/// What a source folder's name stands for, in any case and language that mail programs use. `level`
/// is a single level as UTF-8; the caller checks that it is at the top or directly below INBOX.
[[nodiscard]] std::optional<SpecialUse> special_use_of_source_name(std::string_view level);

/// The server's own mailbox for each special use, where it shows one.
class SpecialMailboxes {
 public:
  /// The levels of the mailbox; nullptr if the server does not show one.
  [[nodiscard]] const std::vector<std::string>* find(SpecialUse use) const;

  void set(SpecialUse use, std::vector<std::string> levels);

 private:
  std::array<std::optional<std::vector<std::string>>, kAllSpecialUses.size()> mailboxes_;
};

/// Attributes decide first. Without them, names at the top level or directly below INBOX: on
/// Exchange those that it gives its default folders, in the language of which LIST shows most; on
/// other servers also those that clients use. A mailbox that cannot be selected is never taken.
[[nodiscard]] SpecialMailboxes find_special_mailboxes(std::span<const ListedMailbox> list,
                                                      Profile profile);

}  // namespace mailhaul::target
