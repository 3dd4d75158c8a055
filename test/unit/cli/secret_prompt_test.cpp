#include "cli/secrets/secret_source.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/eventfd.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A terminal and the side of the person in front of it.
class SecretPrompt : public ::testing::Test {
 protected:
  void SetUp() override {
    person_ = UniqueFd(::posix_openpt(O_RDWR | O_NOCTTY));
    ASSERT_EQ(::grantpt(person_.get()), 0);
    ASSERT_EQ(::unlockpt(person_.get()), 0);
    terminal_ = UniqueFd(::open(::ptsname(person_.get()), O_RDWR | O_NOCTTY));
    ASSERT_TRUE(terminal_.valid());
  }

  [[nodiscard]] bool echoes() const {
    termios settings = {};
    return ::tcgetattr(terminal_.get(), &settings) == 0 && (settings.c_lflag & ECHO) != 0;
  }

  /// Reads the screen until the text is there.
  std::string screen_until(std::string_view text) const {
    std::string screen;
    std::array<char, 256> buffer{};
    while (screen.find(text) == std::string::npos) {
      const ssize_t count = ::read(person_.get(), buffer.data(), buffer.size());
      if (count <= 0) {
        break;
      }
      screen.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return screen;
  }

  UniqueFd person_;
  UniqueFd terminal_;
};

TEST_F(SecretPrompt, ReadsWithoutEchoAndRestoresTheTerminal) {
  ASSERT_TRUE(echoes());
  std::string screen;
  std::thread person([&] {
    screen = screen_until("Password: ");
    ASSERT_EQ(::write(person_.get(), "sesame\n", 7), 7);
    screen += screen_until("\n");
  });
  const auto secret = prompt_for_secret(terminal_.get(), "Password: ", -1);
  person.join();
  ASSERT_TRUE(secret.has_value()) << secret.error().message();
  EXPECT_EQ(secret->reveal(), "sesame");
  EXPECT_THAT(screen, Not(HasSubstr("sesame")));
  EXPECT_TRUE(echoes());
}

TEST_F(SecretPrompt, StopRequestRestoresTheTerminal) {
  const UniqueFd stop(::eventfd(1, 0));
  const auto secret = prompt_for_secret(terminal_.get(), "Password: ", stop.get());
  ASSERT_FALSE(secret.has_value());
  EXPECT_EQ(secret.error().kind, ErrorKind::Interrupted);
  EXPECT_TRUE(echoes());
}

TEST_F(SecretPrompt, NeedsATerminal) {
  const UniqueFd null(::open("/dev/null", O_RDWR));
  const auto secret = prompt_for_secret(null.get(), "Password: ", -1);
  ASSERT_FALSE(secret.has_value());
  EXPECT_EQ(secret.error().kind, ErrorKind::Usage);
  EXPECT_THAT(secret.error().hint, HasSubstr("--password-file"));
}

}  // namespace
}  // namespace mailhaul::cli
