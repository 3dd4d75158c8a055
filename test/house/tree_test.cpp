#include "house/house_rules.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::house {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The files below the given places of the tree, relative to its root.
std::vector<std::string> files_below(const std::vector<std::string>& places) {
  const fs::path root(MAILHAUL_SOURCE_DIR);
  std::vector<std::string> files;
  for (const std::string& place : places) {
    for (const auto& entry : fs::recursive_directory_iterator(root / place)) {
      if (entry.is_regular_file()) {
        files.push_back(fs::relative(entry.path(), root).string());
      }
    }
  }
  return files;
}

template <typename Check>
Complaints complaints_about(const std::vector<std::string>& files, const Check& check) {
  Complaints all;
  for (const std::string& file : files) {
    const Complaints found = check(file, read(fs::path(MAILHAUL_SOURCE_DIR) / file));
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

TEST(Tree, HasFilesToCheck) {
  EXPECT_GT(files_below({"include", "src"}).size(), 50U);
}

TEST(Tree, IncludesFollowTheLayers) {
  const Layers layers = parse_layers(read(fs::path(MAILHAUL_SOURCE_DIR) / "cmake/layers.cmake"));
  ASSERT_TRUE(layers.contains("cli"));
  EXPECT_THAT(complaints_about(files_below({"include", "src"}),
                               [&layers](const std::string& path, const std::string& text) {
                                 return check_layers(layers, path, text);
                               }),
              IsEmpty());
}

TEST(Tree, LibrariesAreNamedOnlyWhereTheyBelong) {
  EXPECT_THAT(complaints_about(files_below({"include", "src"}), check_libraries), IsEmpty());
}

TEST(Tree, MimeticIsUsedOnlyWhereItIsSafe) {
  EXPECT_THAT(complaints_about(files_below({"src/message"}), check_mimetic), IsEmpty());
}

TEST(Tree, NoFileNamesADirectoryOfTheMachine) {
  const std::vector<std::string> files =
      files_below({"include", "src", "test", "tools", "cmake", "man"});
  EXPECT_THAT(complaints_about(files,
                               [](const std::string& path, const std::string& text) {
                                 return check_machine_paths(path, text, MAILHAUL_SOURCE_DIR);
                               }),
              IsEmpty());
}

TEST(Tree, TestsThatTheTablesNameExist) {
  std::set<std::string> defined;
  for (const std::string& file : files_below({"test"})) {
    if (file.ends_with("_test.cpp")) {
      defined.merge(defined_tests(read(fs::path(MAILHAUL_SOURCE_DIR) / file)));
    }
  }
  const std::string tables = read(fs::path(MAILHAUL_SOURCE_DIR) / "test/README.md");
  ASSERT_NE(tables.find("| code | row | tests |"), std::string::npos);
  EXPECT_THAT(check_test_tables("test/README.md", tables, defined), IsEmpty());
  EXPECT_THAT(check_table_codes("test/README.md", tables), IsEmpty());
}

TEST(Tree, EveryTestAndFuzzSourceIsInATarget) {
  std::vector<std::string> sources;
  for (const std::string& file : files_below({"test"})) {
    const std::string name = fs::path(file).filename().string();
    if (name.ends_with("_test.cpp") || (name.starts_with("fuzz_") && name.ends_with(".cpp"))) {
      sources.push_back((fs::path(MAILHAUL_SOURCE_DIR) / file).string());
    }
  }
  ASSERT_FALSE(sources.empty());
  EXPECT_THAT(check_compiled(sources, compiled_files(read(MAILHAUL_COMPILE_COMMANDS))), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::house
