/// How much is sent before an answer has to come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

/// How much may be on the way at a time.
struct Window {
  std::size_t messages = 1;
  /// At first. Each answer adds what it acknowledges if the window alone kept the next message
  /// back, so that a long line is filled.
  std::uint64_t octets = 8 * 1024 * 1024;
  /// As far as it grows: what a line of 100 ms carries at 320 MB/s. Sent octets take no memory.
  std::uint64_t most_octets = 32 * 1024 * 1024;
  /// More than 1 only where the server has MULTIAPPEND.
  std::size_t batch_messages = 1;
  /// A message that fits is added as long as the sum stays below this; one alone may be larger.
  std::uint64_t batch_octets = 4 * 1024 * 1024;
  /// A larger message waits for the server's `+`, so that it can be refused without being sent.
  std::optional<std::uint64_t> synchronizing_above;
};

/// The window for a profile and what the server can do.
Window make_window(target::Profile profile, const imap::Capabilities& capabilities,
                   std::optional<std::size_t> max_in_flight);

}  // namespace mailhaul::migrate
