#include "migrate/source/names_ahead.hpp"

#include "support/maildir_builder.hpp"

#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>

namespace mailhaul::migrate {
namespace {

class NamesAheadTest : public testing::Test {
 protected:
  test::TemporaryMaildir tree_{
      "maildir .\nmaildir .A\nmaildir .B\nmaildir .C\nfile cur/1.h text=x\nfile .A/cur/1.h text=x\n"
      "file .A/cur/2.h text=x\nfile .B/new/1.h text=x\nfile .C/cur/1.h text=x\n"};
  maildir::Scanner scanner_ =
      std::move(*maildir::Scanner::open(*maildir::open_maildir(tree_.path()), {}));
  SelectionOptions selection_;
};

TEST_F(NamesAheadTest, GivesEveryFolderByItsPlaceInTheInventory) {
  NamesAhead names(scanner_, selection_, LookAtFiles::No);
  const NamesAhead::Folders folders = names.take();
  ASSERT_EQ(folders.size(), 4U);
  EXPECT_EQ(folders.at(0).list.size(), 1U);
  EXPECT_EQ(folders.at(1).list.size(), 2U);
  EXPECT_EQ(scanner_.inventory().folders.at(1).directory, ".A");
}

TEST_F(NamesAheadTest, LeavesOutWhatIsNotSelected) {
  selection_.exclude = {"A"};
  NamesAhead names(scanner_, selection_, LookAtFiles::No);
  const NamesAhead::Folders folders = names.take();
  EXPECT_EQ(folders.size(), 3U);
  EXPECT_FALSE(folders.contains(1));
}

TEST_F(NamesAheadTest, EndsWithTheFolderThatIsEnough) {
  NamesAhead names(scanner_, selection_, LookAtFiles::No, 3);
  EXPECT_EQ(names.take().size(), 2U);
}

TEST_F(NamesAheadTest, LooksAtFilesWhereItIsWanted) {
  NamesAhead names(scanner_, selection_, LookAtFiles::Yes);
  const NamesAhead::Folders folders = names.take();
  ASSERT_TRUE(folders.at(1).sample);
  EXPECT_EQ(folders.at(1).sample->dates.size(), 2U);
  EXPECT_EQ(folders.at(1).sample->octets, 2U);
  EXPECT_FALSE(NamesAhead(scanner_, selection_, LookAtFiles::No).take().at(1).sample);
}

TEST_F(NamesAheadTest, SaysWhereKeywordsAreWantedIfFilesAreLookedAt) {
  tree_.add("file .B/cur/2.h:2,PS text=x");
  NamesAhead names(scanner_, selection_, LookAtFiles::Yes);
  const NamesAhead::Folders folders = names.take();
  EXPECT_EQ(folders.at(1).has_keywords, false);
  EXPECT_EQ(folders.at(2).has_keywords, true);
  EXPECT_FALSE(NamesAhead(scanner_, selection_, LookAtFiles::No).take().at(2).has_keywords);
}

TEST_F(NamesAheadTest, EndsWithNobodyTaking) {
  const NamesAhead names(scanner_, selection_, LookAtFiles::No);
}

}  // namespace
}  // namespace mailhaul::migrate
