/// Trees as servers, tools and hands leave them, one oddity each, moved into an emulated Exchange:
/// what arrives where, and how much needs attention.
#include "unit/migrate/tree_rows_of_files.hpp"
#include "unit/migrate/tree_rows_of_folder_names.hpp"
#include "unit/migrate/tree_rows_of_folders.hpp"
#include "unit/migrate/tree_rows_of_names.hpp"
#include "unit/migrate/upload_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<TreeRow> all_rows() {
  std::vector<TreeRow> rows;
  for (const auto& more : {layout_rows(), file_name_rows(), info_rows(), time_rows(),
                           file_type_rows(), line_rows(), header_rows(), substance_rows(),
                           encoding_rows(), level_rows(), character_rows(), shape_rows()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

std::string manifest_of(const TreeRow& row) {
  return row.manifest.starts_with('!') ? row.manifest.substr(1) : "maildir .\n" + row.manifest;
}

class TreeRows : public UploadFixture, public ::testing::WithParamInterface<TreeRow> {
 protected:
  TreeRows() : UploadFixture(manifest_of(GetParam())) {}

  /// Messages by mailbox; of those without any, only the expected ones.
  [[nodiscard]] std::map<std::string, std::size_t> stored() const {
    std::map<std::string, std::size_t> counts;
    for (const emulator::MailboxSnapshot& mailbox : server_->mailboxes()) {
      if (!mailbox.messages.empty() || GetParam().stored.contains(mailbox.name)) {
        counts[mailbox.name] = mailbox.messages.size();
      }
    }
    return counts;
  }
};

TEST_P(TreeRows, ArriveAsTheyShould) {
  const TreeRow& row = GetParam();
  start(emulator::ProfileName::Exchange2016);
  const std::string before = test::describe_tree(tree_.path());
  const UploadSummary summary = upload();
  EXPECT_EQ(test::describe_tree(tree_.path()), before);
  EXPECT_EQ(stored(), row.stored);
  EXPECT_EQ(summary.attention.size(), row.attention);
  EXPECT_THAT(server_->violations(), IsEmpty());
  if (row.flags) {
    EXPECT_THAT(messages("INBOX").at(0).flags, ElementsAreArray(*row.flags));
  }
  if (row.date) {
    EXPECT_EQ(messages("INBOX").at(0).internal_date, *row.date);
  }
  if (row.is_as_it_was) {
    EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
  }
}

/// The codes of each row of the tables that names this test.
std::vector<std::set<std::string>> rows_of_the_tables() {
  std::ifstream file(std::string(MAILHAUL_SOURCE_DIR) + "/test/README.md");
  const std::regex code("`([^`]+)`");
  std::vector<std::set<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.find("`TreeRows.ArriveAsTheyShould`") != std::string::npos) {
      const std::string column = line.substr(0, line.find('|', 1));
      std::set<std::string>& codes = rows.emplace_back();
      for (std::sregex_iterator match(column.begin(), column.end(), code), end; match != end;
           ++match) {
        codes.insert((*match)[1]);
      }
    }
  }
  return rows;
}

TEST(TreeRowTable, HasEveryRow) {
  std::set<std::string> codes;
  for (const TreeRow& row : all_rows()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code << " is there twice";
  }
  std::set<std::string> listed;
  for (const std::set<std::string>& row : rows_of_the_tables()) {
    std::set<std::string> of_row;
    std::ranges::set_intersection(row, codes, std::inserter(of_row, of_row.end()));
    EXPECT_THAT(of_row, Not(IsEmpty())) << ::testing::PrintToString(row);
    listed.merge(of_row);
  }
  EXPECT_EQ(listed, codes);
}

INSTANTIATE_TEST_SUITE_P(Of, TreeRows, ::testing::ValuesIn(all_rows()), [](const auto& test) {
  std::string name = test.param.code;
  std::ranges::replace_if(name, [](char each) { return each == '.' || each == '-'; }, '_');
  return name;
});

}  // namespace
}  // namespace mailhaul::migrate
