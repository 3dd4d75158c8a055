#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/base/secret.hpp>

namespace mailhaul {
namespace {

TEST(Secret, WipesTheSourceItTakesOver) {
  std::string source = "a password that is longer than a short string";
  const char* bytes = source.data();
  const Secret secret(std::move(source));
  EXPECT_EQ(bytes[0], '\0');  // the buffer still belongs to `source`
  EXPECT_EQ(secret.reveal(), "a password that is longer than a short string");
}

TEST(Secret, MoveLeavesNothingBehind) {
  std::string source = "short";
  Secret first(std::move(source));
  const Secret second(std::move(first));
  EXPECT_TRUE(
      first.empty());  // NOLINT(bugprone-use-after-move): the state after the move is the test
  EXPECT_EQ(second.reveal(), "short");
}

TEST(Secret, CloneIsIndependent) {
  std::string source = "token";
  Secret first(std::move(source));
  const Secret second = first.clone();
  first = Secret();
  EXPECT_EQ(second.reveal(), "token");
}

}  // namespace
}  // namespace mailhaul
