/// Mailbox names as clients write them and as LIST shows them (E1.9).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

/// Modified UTF-7 to UTF-8 with the trailing delimiter taken off and, where the profile does so,
/// blanks trimmed from each level. std::nullopt for what the server calls an argument error: 8-bit
/// octets, bad modified UTF-7, empty or over-long levels.
std::optional<std::string> read_mailbox_name(ByteView wire, const NameRules& rules);

/// Two names with the same key are one mailbox.
std::string mailbox_key(std::string_view name);

/// A level that ends in a blank on a server that keeps it: SELECT of it breaks the connection.
bool is_fatal_to_select(std::string_view name, const NameRules& rules);

/// As LIST sends it: atom, quoted, literal for a backslash, and raw and unquoted for control
/// characters.
Bytes write_mailbox_name(std::string_view name);

/// "A/B" for "A/B/C", empty for a top-level name.
std::string_view parent_name(std::string_view name);

std::size_t depth_of(std::string_view name);

}  // namespace mailhaul::emulator
