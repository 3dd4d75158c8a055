#include "cli/options/header_options.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using migrate::ReceiptFields;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<migrate::HeaderChanges> make(std::vector<std::string> words) {
  words.emplace_back("/maildir");
  const auto arguments = parse_arguments(*find_command("upload"), words);
  return arguments ? make_header_changes(*arguments) : fail(arguments.error());
}

TEST(HeaderOptions, ChangeNothingUnlessAsked) {
  const auto changes = make({});
  ASSERT_TRUE(changes) << changes.error().message();
  EXPECT_FALSE(changes->strip_x_fields);
  EXPECT_EQ(changes->receipts, ReceiptFields::Keep);
  EXPECT_FALSE(changes->received_date);
}

TEST(HeaderOptions, StrippingKeepsAFewNamesUnlessOthersAreGiven) {
  EXPECT_TRUE(make({"--strip-x-headers"})->strip_x_fields);
  EXPECT_THAT(make({"--strip-x-headers"})->kept_x_fields,
              ElementsAre("x-priority", "x-mailer", "x-spam-flag"));
  EXPECT_THAT(make({"--strip-x-headers=X-Foo,x-Bar"})->kept_x_fields,
              ElementsAre("x-foo", "x-bar"));
  EXPECT_THAT(make({"--strip-x-headers=none"})->kept_x_fields, IsEmpty());
}

TEST(HeaderOptions, OnlyNamesOfXFieldsCanBeKept) {
  for (const std::string wrong : {"Subject", "X-", "X-A,", "X-A,,X-B", "X-A B", "X-A:"}) {
    const auto changes = make({"--strip-x-headers=" + wrong});
    ASSERT_FALSE(changes) << wrong;
    EXPECT_EQ(changes.error().kind, ErrorKind::Usage) << wrong;
    EXPECT_THAT(changes.error().where, HasSubstr("strip-x-headers")) << wrong;
  }
}

TEST(HeaderOptions, ReceiptsAreRenamedInAllMessagesOrInReadOnes) {
  EXPECT_EQ(make({"--rename-receipts"})->receipts, ReceiptFields::Rename);
  EXPECT_EQ(make({"--rename-receipts=seen"})->receipts, ReceiptFields::RenameInRead);
  EXPECT_FALSE(make({"--rename-receipts=unseen"}));
}

TEST(HeaderOptions, DatesGoIntoAFieldWhereThatIsAskedFor) {
  EXPECT_TRUE(make({"--received-date-header"})->received_date);
}

}  // namespace
}  // namespace mailhaul::cli
