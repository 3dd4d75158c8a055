#include "cli/options/arguments.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Result<Arguments> parse_upload(const std::vector<std::string>& words) {
  return parse_arguments(*find_command("upload"), words);
}

TEST(Arguments, KeepValuesSwitchesAndOperand) {
  const auto arguments = parse_upload({"--host", "mail.example", "--json", "/home/a/Maildir"});
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_EQ(arguments->find("host")->text, "mail.example");
  EXPECT_EQ(arguments->find("host")->origin, "--host");
  EXPECT_TRUE(arguments->has("json"));
  EXPECT_FALSE(arguments->has("quiet"));
  EXPECT_THAT(arguments->operands(), ::testing::ElementsAre("/home/a/Maildir"));
}

TEST(Arguments, TakeValuesAfterAnEqualsSign) {
  const auto arguments = parse_upload({"--host=mail.example", "x"});
  ASSERT_TRUE(arguments.has_value());
  EXPECT_EQ(arguments->find("host")->text, "mail.example");
}

TEST(Arguments, CountARepeatedSwitch) {
  const auto arguments = parse_upload({"-vv", "x"});
  ASSERT_TRUE(arguments.has_value());
  EXPECT_EQ(arguments->count("verbose"), 2U);
}

TEST(Arguments, TakeADashForStandardInput) {
  const auto arguments = parse_upload({"--password-file", "-", "x"});
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_EQ(arguments->find("password-file")->text, "-");
  EXPECT_EQ(arguments->operands().size(), 1U);
}

TEST(Arguments, TakeEverythingAfterTwoDashesAsOperand) {
  const auto arguments = parse_upload({"--", "--json"});
  ASSERT_TRUE(arguments.has_value());
  EXPECT_FALSE(arguments->has("json"));
  EXPECT_EQ(arguments->operands().front(), "--json");
}

TEST(Arguments, RefuseAnAbbreviatedOptionAndNameTheWholeOne) {
  const auto arguments = parse_upload({"--verb", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().kind, ErrorKind::Usage);
  EXPECT_EQ(arguments.error().where, "--verb");
  EXPECT_THAT(arguments.error().hint, HasSubstr("did you mean --verbose?"));
}

TEST(Arguments, RefuseAnUnknownOptionWithoutItsValue) {
  const auto arguments = parse_upload({"--pasword=secret", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().where, "--pasword");
  EXPECT_THAT(arguments.error().message() + arguments.error().hint, Not(HasSubstr("secret")));
}

TEST(Arguments, RefuseAMissingValue) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"x", "--host"}, std::vector<std::string>{"--host", "--json", "x"},
        std::vector<std::string>{"--host=", "x"}}) {
    const auto arguments = parse_upload(words);
    ASSERT_FALSE(arguments.has_value());
    EXPECT_EQ(arguments.error().message(), "--host: needs a value: --host NAME");
  }
}

TEST(Arguments, RefuseAValueForASwitch) {
  const auto arguments = parse_upload({"--json=yes", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().message(), "--json: takes no value");
}

TEST(Arguments, RefuseAValueThatIsNotInTheList) {
  const auto arguments = parse_upload({"--tls", "start-tls", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().where, "--tls");
  EXPECT_THAT(arguments.error().hint, HasSubstr("did you mean starttls?"));
}

TEST(Arguments, ExchangesWithoutAProfileOfTheirOwnAreSentToTheRightOne) {
  for (const char* name : {"exchange2019", "exchange", "exchange-se"}) {
    const auto arguments = parse_upload({"--target", name, "x"});
    ASSERT_FALSE(arguments.has_value());
    EXPECT_THAT(arguments.error().hint, HasSubstr("exchange2016 stands for Exchange 2016, 2019"));
    EXPECT_THAT(arguments.error().hint, Not(HasSubstr("did you mean")));
  }
}

TEST(Arguments, RefuseTheSameOptionTwice) {
  const auto arguments = parse_upload({"--host", "a", "--host", "b", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().message(), "--host: is given twice");
}

TEST(Arguments, RefuseAMissingAndASecondMaildir) {
  EXPECT_EQ(parse_upload({"--json"}).error().text, "no MAILDIR is given");
  EXPECT_EQ(parse_upload({"a", "b"}).error().message(), "b: upload takes one MAILDIR");
}

TEST(Arguments, HelpNeedsNoMaildir) {
  const auto arguments = parse_upload({"--help"});
  ASSERT_TRUE(arguments.has_value());
  EXPECT_TRUE(arguments->has("help"));
}

TEST(Arguments, RefuseAConfigurationFileThatIsNotThere) {
  const auto arguments = parse_upload({"--config", "/nonexistent/mailhaul.conf", "x"});
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().kind, ErrorKind::Configuration);
}

}  // namespace
}  // namespace mailhaul::cli
