/// Recognises files that are no plain text by their first octets.
#pragma once

#include <cstddef>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/message/facts.hpp>

namespace mailhaul::message {

/// As many octets as `stored_form_of` looks at.
inline constexpr std::size_t kStoredFormOctets = 16;

/// No header can begin with any of these marks, and wire form leaves them as they are.
[[nodiscard]] StoredForm stored_form_of(ByteView first_octets);

}  // namespace mailhaul::message
