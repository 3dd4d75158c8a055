/// The structured fields of MIME: a word and its parameters (RFC 2045 section 5.1, RFC 2231).
#pragma once

#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

struct MimeParameter {
  std::string name;  ///< in lower case, without the marks of RFC 2231
  /// Without quotes, its pieces joined. UTF-8 if it came in the extended form of RFC 2231, else the
  /// octets as they are.
  std::string value;
};

struct MimeValue {
  std::string word;  ///< what stands before the first semicolon, in lower case, without comment
  std::vector<MimeParameter> parameters;

  /// The value of the first parameter of that name; empty if there is none.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// Reads whatever is there: a parameter that makes no sense is left out.
[[nodiscard]] MimeValue parse_mime_value(ByteView unfolded_body);

}  // namespace mailhaul::message
