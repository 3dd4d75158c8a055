/// The table of content rules, each with its check.
#pragma once

#include "target/content_checks.hpp"

#include <span>

#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::target {

/// Also said of a copy that would become too big by wrapping.
inline constexpr std::string_view kTooBig = "too-big";

struct RuleRow {
  ContentRule rule;
  MaybeFinding (*check)(const ContentCase& given) = nullptr;
};

[[nodiscard]] std::span<const RuleRow> rule_rows();

/// What the rule does with a target of this kind.
[[nodiscard]] inline RuleEffect effect_on(const ContentRule& rule, const ProfileTraits& traits) {
  return traits.converts_content ? rule.on_exchange : rule.elsewhere;
}

}  // namespace mailhaul::target
