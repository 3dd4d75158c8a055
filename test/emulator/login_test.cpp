/// Section 1.4, 1.5 and E4: who may sign in, how, and to which mailbox.
#include "emulator/fixture.hpp"

#include <mailhaul/text/base64.hpp>

namespace mailhaul::emulator {

namespace {

class LoginTest : public EmulatorTest {
 protected:
  void SetUp() override {
    options_.accounts = {
        {.name = "admin@example.org", .password = "a", .full_access = {"bob"}},
        {.name = "EXAMPLE\\bob", .password = "b"},
        {.name = "Administrator", .password = "root"},
    };
  }

  std::string login(const std::string& name, const std::string& password) {
    std::string quoted;
    for (const char octet : name) {
      quoted += octet == '\\' ? "\\\\" : std::string(1, octet);
    }
    return connect().result("LOGIN \"" + quoted + "\" " + password);
  }

  static std::string plain(const std::string& authzid, const std::string& user,
                           const std::string& password) {
    return text::encode_base64(authzid + '\0' + user + '\0' + password);
  }

  static std::string bearer(const std::string& user, const std::string& token) {
    return text::encode_base64("user=" + user + "\1auth=Bearer " + token + "\1\1");
  }
};

TEST_F(LoginTest, E4UserNameForms) {
  start_2016();
  for (const auto* name : {"EXAMPLE\\bob", "bob", "bob@example.org", "OTHER\\bob"}) {
    EXPECT_EQ(login(name, "b"), "tag OK LOGIN completed.") << name;
    EXPECT_EQ(login(name, "x"), "tag NO LOGIN failed.") << name;
  }
}

TEST_F(LoginTest, E4DelegateForms) {
  start_2016();
  for (const auto* name : {"admin@example.org/bob", "admin@example.org\\bob", "EXAMPLE/admin/bob",
                           "EXAMPLE\\admin\\bob", "admin@example.org\\bob@example.org"}) {
    RawImap client = connect();
    EXPECT_EQ(login(name, "a"), "tag OK LOGIN completed.") << name;
  }
  RawImap client = connect();
  client.command("LOGIN admin@example.org/bob a");
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(server().mailbox("INBOX", "EXAMPLE\\bob")->messages.size(), 1U);
  EXPECT_TRUE(messages().empty());
}

TEST_F(LoginTest, E4WithoutRightLoginSucceedsAndMailboxCommandsFailTwice) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.result("LOGIN bob b/x"), "tag NO LOGIN failed.");
  EXPECT_EQ(client.result("LOGIN bob@example.org/admin b"), "tag OK LOGIN completed.");
  EXPECT_EQ(client.result("NAMESPACE"), "tag BAD User is authenticated but not connected.");
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
  EXPECT_TRUE(client.closed());
}

TEST_F(LoginTest, E4RightsAreToldTwiceOnAFreshConnection) {
  start_2016();
  RawImap client = connect();
  client.command("LOGIN bob@example.org/admin b");
  EXPECT_EQ(client.result("NAMESPACE"), "tag BAD User is authenticated but not connected.");
  EXPECT_EQ(client.result("SELECT INBOX"), "tag BAD User is authenticated but not connected.");
  EXPECT_EQ(client.line(), "* BYE Connection closed. 14");
}

TEST_F(LoginTest, E4AdministratorOnlyUntil2010) {
  start_2007();
  EXPECT_EQ(login("Administrator", "root"), "tag OK LOGIN completed.");
  start_2016();
  EXPECT_EQ(login("Administrator", "root"), "tag NO LOGIN failed.");
}

TEST_F(LoginTest, E4PlainWithAuthorisationIdentity) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.result("AUTHENTICATE PLAIN " + plain("bob", "admin@example.org", "a")),
            "tag OK AUTHENTICATE completed.");
  EXPECT_TRUE(client.append("INBOX", kHello).starts_with("tag OK"));
  EXPECT_EQ(server().mailbox("INBOX", "EXAMPLE\\bob")->messages.size(), 1U);
}

TEST_F(LoginTest, E4DelegateFormsWorkWithLoginOnly) {
  start_2016();
  EXPECT_EQ(connect().result("AUTHENTICATE PLAIN " + plain("", "admin@example.org/bob", "a")),
            "tag NO AUTHENTICATE failed.");
}

TEST_F(LoginTest, Section1_2ChallengeIsAPlusAndNothingElse) {
  start(ProfileName::Exchange2013);
  RawImap client = connect();
  client.send("a AUTHENTICATE PLAIN\r\n");
  EXPECT_EQ(client.line(), "+");
  client.send(plain("", "bob", "b") + "\r\n");
  EXPECT_EQ(client.line(), "a OK AUTHENTICATE completed.");
}

TEST_F(LoginTest, E4InitialResponseNeedsSaslIr) {
  start(ProfileName::Exchange2013);
  EXPECT_EQ(connect().result("AUTHENTICATE PLAIN " + plain("", "bob", "b")),
            "tag BAD Command Argument Error. 12");
}

