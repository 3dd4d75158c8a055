/// Where the fields of a header block are.
///
/// This scanner decides which lines are fields and where each begins and ends: the header ends at
/// the first empty line and nowhere else, and a malformed line costs that line only, as Dovecot and
/// Courier read it. (mimetic gives up at the first malformed line and at a lone CR, and cuts a
/// value at NUL; see header_fields.hpp for its part.) A field name is one or more printable ASCII
/// characters without colon, and blanks may follow it (RFC 5322 sections 2.2 and 4.5).
#pragma once

#include <cstddef>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/byte_range.hpp>

namespace mailhaul::message {

struct FieldLocation {
  ByteView name;    ///< as written, without blanks before the colon
  ByteView body;    ///< what follows the colon, folded as it is, without the final line end
  ByteRange range;  ///< from the first octet of the name to behind the final line end
};

/// Views point into the block that was given.
struct HeaderLayout {
  std::vector<FieldLocation> fields;
  /// Lines that are neither a field nor the continuation of one, such as an mbox "From " line.
  std::size_t malformed_lines = 0;
  /// The first line if it is "From ..." or ">From ...", as mbox files separate messages; else
  /// empty.
  ByteRange mbox_from;
  /// Octets of the header without the empty line.
  std::size_t size = 0;
  /// Octets of the header with the empty line: where the body starts.
  std::size_t body_begin = 0;
  /// False if the block has no empty line: the message is all header, or the block was cut.
  bool closed = false;
};

/// Lines end with CRLF or LF. `offset` is where the block stands in the message and is added to
/// every range.
[[nodiscard]] HeaderLayout locate_fields(ByteView block, std::uint64_t offset = 0);

/// The first field of that name, whatever its case; nullptr if there is none.
[[nodiscard]] const FieldLocation* find_field(const HeaderLayout& layout, ByteView name);

/// Whether a line could separate messages in an mbox file.
[[nodiscard]] bool is_mbox_from_line(ByteView line);

}  // namespace mailhaul::message
