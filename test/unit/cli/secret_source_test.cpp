#include "cli/secrets/secret_source.hpp"

#include "unit/cli/scratch.hpp"

#include <array>
#include <cstdlib>
#include <string>
#include <sys/eventfd.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {
namespace {

using ::testing::HasSubstr;

TEST(SecretFile, IsTheFirstLineWithoutItsLineEnd) {
  const Scratch scratch;
  const auto read = read_secret_file(scratch.write("p", "open sesame \r\nsecond\n"), -1);
  ASSERT_TRUE(read.has_value()) << read.error().message();
  EXPECT_EQ(read->secret.reveal(), "open sesame ");
  EXPECT_TRUE(read->warning.empty());
}

TEST(SecretFile, NeedsNoLineEnd) {
  const Scratch scratch;
  const auto read = read_secret_file(scratch.write("p", "x"), -1);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->secret.reveal(), "x");
}

TEST(SecretFile, WarnsWhenEveryoneCanReadIt) {
  const Scratch scratch;
  const auto read = read_secret_file(scratch.write("p", "x\n", 0644), -1);
  ASSERT_TRUE(read.has_value());
  EXPECT_THAT(read->warning, HasSubstr("chmod 600"));
}

TEST(SecretFile, RefusesWhatHoldsNoPassword) {
  const Scratch scratch;
  const std::array paths{scratch.path() + "/missing",
                         scratch.path(),
                         scratch.write("a", ""),
                         scratch.write("b", "\nsecond\n"),
                         scratch.write("c", std::string("a\0b\n", 4)),
                         scratch.write("d", std::string(kLongestSecret + 1, 'x'))};
  for (const std::string& path : paths) {
    const auto read = read_secret_file(path, -1);
    ASSERT_FALSE(read.has_value()) << path;
    EXPECT_EQ(read.error().kind, ErrorKind::Configuration) << path;
    EXPECT_FALSE(read.error().hint.empty());
  }
}

TEST(SecretLine, LeavesWhatFollowsForOthers) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  ASSERT_EQ(::write(writer.get(), "one\ntwo\n", 8), 8);
  EXPECT_EQ(read_secret_line(reader.get(), -1)->reveal(), "one");
  EXPECT_EQ(read_secret_line(reader.get(), -1)->reveal(), "two");
}

TEST(SecretLine, WaitsNoLongerThanTheStopRequest) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  const UniqueFd stop(::eventfd(1, 0));
  const auto read = read_secret_line(reader.get(), stop.get());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().kind, ErrorKind::Interrupted);
}

TEST(SecretFromEnvironment, IsTakenOutOfIt) {
  ASSERT_EQ(::setenv("MAILHAUL_TEST_SECRET", "from the environment", 1), 0);
  const char* value = ::getenv("MAILHAUL_TEST_SECRET");
  const auto secret = take_secret_from_environment("MAILHAUL_TEST_SECRET");
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(secret->reveal(), "from the environment");
  EXPECT_EQ(::getenv("MAILHAUL_TEST_SECRET"), nullptr);
  EXPECT_EQ(*value, '\0');
}

TEST(SecretFromEnvironment, EmptyOrMissingIsNone) {
  EXPECT_FALSE(take_secret_from_environment("MAILHAUL_TEST_MISSING").has_value());
  ASSERT_EQ(::setenv("MAILHAUL_TEST_EMPTY", "", 1), 0);
  EXPECT_FALSE(take_secret_from_environment("MAILHAUL_TEST_EMPTY").has_value());
  EXPECT_EQ(::getenv("MAILHAUL_TEST_EMPTY"), nullptr);
}

}  // namespace
}  // namespace mailhaul::cli
