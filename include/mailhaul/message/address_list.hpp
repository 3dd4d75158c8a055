/// Splits the body of an address field into its items.
#pragma once

#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

struct AddressList {
  /// Each address as written with its display name and comments, without the blanks and line ends
  /// around it. Views into the body.
  std::vector<ByteView> items;
  /// A quoted string, comment or angle bracket runs to the end of the body.
  bool is_open = false;
};

/// Separates at commas and semicolons outside quoted strings, comments and angle brackets (RFC 5322
/// section 3.4). Empty items are left out; nothing is ever refused.
[[nodiscard]] AddressList split_addresses(ByteView body);

}  // namespace mailhaul::message
