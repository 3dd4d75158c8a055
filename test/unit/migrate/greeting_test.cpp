/// What a greeting may say before TLS begins.
#include "upload_rig.hpp"

#include <string>

#include <gtest/gtest.h>

#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;

/// Connects with STARTTLS, and tells whether the secret was asked for.
Result<ServerConnection> connect(const emulator::Server& server, bool& asked) {
  const ServerOptions options{.host = "127.0.0.1",
                              .port = server.port(),
                              .tls = TlsMode::StartTls,
                              .ca_pem = server.certificate_pem(),
                              .tls_name = "localhost"};
  SignInOptions sign_in{.user = "demo"};
  sign_in.secret = [&]() -> Result<Secret> {
    asked = true;
    return Secret(std::string("demo"));
  };
  return ServerConnection::open(options, sign_in, -1);
}

std::unique_ptr<emulator::Server> server_with(const std::vector<std::string>& settings) {
  emulator::Options options = emulated(ProfileName::Exchange2016, settings);
  options.tls = emulator::Tls::StartTls;
  return start_server(std::move(options));
}

TEST(Greeting, IsFollowedByTlsAndSignIn) {
  bool asked = false;
  const auto server = server_with({});
  const auto connection = connect(*server, asked);
  EXPECT_TRUE(connection) << connection.error().message();
  EXPECT_TRUE(asked);
}

/// RFC 9051 section 11.1: whoever stands between could have sent it, and the mail would go to him.
TEST(Greeting, ThatSaysSignedInBeforeTlsEndsTheConnection) {
  bool asked = false;
  const auto server = server_with({"greeting=* PREAUTH ready"});
  const auto connection = connect(*server, asked);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, ErrorKind::Tls);
  EXPECT_NE(connection.error().text.find("PREAUTH"), std::string::npos);
  EXPECT_FALSE(asked);
}

}  // namespace
}  // namespace mailhaul::migrate
