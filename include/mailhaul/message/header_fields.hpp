/// The fields of a message header, with name, value and place.
///
/// Two readers work together. `locate_fields` decides which lines are fields and where they are.
/// Those of more than one line, with NUL and lone CR replaced by blanks, are then given to mimetic,
/// which splits them into names and unfolded values. Should mimetic list anything else than the
/// fields that were located, the located text decides.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/byte_range.hpp>
#include <mailhaul/message/header_layout.hpp>

namespace mailhaul::message {

struct HeaderField {
  std::string name;   ///< as written
  std::string value;  ///< raw octets: unfolded, without blanks around it, encoded words as they are
  ByteRange range;
};

/// All fields of a layout, in order.
[[nodiscard]] std::vector<HeaderField> read_fields(const HeaderLayout& layout);

/// The topmost field of each of these names, whatever its case, in the order of the header. Much
/// cheaper than all fields.
[[nodiscard]] std::vector<HeaderField> read_fields(const HeaderLayout& layout,
                                                   std::initializer_list<ByteView> names);

/// A field body without its line ends and the blanks around it. Blanks that follow a line end are
/// kept as one, as mimetic does it.
[[nodiscard]] std::string unfold(ByteView body);

}  // namespace mailhaul::message
