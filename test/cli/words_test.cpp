#include "program_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Words, HelpAndVersionGoToStandardOutput) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, std::vector<std::string>{"-h"},
        std::vector<std::string>{"help"}, std::vector<std::string>{"upload", "--help"},
        std::vector<std::string>{"upload", "-h"}, std::vector<std::string>{"help", "upload"},
        std::vector<std::string>{"--version"}}) {
    const test::Ending ending = run_mailhaul(words);
    EXPECT_EQ(ending.status, 0) << words.back();
    EXPECT_EQ(ending.errors, "") << words.back();
    EXPECT_NE(ending.output, "") << words.back();
  }
}

TEST(Words, VersionIsOneLine) {
  EXPECT_THAT(run_mailhaul({"--version"}).output, StartsWith("mailhaul "));
}

/// What is wrong, and what the program says about it.
struct WrongWords {
  std::vector<std::string> words;
  std::string sentence;
  std::string advice;
};

class WrongWordsTest : public ::testing::TestWithParam<WrongWords> {};

TEST_P(WrongWordsTest, EndWithSixtyFourASentenceAndAdvice) {
  const test::Ending ending = run_mailhaul(GetParam().words);
  EXPECT_EQ(ending.status, 64);
  EXPECT_EQ(ending.output, "");
  EXPECT_THAT(ending.errors, HasSubstr("mailhaul: " + GetParam().sentence));
  EXPECT_THAT(ending.errors, HasSubstr(GetParam().advice));
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongWordsTest,
    ::testing::Values(
        WrongWords{{}, "no command is given", "--help"},
        WrongWords{{"uplaod", "x"}, "uplaod: there is no such command", "did you mean upload?"},
        WrongWords{{"--host", "h"}, "--host: is no option of mailhaul itself", "--help"},
        WrongWords{{"upload"}, "no MAILDIR is given", "usage: mailhaul upload"},
        WrongWords{{"upload", "a", "b"}, "b: upload takes one MAILDIR", "usage: mailhaul upload"},
        WrongWords{{"upload", "--hots", "h", "x"}, "--hots: upload has no such option", "--host"},
        WrongWords{{"upload", "--verb", "x"}, "--verb: upload has no such option", "--verbose"},
        WrongWords{{"upload", "x", "--host"}, "--host: needs a value", "--help"},
        WrongWords{{"upload", "--json=1", "x"}, "--json: takes no value", "--help"},
        WrongWords{{"upload", "--tls", "ssl", "x"}, "--tls: \"ssl\" is not known", "starttls"},
        WrongWords{{"upload", "--port", "imap", "x"}, "--port: \"imap\" is no number", "65535"},
        WrongWords{{"upload", "x"}, "no server is given", "--host"},
        WrongWords{{"upload", "--host", "h", "x"}, "no mailbox is given", "--user"},
        WrongWords{{"upload", "--dry-run", "x"}, "without --host", "--target"},
        WrongWords{{"status"}, "no MAILDIR is given", "--journal"},
        WrongWords{{"emulate", "--listen", "nowhere"}, "nowhere", ""},
        WrongWords{{"emulate", "x"}, "x: emulate takes no MAILDIR", "usage: mailhaul emulate"}));

TEST(Words, ErrorsAreEscaped) {
  const test::Ending ending = run_mailhaul({"upload", "--\x1b[2J", "x"});
  EXPECT_EQ(ending.errors.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace mailhaul::cli_test
