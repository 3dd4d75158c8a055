/// Ports for servers that a test starts beside those of other tests.
#pragma once

#include <cstdint>

namespace mailhaul::test {

/// A port of 127.0.0.1 that nothing listens on and that no other test of this machine is given
/// until this process ends. It lies below those from which connections start (ip_local_port_range),
/// so that no client takes it before the server does. Throws std::runtime_error if there is none.
[[nodiscard]] std::uint16_t free_port();

}  // namespace mailhaul::test
