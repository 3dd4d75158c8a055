#include "migrate/server/append_limit.hpp"

#include <limits>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {

std::optional<std::uint64_t> announced_append_limit(const imap::Capabilities& capabilities) {
  // RFC 7889 has 32 bits for it; one more than the limit must still be a number.
  const auto limit = text::parse_number(capabilities.value("APPENDLIMIT"));
  return limit && *limit <= std::numeric_limits<std::uint32_t>::max() ? limit : std::nullopt;
}

}  // namespace mailhaul::migrate
