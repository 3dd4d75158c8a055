/// The sizes that servers write into unique names. Only the audit looks at them: nothing else may
/// trust them.
#pragma once

#include <cstdint>
#include <optional>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::migrate {

struct SizeInName {
  std::optional<std::uint64_t> file_size;  ///< ",S=": octets on disk
  std::optional<std::uint64_t> wire_size;  ///< ",W=": octets with CRLF
};

/// What is no number counts as absent; of several the first counts.
[[nodiscard]] SizeInName size_in_name(ByteView unique_name);

}  // namespace mailhaul::migrate
