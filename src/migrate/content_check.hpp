/// What is known beforehand to be refused by a target, so that it is never provoked (design: Law
/// 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/message/facts.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

struct KnownRefusal {
  std::string_view kind;
  std::string text;
};

/// Which facts `find_refusal` looks at.
message::FactsNeeded facts_needed(const target::ProfileTraits& traits);

/// `refused_size`: a size that this very server refused before.
std::optional<KnownRefusal> find_refusal(const message::Facts& facts,
                                         const target::ProfileTraits& traits,
                                         std::optional<std::uint64_t> refused_size);

}  // namespace mailhaul::migrate
