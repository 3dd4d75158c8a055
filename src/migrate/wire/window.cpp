#include "migrate/wire/window.hpp"

#include <algorithm>

namespace mailhaul::migrate {
namespace {

/// Nothing is gained by larger batches (measured on Dovecot).
constexpr std::size_t kBatchMessages = 500;

}  // namespace

Window make_window(target::Profile profile, const imap::Capabilities& capabilities,
                   std::optional<std::size_t> max_in_flight) {
  const target::ProfileTraits& traits = target::traits(profile);
  Window window;
  window.messages = std::max<std::size_t>(max_in_flight.value_or(traits.max_in_flight), 1);
  if (capabilities.has("MULTIAPPEND") && !traits.is_exchange) {
    window.batch_messages = std::min(kBatchMessages, window.messages);
  }
  if (traits.message_size_limit) {
    window.synchronizing_above = *traits.message_size_limit / 2;
  }
  return window;
}

}  // namespace mailhaul::migrate
