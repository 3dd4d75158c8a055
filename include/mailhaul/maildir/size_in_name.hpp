/// The sizes that servers write into unique names. They are wrong as soon as somebody changes the
/// file, so they say nothing about what it holds.
#pragma once

#include <cstdint>
#include <optional>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

struct SizeInName {
  std::optional<std::uint64_t> file_size;  ///< ",S=": octets on disk
  std::optional<std::uint64_t> wire_size;  ///< ",W=": octets with CRLF
};

/// What is no number counts as absent; of several the first counts.
[[nodiscard]] SizeInName size_in_name(ByteView unique_name);

}  // namespace mailhaul::maildir
