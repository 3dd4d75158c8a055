/// What a server says, cut into atoms, strings and lists. A second opinion beside the product's own
/// parser: it knows the grammar of data and nothing else, and accepts no broken one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::conformance {

struct Value {
  bool is_list = false;
  /// The bytes of an atom, a quoted string or a literal; empty for a list.
  std::string text;
  std::vector<Value> items;
};

/// The values of one response, in which a literal stands as "{N}", CRLF and its N octets. Throws
/// std::runtime_error if it is not well formed.
[[nodiscard]] std::vector<Value> parse_values(std::string_view response);

}  // namespace mailhaul::conformance
