#include "cli/commands/command.hpp"

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::cli {
namespace {

/// The lines of mailhaul(1) below each ".Ss" and ".Sh" heading.
std::map<std::string, std::vector<std::string>> sections_of_manual() {
  std::ifstream manual(MAILHAUL_SOURCE_DIR "/man/mailhaul.1");
  std::map<std::string, std::vector<std::string>> sections;
  std::string heading;
  for (std::string line; std::getline(manual, line);) {
    if (line.starts_with(".Ss ") || line.starts_with(".Sh ")) {
      heading = line.substr(4);
      sections[heading] = {};
    } else {
      sections[heading].push_back(line);
    }
  }
  return sections;
}

std::string with_blanks_around_bars(std::string_view values) {
  std::string out;
  for (const char octet : values) {
    out += octet == '|' ? std::string(" | ") : std::string(1, octet);
  }
  return out;
}

/// The heading of the option's item, in mdoc(7).
std::string item_of(const Option& option) {
  std::string item = ".It ";
  if (option.letter != '\0') {
    item.append("Fl ").append(1, option.letter).append(" , ");
  }
  item.append("Fl Fl ").append(option.name);
  if (option.arity == Arity::Switch) {
    return item;
  }
  item += option.arity == Arity::OptionalValue ? " Ns Op = Ns" : "";
  return option.argument.empty() ? item + " Cm " + with_blanks_around_bars(option.values)
                                 : item.append(" Ar ").append(option.argument);
}

std::vector<std::string> items_of(const std::vector<std::string>& lines) {
  std::vector<std::string> items;
  std::ranges::copy_if(lines, std::back_inserter(items),
                       [](const std::string& line) { return line.starts_with(".It "); });
  return items;
}

std::set<const OptionBlock*> all_blocks() {
  std::set<const OptionBlock*> blocks;
  for (const Command& command : commands()) {
    blocks.insert(command.blocks.begin(), command.blocks.end());
  }
  return blocks;
}

TEST(Manual, HasEveryOptionOfEveryBlockAndNoOther) {
  const auto sections = sections_of_manual();
  for (const OptionBlock* block : all_blocks()) {
    std::vector<std::string> expected;
    std::ranges::transform(block->options, std::back_inserter(expected), item_of);
    const auto section = sections.find(std::string(block->title));
    ASSERT_NE(section, sections.end()) << block->title;
    EXPECT_EQ(items_of(section->second), expected) << block->title;
  }
}

TEST(Manual, HasNoOptionsSectionThatNoCommandTakes) {
  std::set<std::string> titles;
  for (const OptionBlock* block : all_blocks()) {
    titles.emplace(block->title);
  }
  for (const auto& [heading, lines] : sections_of_manual()) {
    if (heading.ends_with(" options")) {
      EXPECT_TRUE(titles.contains(heading)) << heading;
    }
  }
}

TEST(Manual, SaysWhichBlocksACommandTakes) {
  const auto sections = sections_of_manual();
  for (const Command& command : commands()) {
    const auto section = sections.find(std::string(command.name));
    ASSERT_NE(section, sections.end()) << command.name;
    std::vector<std::string> taken;
    for (const std::string& line : section->second) {
      if (line.starts_with(".Sx ")) {
        taken.push_back(line.substr(4, line.find("options") + 3));
      }
    }
    std::vector<std::string> expected;
    std::ranges::transform(command.blocks, std::back_inserter(expected),
                           [](const OptionBlock* block) { return std::string(block->title); });
    EXPECT_EQ(taken, expected) << command.name;
  }
}

TEST(Manual, NamesEveryValueOfAClosedList) {
  const auto sections = sections_of_manual();
  for (const OptionBlock* block : all_blocks()) {
    std::string text;
    for (const std::string& line : sections.at(std::string(block->title))) {
      text += line + " ";
    }
    for (const Option& option : block->options) {
      for (const std::string_view value : option.choices()) {
        EXPECT_THAT(text, ::testing::HasSubstr(std::string(value))) << option.name;
      }
    }
  }
}

TEST(Manual, SaysWhatEveryClassOfAnswersDoes) {
  std::vector<std::string> expected{
      ".It Em class Ta Em message Ta Em folder Ta Em connection Ta Em run"};
  for (std::size_t i = 0; i < target::kErrorClassCount; ++i) {
    const auto error_class = static_cast<target::ErrorClass>(i);
    const target::Verdict verdict = target::consequence_of(error_class);
    expected.push_back(fmt::format(".It {} Ta {} Ta {} Ta {} Ta {}", to_string(error_class),
                                   to_string(verdict.message), to_string(verdict.folder),
                                   to_string(verdict.connection), to_string(verdict.run)));
  }
  EXPECT_EQ(items_of(sections_of_manual().at("ANSWERS OF THE SERVER")), expected);
}

TEST(Manual, HasASectionForEveryCommand) {
  std::vector<std::string> in_synopsis;
  const auto sections = sections_of_manual();
  for (const std::string& line : sections.at("SYNOPSIS")) {
    if (line.starts_with(".Cm ")) {
      in_synopsis.push_back(line.substr(4));
    }
  }
  std::vector<std::string> names;
  std::ranges::transform(commands(), std::back_inserter(names),
                         [](const Command& command) { return std::string(command.name); });
  EXPECT_EQ(in_synopsis, names);
}

}  // namespace
}  // namespace mailhaul::cli
