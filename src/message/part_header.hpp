/// What the header of a MIME part says about the part.
#pragma once

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/part_map.hpp>

namespace mailhaul::message {

/// Sets type, charset, boundary, method, report_type, encoding, filename_length and
/// has_bad_encoded_word of `part`. `default_type` is that of a part whose header names none.
void read_part_header(ByteView block, ByteView default_type, Part& part);

}  // namespace mailhaul::message
