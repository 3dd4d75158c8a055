/// What the table as a whole promises.
#include "content_samples.hpp"

#include <algorithm>
#include <set>

namespace mailhaul::target {
namespace {

TEST(ContentTable, EveryRuleHasItsOwnKindAWordAboutItAndASource) {
  std::set<std::string_view> kinds;
  for (const ContentRule& rule : content_rules()) {
    EXPECT_TRUE(kinds.insert(rule.kind).second) << rule.kind;
    EXPECT_FALSE(rule.summary.empty()) << rule.kind;
    EXPECT_FALSE(rule.source.empty()) << rule.kind;
    EXPECT_EQ(rule.kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << rule.kind;
  }
}

TEST(ContentTable, WeighsMoreWhatComesFirst) {
  EXPECT_TRUE(
      std::ranges::is_sorted(content_rules(), std::ranges::greater{}, &ContentRule::on_exchange));
}

TEST(ContentTable, APlainServerChangesNoMessage) {
  for (const ContentRule& rule : content_rules()) {
    EXPECT_NE(rule.elsewhere, RuleEffect::Change) << rule.kind;
    EXPECT_NE(rule.on_exchange, RuleEffect::None) << rule.kind;
  }
}

TEST(ContentTable, WhatIsNoMessageOrTooBigIsRefusedEverywhere) {
  for (const ContentRule& rule : content_rules()) {
    EXPECT_EQ(rule.on_exchange == RuleEffect::Refuse, rule.elsewhere == RuleEffect::Refuse)
        << rule.kind;
  }
}

}  // namespace
}  // namespace mailhaul::target
