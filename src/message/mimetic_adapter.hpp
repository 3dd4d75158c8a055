/// The one place that uses mimetic, and the little of it that is sound: listing the raw fields of a
/// header. Its typed accessors corrupt memory on short malformed fields, its body parsers recurse
/// without bound, and what it writes differs from what it read; none of them is called here, and a
/// test reads the sources to make sure that it stays so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

/// A field as mimetic lists it: the value unfolded, with or without blanks around it.
struct RawField {
  std::string name;
  std::string value;
};

/// The fields of a header block of at most limits::kHeaderBlock octets; what lies beyond is
/// ignored. The block needs no empty line at its end. std::nullopt if mimetic threw.
[[nodiscard]] std::optional<std::vector<RawField>> list_raw_fields(ByteView block);

}  // namespace mailhaul::message
