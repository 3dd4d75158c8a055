/// The fields of one header block, as the emulated server reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

struct HeaderField {
  std::string name;  ///< as written
  Bytes value;       ///< unfolded, blanks around it taken off
  Bytes raw;         ///< the whole field with its folds and the final line end
};

/// Reads lines that end in CRLF or LF up to an empty line or the end. A line that is no field and
/// continues none is left out.
std::vector<HeaderField> parse_header(ByteView block);

/// The first field of this name, compared without regard to case; nullptr if there is none.
const HeaderField* find_field(const std::vector<HeaderField>& fields, std::string_view name);

/// A structured value: "text/plain; charset=utf-8".
struct ParameterizedValue {
  std::string value;                                           ///< lower case
  std::vector<std::pair<std::string, Bytes>> parameters = {};  ///< names in lower case

  /// Empty if absent. RFC 2231 pieces (`name*0`) are joined, percent escapes are not decoded.
  [[nodiscard]] Bytes parameter(std::string_view name) const;
};

ParameterizedValue parse_parameterized(ByteView value);

/// The addresses of a To or From field, split at the commas that separate them.
std::vector<ByteView> split_addresses(ByteView value);

}  // namespace mailhaul::emulator
