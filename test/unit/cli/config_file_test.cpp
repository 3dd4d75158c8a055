#include "cli/options/config_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::HasSubstr;

Result<Arguments> parse(std::string_view text) {
  return parse_config(*find_command("upload"), text, "/etc/mailhaul/move.conf");
}

TEST(ConfigFile, ReadsNamesAndValuesAndRemembersTheLine) {
  const auto arguments = parse("# the new server\n\nhost = mail.example\r\n ;x\nuser=\" a b \"");
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_EQ(arguments->find("host")->text, "mail.example");
  EXPECT_EQ(arguments->find("host")->origin, "/etc/mailhaul/move.conf:3: host");
  EXPECT_EQ(arguments->find("user")->text, " a b ");
}

TEST(ConfigFile, ReadsSwitches) {
  const auto arguments = parse("json\nquiet = no\nallow-plaintext = yes\n");
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_TRUE(arguments->has("json"));
  EXPECT_FALSE(arguments->has("quiet"));
  EXPECT_TRUE(arguments->has("allow-plaintext"));
}

TEST(ConfigFile, TakesRelativePathsFromItsOwnDirectory) {
  const auto arguments = parse("ca-file = ca.pem\npassword-file = -\njournal = /j.db\n");
  ASSERT_TRUE(arguments.has_value());
  EXPECT_EQ(arguments->find("ca-file")->text, "/etc/mailhaul/ca.pem");
  EXPECT_EQ(arguments->find("password-file")->text, "-");
  EXPECT_EQ(arguments->find("journal")->text, "/j.db");
}

TEST(ConfigFile, SkipsOptionsOfOtherCommands) {
  const auto arguments = parse_config(*find_command("status"), "host = a\njson\n", "f");
  ASSERT_TRUE(arguments.has_value());
  EXPECT_FALSE(arguments->has("host"));
  EXPECT_TRUE(arguments->has("json"));
}

TEST(ConfigFile, RefusesAnUnknownNameWithLineAndSuggestion) {
  const auto arguments = parse("host = a\ntsl = none\n");
  ASSERT_FALSE(arguments.has_value());
  EXPECT_EQ(arguments.error().kind, ErrorKind::Configuration);
  EXPECT_EQ(arguments.error().message(), "/etc/mailhaul/move.conf:2: there is no option \"tsl\"");
  EXPECT_EQ(arguments.error().hint, "did you mean tls?");
}

TEST(ConfigFile, RefusesWhatIsNotWellFormed) {
  for (const char* text : {"[server]\n", "host\n", "host =\n", "json = maybe\n", "tls = ssl\n",
                           "host = a\nhost = b\n", "config = other\n", "= x\n"}) {
    const auto arguments = parse(text);
    ASSERT_FALSE(arguments.has_value()) << text;
    EXPECT_EQ(arguments.error().kind, ErrorKind::Configuration) << text;
    EXPECT_THAT(arguments.error().where, HasSubstr("move.conf:")) << text;
    EXPECT_FALSE(arguments.error().hint.empty()) << text;
  }
}

class ConfigOnDisk : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::mkdtemp(directory_.data()), nullptr); }

  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string write(std::string_view text) {
    std::string path = directory_ + "/conf";
    std::ofstream(path) << text;
    return path;
  }

  std::string directory_ = ::testing::TempDir() + "config.XXXXXX";
};

TEST_F(ConfigOnDisk, CommandLineReplacesTheFile) {
  const std::vector<std::string> words{"--config", write("host = file\nuser = u\n"), "--host",
                                       "line", "x"};
  const auto arguments = parse_arguments(*find_command("upload"), words);
  ASSERT_TRUE(arguments.has_value()) << arguments.error().message();
  EXPECT_EQ(arguments->find("host")->text, "line");
  EXPECT_EQ(arguments->values("host").size(), 1U);
  EXPECT_EQ(arguments->find("user")->text, "u");
}

TEST_F(ConfigOnDisk, EmptyFileSaysNothing) {
  EXPECT_TRUE(read_config(*find_command("upload"), write("")).has_value());
}

TEST_F(ConfigOnDisk, DirectoryIsNoFile) {
  EXPECT_FALSE(read_config(*find_command("upload"), directory_).has_value());
}

}  // namespace
}  // namespace mailhaul::cli
