#include "cli/process/output_file.hpp"

#include "unit/cli/scratch.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace mailhaul::cli {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(OutputFile, IsMadeForItsUserAlone) {
  const Scratch scratch;
  const std::string path = scratch.path() + "/log";
  ASSERT_TRUE(open_output_file(path, ExistingContent::Keep, "log").has_value());
  struct stat status = {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(OutputFile, KeepsOrDropsWhatIsThere) {
  const Scratch scratch;
  const std::string path = scratch.write("log", "old\n");
  {
    const auto file = open_output_file(path, ExistingContent::Keep, "log");
    ASSERT_TRUE(file.has_value()) << file.error().message();
    ASSERT_EQ(::write(file->get(), "new\n", 4), 4);
  }
  EXPECT_EQ(content_of(path), "old\nnew\n");
  ASSERT_TRUE(open_output_file(path, ExistingContent::Drop, "trace").has_value());
  EXPECT_EQ(content_of(path), "");
}

TEST(OutputFile, FollowsNoLink) {
  const Scratch scratch;
  const std::string target = scratch.write("target", "untouched");
  const std::string link = scratch.path() + "/link";
  ASSERT_EQ(::symlink(target.c_str(), link.c_str()), 0);
  const auto file = open_output_file(link, ExistingContent::Drop, "trace");
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::Configuration);
  EXPECT_EQ(content_of(target), "untouched");
}

TEST(OutputFile, RefusesAFileWithASecondName) {
  const Scratch scratch;
  const std::string target = scratch.write("target", "untouched");
  const std::string other = scratch.path() + "/other";
  ASSERT_EQ(::link(target.c_str(), other.c_str()), 0);
  EXPECT_FALSE(open_output_file(other, ExistingContent::Drop, "log").has_value());
  EXPECT_EQ(content_of(target), "untouched");
}

TEST(OutputFile, RefusesAFileOfAnotherUser) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "to be run as root";
  }
  const Scratch scratch;
  const std::string path = scratch.write("log", "theirs");
  ASSERT_EQ(::chown(path.c_str(), 12345, 12345), 0);
  EXPECT_FALSE(open_output_file(path, ExistingContent::Drop, "log").has_value());
  EXPECT_EQ(content_of(path), "theirs");
}

TEST(OutputFile, RefusesADirectoryAFifoAndAMissingDirectory) {
  const Scratch scratch;
  const std::string fifo = scratch.path() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  for (const std::string& path : {scratch.path(), fifo, scratch.path() + "/missing/log"}) {
    const auto file = open_output_file(path, ExistingContent::Keep, "log");
    ASSERT_FALSE(file.has_value()) << path;
    EXPECT_FALSE(file.error().hint.empty());
  }
}

}  // namespace
}  // namespace mailhaul::cli
