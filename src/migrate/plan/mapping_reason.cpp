#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

std::string to_string(MappingReason reason) {
  switch (reason) {
    case MappingReason::Inbox:
      return "inbox";
    case MappingReason::SameName:
      return "same-name";
    case MappingReason::SpecialUse:
      return "special-use";
    case MappingReason::PrefixRemoved:
      return "prefix-removed";
    case MappingReason::Merged:
      return "merged";
    case MappingReason::Renamed:
      return "renamed";
    case MappingReason::KeptApart:
      return "kept-apart";
    case MappingReason::Rule:
      return "rule";
    case MappingReason::Journal:
      return "journal";
  }
  return "same-name";
}

}  // namespace mailhaul::migrate
