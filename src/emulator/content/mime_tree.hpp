/// The MIME structure of a whole message in memory, for BODY[1.2] and BODYSTRUCTURE. Messages are
/// read into memory for this, which only FETCH of parts does.
#pragma once

#include "emulator/content/header_block.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

struct MimeNode {
  ByteView header;  ///< with the empty line
  ByteView body;
  std::vector<HeaderField> fields;
  ParameterizedValue type;
  /// Parts of a multipart, or the one message inside a message/rfc822.
  std::vector<MimeNode> children;
};

/// The views point into `message`, which must outlive the tree. Nesting beyond 50 is not followed.
MimeNode parse_mime(ByteView message, int depth = 0);

/// The part with this number (RFC 3501 section 6.4.5); nullptr if there is none.
const MimeNode* find_part(const MimeNode& root, const std::vector<std::uint32_t>& path);

/// ENVELOPE of a message (RFC 3501 section 7.4.2).
Bytes format_envelope(const std::vector<HeaderField>& fields);

/// BODY, or BODYSTRUCTURE with `extended`; extension data is left out in both.
Bytes format_structure(const MimeNode& node);

}  // namespace mailhaul::emulator
