/// What Exchange 2007 and 2010 make of a header between APPEND and FETCH (E3).
#pragma once

#include "emulator/content/named_properties.hpp"
#include "emulator/store/mailbox.hpp"

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

/// Keeps the fields that the store knows, in its own order and format; drops every X-field that is
/// not promoted; adds a Received field and X-MS-Has-Attach. Ends with an empty line.
Bytes rebuild_header(ByteView header, const Message& message, const NamedProperties& promoted);

}  // namespace mailhaul::emulator
