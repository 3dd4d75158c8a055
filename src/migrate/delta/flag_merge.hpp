/// Flags that changed at the source, merged with what became of them on the target.
#pragma once

#include <cstdint>

#include <mailhaul/maildir/message_name.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// All as journal::flag bits.
struct FlagHistory {
  std::uint32_t source_before = 0;  ///< the file, when it was last seen
  std::uint32_t source_now = 0;
  std::uint32_t wanted = 0;  ///< what the message was to have on the target so far
  std::uint32_t given = 0;   ///< what we set there
  std::uint32_t found = 0;   ///< what it has there now
};

/// Which flags follow the source at all.
struct CarriedFlags {
  target::TrashedPolicy trashed = target::TrashedPolicy::Move;
  bool forwarded = false;  ///< the mailbox takes the keyword $Forwarded
};

/// What the message shall have on the target. A flag follows the source if it changed there and the
/// target still has what we gave it; what the target's owner changed stays.
[[nodiscard]] std::uint32_t merge_flags(const FlagHistory& history, const CarriedFlags& carried);

/// The flags of a file; T is journal::flag::kDeleted and P kForwarded, whatever becomes of them on
/// the target.
[[nodiscard]] std::uint32_t source_flags(maildir::FlagSet flags);

}  // namespace mailhaul::migrate
