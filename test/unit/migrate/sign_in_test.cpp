/// In which form and by which command a run signs in, on servers that take some forms only.
#include "migrate/server/sign_in.hpp"

#include "upload_rig.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::EventKind;
using emulator::ProfileName;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class SignInTest : public ::testing::Test {
 protected:
  void start(ProfileName name, const std::vector<std::string>& settings = {}) {
    emulator::Options options = emulated(name, settings);
    options.accounts = {{.name = "EXAMPLE\\ada", .password = "a"},
                        {.name = "mover", .password = "m", .full_access = {"ada"}},
                        {.name = "stranger", .password = "s"}};
    if (name == ProfileName::ExchangeOnline) {
      options.tls = emulator::Tls::Implicit;
    }
    server_ = start_server(std::move(options));
  }

  /// Whose mailboxes can be listed then.
  Result<void> sign_in(const std::string& user, const std::string& secret,
                       const std::string& login_as = {}) {
    ServerOptions server{
        .host = "127.0.0.1",
        .port = server_->port(),
        .tls = server_->certificate_pem().empty() ? TlsMode::None : TlsMode::Implicit,
        .ca_pem = server_->certificate_pem()};
    const SignInOptions options{
        .user = user,
        .login_as = login_as,
        .kind = server.tls == TlsMode::None ? SecretKind::Password : SecretKind::OAuthToken,
        .secret = [secret] { return Result<Secret>(Secret(std::string(secret))); }};
    auto connection = ServerConnection::open(server, options, -1);
    if (!connection) {
      return fail(connection.error());
    }
    const auto listed = connection->list_mailboxes();
    connection->close();
    return listed ? Result<void>() : fail(listed.error());
  }

  [[nodiscard]] std::vector<std::string> commands() const {
    std::vector<std::string> names;
    for (const emulator::Event& event : server_->events()) {
      const std::string_view name = event.field("name");
      if (event.kind == EventKind::Command && (name == "LOGIN" || name == "AUTHENTICATE")) {
        names.emplace_back(name);
      }
    }
    return names;
  }

  std::unique_ptr<emulator::Server> server_;
};

TEST_F(SignInTest, PlainIsTakenWhereItIsOffered) {
  start(ProfileName::Exchange2016);
  EXPECT_TRUE(sign_in("ada", "a"));
  EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE"));
}

TEST_F(SignInTest, NamesWithSlashesNeedTheLoginCommand) {
  start(ProfileName::Exchange2016);
  for (const std::string name : {"EXAMPLE\\ada", "EXAMPLE/mover/ada", "mover@example.org\\ada"}) {
    EXPECT_TRUE(sign_in(name, name.find("mover") == std::string::npos ? "a" : "m")) << name;
  }
  EXPECT_THAT(commands(), ElementsAre("LOGIN", "LOGIN", "LOGIN"));
}

TEST_F(SignInTest, DelegateIsTheAuthenticationIdentity) {
  start(ProfileName::Exchange2016);
  EXPECT_TRUE(sign_in("ada", "m", "mover"));
  EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE"));
}

TEST_F(SignInTest, PlainThatIsBrokenIsFollowedByOneLogin) {
  for (const ProfileName name : {ProfileName::Exchange2007, ProfileName::Exchange2010}) {
    start(name);
    EXPECT_TRUE(sign_in("ada", "m", "mover@example.org"));
    EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE", "LOGIN"));
  }
}

/// Else an account would be locked by our trying.
TEST_F(SignInTest, WrongPasswordIsSaidOnceOrTwiceAndNoMore) {
  start(ProfileName::Exchange2007);
  EXPECT_EQ(sign_in("ada", "wrong").error().kind, ErrorKind::Authentication);
  EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE", "LOGIN"));
  for (const ProfileName name : {ProfileName::Exchange2013, ProfileName::Exchange2016}) {
    start(name);
    EXPECT_EQ(sign_in("ada", "wrong").error().kind, ErrorKind::Authentication);
    EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE"));
  }
}

TEST_F(SignInTest, DelegateWithoutRightsIsToldWhichToGive) {
  start(ProfileName::Exchange2016);
  const Result<void> done = sign_in("ada", "s", "stranger");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().text, HasSubstr("not connected"));
  EXPECT_THAT(done.error().hint, HasSubstr("FullAccess"));
}

TEST_F(SignInTest, ARefusalNamesWhoSignedInForWhom) {
  start(ProfileName::Exchange2016);
  EXPECT_THAT(sign_in("ada", "wrong", "mover").error().text,
              StartsWith("sign-in as mover for ada was refused"));
  EXPECT_THAT(sign_in("ada", "wrong").error().text, StartsWith("sign-in as ada was refused"));
}

TEST_F(SignInTest, APortThatSaysNothingMayWantTls) {
  start(ProfileName::ExchangeOnline);
  const ServerOptions server{.host = "127.0.0.1",
                             .port = server_->port(),
                             .tls = TlsMode::None,
                             .command_timeout = std::chrono::seconds(1)};
  const auto connection = ServerConnection::open(server, {.user = "ada"}, -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, ErrorKind::Disconnected);
  EXPECT_THAT(connection.error().hint, HasSubstr("--tls implicit"));
}

TEST_F(SignInTest, TokenOpensTheMailboxOfTheUser) {
  start(ProfileName::ExchangeOnline);
  EXPECT_TRUE(sign_in("ada", "m"));
  EXPECT_THAT(commands(), ElementsAre("AUTHENTICATE"));
}

TEST_F(SignInTest, PasswordIsNotSentToAServerThatTakesNone) {
  start(ProfileName::ExchangeOnline);
  ServerOptions server{.host = "127.0.0.1",
                       .port = server_->port(),
                       .ca_pem = server_->certificate_pem(),
                       .tls_name = "localhost"};
  const SignInOptions options{.user = "ada",
                              .secret = [] { return Result<Secret>(Secret(std::string("a"))); }};
  const auto connection = ServerConnection::open(server, options, -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, ErrorKind::Authentication);
  EXPECT_THAT(connection.error().hint, HasSubstr("--oauth-token-command"));
  EXPECT_TRUE(commands().empty());
}

}  // namespace
}  // namespace mailhaul::migrate
