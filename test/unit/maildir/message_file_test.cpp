#include "unit/maildir/open_tree.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include <mailhaul/maildir/size_in_name.hpp>

namespace mailhaul::maildir {
namespace {

using test::TemporaryMaildir;

constexpr std::int64_t kNow = 1'400'000'000;

MessageFile open_only(const TemporaryMaildir& tree) {
  OpenFolder folder = open_inbox(tree);
  const MessageList list = folder.read_messages();
  EXPECT_EQ(list.size(), 1U);
  return std::get<MessageFile>(folder.open_message(list[0]));
}

TEST(MessageFile, HoldsNoDataIfItIsAHole) {
  const TemporaryMaildir hole("maildir .\nfile cur/1.h:2, sparse=6442450944\n");
  EXPECT_EQ(open_only(hole).size(), 6'442'450'944U);
  EXPECT_FALSE(open_only(hole).holds_data());
  const TemporaryMaildir tree("maildir .\nfile cur/1.h:2, text=x sparse=6442450944\n");
  EXPECT_TRUE(open_only(tree).holds_data());
}

/// Ten octets, in a file of that name and age.
bool is_being_written(const std::string& name, std::int64_t mtime) {
  const TemporaryMaildir tree("maildir .\nfile cur/" + name +
                              " text=0123456789 mtime=" + std::to_string(mtime) + "\n");
  return open_only(tree).is_being_written(kNow);
}

TEST(MessageFile, IsBeingWrittenWhileItHasLessThanItsNameSays) {
  EXPECT_TRUE(is_being_written("1.h,S=11:2,S", kNow));
  EXPECT_TRUE(is_being_written("1.h,S=5000,W=5100", kNow - 60));
  EXPECT_FALSE(is_being_written("1.h,S=10:2,S", kNow));
  EXPECT_FALSE(is_being_written("1.h,S=9:2,S", kNow));
  EXPECT_FALSE(is_being_written("1.h:2,S", kNow));
}

TEST(MessageFile, IsOnlyWronglyNamedOnceNobodyWroteForMinutes) {
  EXPECT_FALSE(is_being_written("1.h,S=11:2,S", kNow - 3600));
  EXPECT_FALSE(is_being_written("1.h,S=11:2,S", kNow + 3600));
}

TEST(SizeInName, ReadsTheNumbersOfServers) {
  EXPECT_EQ(size_in_name("1.M1.h,S=795,W=810").file_size, 795U);
  EXPECT_EQ(size_in_name("1.M1.h,S=795,W=810").wire_size, 810U);
  EXPECT_FALSE(size_in_name("1.M1.h,S=abc").file_size);
  EXPECT_FALSE(size_in_name("1.M1.h").file_size);
}

}  // namespace
}  // namespace mailhaul::maildir
