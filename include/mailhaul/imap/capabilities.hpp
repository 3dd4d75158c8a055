/// What the server said it can do (RFC 9051 section 7.2.2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

class Capabilities {
 public:
  Capabilities() = default;

  /// Words separated by blanks, as after `* CAPABILITY`.
  explicit Capabilities(ByteView words);

  /// Whatever the case: "LITERAL+", "AUTH=PLAIN".
  [[nodiscard]] bool has(std::string_view name) const;

  /// The value of a "NAME=value" capability, such as "APPENDLIMIT"; empty if there is none.
  [[nodiscard]] std::string_view value(std::string_view name) const;

  [[nodiscard]] bool empty() const { return names_.empty(); }

  /// In the order and case that the server used.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace mailhaul::imap
