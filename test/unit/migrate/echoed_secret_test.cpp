// Servers that answer a sign-in with what they were sent.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::migrate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Serves one connection: answers each line by a pattern, in which {0} is the tag and {1} all that
/// stands behind it.
class EchoingServer {
 public:
  EchoingServer(std::string_view capabilities, std::string answer)
      : greeting_(fmt::format("* OK [CAPABILITY IMAP4rev1 {}] hello\r\n", capabilities)),
        answer_(std::move(answer)),
        listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), generic, length) != 0 || ::listen(listener_.get(), 1) != 0 ||
        ::getsockname(listener_.get(), generic, &length) != 0) {
      throw std::runtime_error("no listener");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve() {
    const UniqueFd peer(::accept(listener_.get(), nullptr, nullptr));
    say(peer, greeting_);
    std::string line;
    for (char octet = 0; ::recv(peer.get(), &octet, 1, 0) == 1;) {
      line += octet;
      if (octet == '\n') {
        const std::size_t tag = line.find(' ');
        say(peer, fmt::format(fmt::runtime(answer_), line.substr(0, tag),
                              line.substr(tag + 1, line.size() - tag - 3)) +
                      "\r\n");
        line.clear();
      }
    }
  }

  static void say(const UniqueFd& peer, const std::string& words) {
    [[maybe_unused]] const auto sent = ::send(peer.get(), words.data(), words.size(), MSG_NOSIGNAL);
  }

  std::string greeting_;
  std::string answer_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

/// What the user is told.
std::string refusal_of(const EchoingServer& server, const std::string& secret,
                       SecretKind kind = SecretKind::Password) {
  const ServerOptions options{.host = "127.0.0.1", .port = server.port(), .tls = TlsMode::None};
  const SignInOptions sign_in{.user = "ada", .kind = kind, .secret = [&] {
                                return Result<Secret>(Secret(std::string(secret)));
                              }};
  const auto connection = ServerConnection::open(options, sign_in, -1);
  return connection ? "signed in" : connection.error().message();
}

class EchoedSecret : public ::testing::TestWithParam<const char*> {};

TEST_P(EchoedSecret, OfLoginIsNotShown) {
  const EchoingServer server("", GetParam());
  const std::string told = refusal_of(server, "hunter2");
  EXPECT_THAT(told, HasSubstr("LOGIN \"ada\" \"(secret)\""));
  EXPECT_THAT(told, Not(HasSubstr("hunter2")));
}

TEST_P(EchoedSecret, IsNotShownAsItWasQuoted) {
  const EchoingServer server("", GetParam());
  const std::string told = refusal_of(server, R"(hun"ter\2)");
  EXPECT_THAT(told, HasSubstr("(secret)"));
  EXPECT_THAT(told, Not(HasSubstr("ter")));
}

TEST_P(EchoedSecret, OfPlainIsNotShown) {
  const EchoingServer server("SASL-IR AUTH=PLAIN", GetParam());
  const std::string told = refusal_of(server, "hunter2");
  EXPECT_THAT(told, HasSubstr("AUTHENTICATE PLAIN (secret)"));
  const std::string response = text::encode_base64(std::string("\0ada\0hunter2", 12));
  EXPECT_THAT(told, Not(HasSubstr(response.substr(0, response.find('=')))));
}

TEST_P(EchoedSecret, OfATokenIsNotShown) {
  const EchoingServer server("SASL-IR AUTH=XOAUTH2", GetParam());
  const std::string told = refusal_of(server, "ey.token", SecretKind::OAuthToken);
  EXPECT_THAT(told, HasSubstr("AUTHENTICATE XOAUTH2 (secret)"));
}

TEST_P(EchoedSecret, IsNotShownInPartWhereTheAnswerIsCutShort) {
  const EchoingServer server("", GetParam());
  const std::string told = refusal_of(server, "hunter2" + std::string(400, 'x'));
  EXPECT_THAT(told, Not(HasSubstr("hunter2")));
}

/// What is left around it would tell what it is.
TEST_P(EchoedSecret, OfFewOctetsTakesTheWholeTextWithIt) {
  const EchoingServer server("", GetParam());
  const std::string told = refusal_of(server, "GIN");
  EXPECT_THAT(told, HasSubstr("(secret)"));
  EXPECT_THAT(told, Not(HasSubstr("LO(")));
}

INSTANTIATE_TEST_SUITE_P(Answers, EchoedSecret,
                         ::testing::Values("{0} NO failed: {1}", "{0} BAD what is {1}?",
                                           "* BAD what is {1}?", "* BYE never heard of {1}",
                                           "no response at all: {1}", "zz NO failed: {1}"));

TEST(EchoedSecrets, PasswordThatWasDecodedIsNotShown) {
  const EchoingServer server("SASL-IR AUTH=PLAIN", "{0} NO [X-PASS-hunter2] hunter2 is not it");
  const std::string told = refusal_of(server, "hunter2");
  EXPECT_THAT(told, HasSubstr("(secret) is not it"));
  EXPECT_THAT(told, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace mailhaul::migrate
