#include "cli/options/options.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

TEST(Options, ListOfValuesIsTakenApart) {
  const Option option{.name = "tls", .arity = Arity::Value, .values = "implicit|none"};
  EXPECT_THAT(option.choices(), ::testing::ElementsAre("implicit", "none"));
  EXPECT_EQ(option.usage(), "--tls implicit|none");
  EXPECT_TRUE(
      (Option{.name = "host", .arity = Arity::Value, .argument = "NAME"}).choices().empty());
}

TEST(Options, FilesAndDirectoriesArePaths) {
  EXPECT_FALSE((Option{.name = "host", .arity = Arity::Value, .argument = "NAME"}).is_path());
  EXPECT_TRUE((Option{.name = "log", .arity = Arity::Value, .argument = "FILE"}).is_path());
  EXPECT_TRUE((Option{.name = "store", .arity = Arity::Value, .argument = "DIR"}).is_path());
}

TEST(Options, UsageShowsLetterAndArgument) {
  EXPECT_EQ((Option{.name = "quiet", .letter = 'q'}).usage(), "-q, --quiet");
  EXPECT_EQ((Option{.name = "host", .arity = Arity::Value, .argument = "NAME"}).usage(),
            "--host NAME");
  EXPECT_EQ((Option{.name = "skip-trash", .arity = Arity::OptionalValue, .values = "tree"}).usage(),
            "--skip-trash[=tree]");
}

TEST(Options, AreFoundByTheirWholeName) {
  const std::array<const OptionBlock*, 2> blocks{&option_block::server, &option_block::output};
  ASSERT_NE(find_option(blocks, "json"), nullptr);
  EXPECT_EQ(find_option(blocks, "json")->name, "json");
  EXPECT_EQ(find_option(blocks, "jso"), nullptr);
}

}  // namespace
}  // namespace mailhaul::cli
