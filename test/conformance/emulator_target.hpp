/// The emulated Exchange as one more server of the suite. It is spoken to as to any IMAP server, so
/// that its answers can be compared octet for octet; what it does as an Exchange is tested
/// elsewhere.
#pragma once

#include "conformance/target.hpp"

namespace mailhaul::conformance {

[[nodiscard]] Target emulator_target();

}  // namespace mailhaul::conformance
