#include "cli/options/help.hpp"

#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

using ::testing::HasSubstr;

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    longest = std::max(longest, line.size());
  }
  return longest;
}

TEST(Help, OverviewListsEveryCommand) {
  for (const Command& command : commands()) {
    EXPECT_THAT(help_overview(), HasSubstr("\n  " + std::string(command.name) + " "));
  }
}

TEST(Help, BeginsWithHowToCallIt) {
  EXPECT_TRUE(help_overview().starts_with("usage: mailhaul COMMAND [options] MAILDIR\n"));
  EXPECT_THAT(help_of(*find_command("status")),
              HasSubstr("[MAILDIR]\n\nShow what the journal of a Maildir knows.\n"));
}

TEST(Help, EveryOptionOfACommandIsShownWithItsArgument) {
  for (const Command& command : commands()) {
    const std::string help = help_of(command);
    for (const OptionBlock* block : command.blocks) {
      EXPECT_THAT(help, HasSubstr("\n" + std::string(block->title) + ":\n"));
      for (const Option& option : block->options) {
        EXPECT_THAT(help, HasSubstr("  " + option.usage()));
      }
    }
  }
}

TEST(Help, FitsAnOrdinaryTerminal) {
  EXPECT_LE(longest_line(help_overview()), 80U);
  for (const Command& command : commands()) {
    for (const OptionBlock* block : command.blocks) {
      for (const Option& option : block->options) {
        EXPECT_LE(option.usage().size(), 78U) << option.name;
      }
    }
    EXPECT_LE(longest_line(help_of(command)), 80U) << command.name;
  }
}

TEST(Help, NoCommandHasTwoOptionsOfOneNameOrLetter) {
  for (const Command& command : commands()) {
    std::set<std::string_view> names;
    std::set<char> letters;
    for (const OptionBlock* block : command.blocks) {
      for (const Option& option : block->options) {
        EXPECT_TRUE(names.insert(option.name).second) << option.name;
        EXPECT_TRUE(option.letter == '\0' || letters.insert(option.letter).second) << option.name;
      }
    }
  }
}

TEST(Help, NoOptionTakesASecretAsItsValue) {
  for (const Command& command : commands()) {
    for (const OptionBlock* block : command.blocks) {
      for (const Option& option : block->options) {
        EXPECT_NE(option.argument, "PASSWORD") << option.name;
        EXPECT_NE(option.argument, "TOKEN") << option.name;
      }
    }
  }
}

}  // namespace
}  // namespace mailhaul::cli
