/// E4, ports and login: TLS from the start, STARTTLS, and what is refused without it.
#include "emulator/fixture.hpp"

#include <openssl/ssl.h>

namespace mailhaul::emulator {

namespace {

using TlsTest = EmulatorTest;

TEST_F(TlsTest, ImplicitTlsCarriesAWholeSession) {
  options_.tls = Tls::Implicit;
  start_2016();
  RawImap client(server().port());
  ASSERT_TRUE(client.start_tls());
  EXPECT_EQ(client.line(), "* OK The Microsoft Exchange IMAP4 service is ready.");
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag OK LOGIN completed.");
  const std::string message = "Subject: s\r\n\r\n" + std::string(9000, 'x') + "\r\n";
  EXPECT_TRUE(client.append("INBOX", message).starts_with("tag OK"));
  client.command("SELECT INBOX");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[]").front(),
            "* 1 FETCH (BODY[] {" + std::to_string(message.size()) + "}\r\n" + message + ")");
  EXPECT_TRUE(server().certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
}

TEST_F(TlsTest, E4PasswordsWaitForStartTls) {
  options_.tls = Tls::StartTls;
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.command("CAPABILITY").front(),
            "* CAPABILITY IMAP4 IMAP4rev1 LOGINDISABLED STARTTLS SASL-IR UIDPLUS MOVE ID UNSELECT "
            "CHILDREN IDLE NAMESPACE LITERAL+");
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag BAD Command received in Invalid state.");
  EXPECT_EQ(client.result("STARTTLS"), "tag OK Begin TLS negotiation now.");
  ASSERT_TRUE(client.start_tls());
  EXPECT_EQ(client.command("CAPABILITY").front().find("LOGINDISABLED"), std::string::npos);
  EXPECT_EQ(client.result("STARTTLS"), "tag BAD Command received in Invalid state.");
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag OK LOGIN completed.");
}

TEST_F(TlsTest, E4ClearCapabilitiesOf2007) {
  options_.tls = Tls::StartTls;
  start_2007();
  EXPECT_EQ(connect().command("CAPABILITY").front(),
            "* CAPABILITY IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI LOGINDISABLED STARTTLS IDLE "
            "NAMESPACE LITERAL+");
}

TEST_F(TlsTest, PlainTextLoginCanBeAllowed) {
  options_.tls = Tls::StartTls;
  start_2016({"login_type=plain"});
  RawImap client = connect();
  EXPECT_NE(client.command("CAPABILITY").front().find(" STARTTLS IDLE"), std::string::npos);
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag OK LOGIN completed.");
}

TEST_F(TlsTest, BytesSentBeforeTheHandshakeAreForgotten) {
  options_.tls = Tls::StartTls;
  start_2016();
  RawImap client = connect();
  client.send("a STARTTLS\r\nb NOOP\r\n");
  EXPECT_EQ(client.line(), "a OK Begin TLS negotiation now.");
  if (client.start_tls()) {
    client.send("c NOOP\r\n");
    EXPECT_EQ(client.line(), "c OK NOOP completed.");
  }
}

TEST_F(TlsTest, E4OldServersSpeakTls10Only) {
  options_.tls = Tls::Implicit;
  options_.tls_min = "1.0";
  options_.tls_max = "1.0";
  start_2007();
  RawImap modern(server().port());
  EXPECT_FALSE(modern.start_tls());
  RawImap old(server().port());
  ASSERT_TRUE(old.start_tls(TLS1_VERSION));
  EXPECT_EQ(old.line(), "* OK Microsoft Exchange Server 2007 IMAP4 service is ready");
}

TEST_F(TlsTest, SocketPairsServeInsideTheProcess) {
  start_2016();
  auto socket = server().connect();
  ASSERT_TRUE(socket);
  RawImap client = RawImap::over(socket->release());
  EXPECT_EQ(client.line(), "* OK The Microsoft Exchange IMAP4 service is ready.");
  EXPECT_EQ(client.result("LOGIN demo demo"), "tag OK LOGIN completed.");
}

}  // namespace

}  // namespace mailhaul::emulator
