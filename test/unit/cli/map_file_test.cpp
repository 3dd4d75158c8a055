#include "cli/options/map_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

TEST(MappingRule, IsDividedAtTheEqualsSign) {
  const auto rule = parse_mapping_rule("Sent/2019=Old/2019", "--map");
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->from, "Sent/2019");
  EXPECT_EQ(rule->to, "Old/2019");
}

TEST(MappingRule, BlanksAroundTheSignMarkItWhereNamesHoldOne) {
  const auto rule = parse_mapping_rule("a=b = c=d", "--map");
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->from, "a=b");
  EXPECT_EQ(rule->to, "c=d");
}

TEST(MappingRule, NeedsBothSidesInUtf8) {
  for (const char* text : {"a", "=b", "a=", " = ", "\xff=b"}) {
    const auto rule = parse_mapping_rule(text, "--map");
    ASSERT_FALSE(rule.has_value()) << text;
    EXPECT_EQ(rule.error().kind, ErrorKind::Usage);
    EXPECT_EQ(rule.error().where, "--map");
  }
}

TEST(MapFile, HoldsOneRuleALine) {
  const auto rules = parse_map_file("# comment\n\nA = B\r\nEntw\xc3\xbcrfe = Drafts", "map");
  ASSERT_TRUE(rules.has_value()) << rules.error().message();
  ASSERT_EQ(rules->size(), 2U);
  EXPECT_EQ((*rules)[1].from, "Entwürfe");
  EXPECT_EQ((*rules)[1].to, "Drafts");
  EXPECT_TRUE((*rules)[1].is_shared);
}

TEST(MapFile, NamesTheLineOfAnError) {
  const auto rules = parse_map_file("A = B\nnonsense\n", "/etc/map");
  ASSERT_FALSE(rules.has_value());
  EXPECT_EQ(rules.error().kind, ErrorKind::Configuration);
  EXPECT_EQ(rules.error().message(), "/etc/map:2: \"nonsense\" is no rule");
}

TEST(MapFile, RefusesTwoRulesForOneFolder) {
  const auto rules = parse_map_file("A = B\nA = C\n", "map");
  ASSERT_FALSE(rules.has_value());
  EXPECT_EQ(rules.error().where, "map:2");
}

}  // namespace
}  // namespace mailhaul::cli
