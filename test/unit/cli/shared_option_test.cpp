#include "cli/options/shared_option.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::ElementsAre;

Result<SharedOption> parse(const std::string& text) {
  return parse_shared({.text = text, .origin = "--shared"});
}

TEST(SharedOption, IsDividedAtTheFirstEqualsSign) {
  const auto shared = parse("Shared/Sales=/var/mail/a=b");
  ASSERT_TRUE(shared.has_value());
  EXPECT_THAT(shared->prefix, ElementsAre("Shared", "Sales"));
  EXPECT_EQ(shared->directory, "/var/mail/a=b");
}

TEST(SharedOption, TakesNoEmptyLevels) {
  EXPECT_THAT(parse("/Info//x/=/d")->prefix, ElementsAre("Info", "x"));
}

TEST(SharedOption, NeedsBothSidesAndUtf8) {
  for (const char* const text : {"", "/d", "=/d", "/=/d", "a=", "\xff=/d"}) {
    const auto shared = parse(text);
    ASSERT_FALSE(shared.has_value()) << text;
    EXPECT_EQ(shared.error().kind, ErrorKind::Usage) << text;
    EXPECT_EQ(shared.error().where, "--shared") << text;
  }
}

}  // namespace
}  // namespace mailhaul::cli