TEST_F(LoginTest, E4PlainIsBrokenOn2007) {
  start_2007();
  RawImap client = connect();
  client.send("a AUTHENTICATE PLAIN\r\n");
  client.line();
  client.send(plain("", "bob", "b") + "\r\n");
  EXPECT_EQ(client.line(), "a NO AUTHENTICATE failed.");
  EXPECT_EQ(login("bob", "b"), "tag OK LOGIN completed.");
}

TEST_F(LoginTest, E4NtlmAndGssapiAreAdvertisedAndFail) {
  start_2016();
  RawImap client = connect();
  EXPECT_EQ(client.result("AUTHENTICATE NTLM"), "tag NO AUTHENTICATE failed.");
  EXPECT_EQ(client.result("AUTHENTICATE GSSAPI"), "tag NO AUTHENTICATE failed.");
}

TEST_F(LoginTest, E4OnlineTakesTokensOnly) {
  start(ProfileName::ExchangeOnline);
  RawImap client = connect();
  EXPECT_EQ(client.result("LOGIN bob b"), "tag NO LOGIN failed.");
  EXPECT_EQ(client.result("AUTHENTICATE PLAIN " + plain("", "bob", "b")),
            "tag NO AUTHENTICATE failed.");
  EXPECT_EQ(client.result("AUTHENTICATE XOAUTH2 " + bearer("bob@example.org", "stale")),
            "tag NO AUTHENTICATE failed.");
  EXPECT_EQ(client.result("AUTHENTICATE XOAUTH2 " + bearer("bob@example.org", "b")),
            "tag OK AUTHENTICATE completed.");
  EXPECT_EQ(client.result("SELECT INBOX"), "tag OK [READ-WRITE] SELECT completed.");
}

TEST_F(LoginTest, E4TokenOpensOtherMailboxesByRight) {
  start(ProfileName::ExchangeOnline);
  RawImap allowed = connect();
  allowed.command("AUTHENTICATE XOAUTH2 " + bearer("bob@example.org", "a"));
  EXPECT_EQ(allowed.result("SELECT INBOX"), "tag OK [READ-WRITE] SELECT completed.");
  RawImap refused = connect();
  EXPECT_EQ(refused.result("AUTHENTICATE XOAUTH2 " + bearer("admin@example.org", "b")),
            "tag OK AUTHENTICATE completed.");
  EXPECT_EQ(refused.result("SELECT INBOX"), "tag BAD User is authenticated but not connected.");
}

TEST_F(LoginTest, E4TokenExpiryEndsTheSession) {
  const auto clock = simulate_clock();
  start(ProfileName::ExchangeOnline, {"token_ttl=3600"});
  RawImap client = connect();
  client.command("AUTHENTICATE XOAUTH2 " + bearer("bob", "b"));
  clock->advance(std::chrono::seconds(3599));
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
  clock->advance(std::chrono::seconds(1));
  EXPECT_EQ(client.result("NOOP"), "");
  EXPECT_TRUE(client.closed());
}

TEST_F(LoginTest, E4TokenExpiryIsToldMidIdle) {
  start(ProfileName::ExchangeOnline, {"token_ttl=1"});
  RawImap client = connect();
  client.command("AUTHENTICATE XOAUTH2 " + bearer("bob", "b"));
  client.send("i IDLE\r\n");
  client.line();
  EXPECT_EQ(client.line(), "* BYE Session invalidated - AccessTokenExpired");
}

TEST_F(LoginTest, E4ConnectionsOfOneUserAreLimited) {
  start_2016({"connections_per_user=1"});
  RawImap first = sign_in("bob", "b");
  RawImap second = connect();
  EXPECT_EQ(second.result("LOGIN bob b"), "tag NO LOGIN failed.");
  first.command("LOGOUT");
  EXPECT_TRUE(first.closed());
  EXPECT_EQ(second.result("LOGIN Administrator b"), "tag NO LOGIN failed.");
}

TEST_F(LoginTest, E4DelegatedLoginsCountForTheDelegate) {
  start_2016({"connections_per_user=1"});
  RawImap first = connect();
  EXPECT_EQ(first.result("LOGIN admin@example.org/bob a"), "tag OK LOGIN completed.");
  EXPECT_EQ(connect().result("LOGIN bob b"), "tag OK LOGIN completed.");
  EXPECT_EQ(connect().result("LOGIN admin@example.org a"), "tag NO LOGIN failed.");
}

TEST_F(LoginTest, E4ConnectionsOfOneAddressAreLimited) {
  start_2007({"connections_per_ip=2"});
  RawImap first = connect();
  RawImap second = connect();
  RawImap third(server().port());
  EXPECT_EQ(third.line(), "* BYE Connection refused");
  EXPECT_TRUE(third.closed());
  EXPECT_EQ(second.result("NOOP"), "tag OK NOOP completed.");
}

TEST_F(LoginTest, NamesAndPasswordsMayBeLiterals) {
  start_2016();
  RawImap client = connect();
  client.send("a LOGIN {3}\r\n");
  EXPECT_EQ(client.line(), "+ Ready for additional command text.");
  client.send("bob {1+}\r\nb\r\n");
  EXPECT_EQ(client.line(), "a OK LOGIN completed.");
}

}  // namespace

}  // namespace mailhaul::emulator
