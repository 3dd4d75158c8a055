// What the transcripts cannot show: the moment at which things are given out, and the questions
// that a session answers in between.
#include "support/event_text.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/imap/session.hpp>

namespace mailhaul::imap {
namespace {

Session make_session(ByteView greeting) {
  Session session({.tag_prefix = "T"});
  session.feed(greeting);
  EXPECT_TRUE(session.next_event());
  return session;
}

AppendItem item(AppendToken token, std::uint64_t octets) {
  return {.token = token, .octets = octets};
}

Bytes next_text(Session& session) {
  const auto fragment = session.next_outbound();
  const auto* text = fragment ? std::get_if<TextFragment>(&*fragment) : nullptr;
  return text != nullptr ? text->bytes : Bytes("(none)");
}

AppendToken next_body(Session& session) {
  const auto fragment = session.next_outbound();
  const auto* body = fragment ? std::get_if<BodyFragment>(&*fragment) : nullptr;
  return body != nullptr ? body->token : 0;
}

std::string feed(Session& session, ByteView octets) {
  session.feed(octets);
  std::string events;
  while (const auto event = session.next_event()) {
    events += test::to_text(*event) + "\n";
  }
  return events;
}

TEST(Session, SendsNothingBeforeTheGreeting) {
  Session session({.tag_prefix = "T"});
  session.start(Command::capability());
  EXPECT_FALSE(session.next_outbound());
  feed(session, "* OK ready\r\n");
  EXPECT_EQ(next_text(session), "T1 CAPABILITY\r\n");
}

TEST(Session, GathersTheTextBetweenBodies) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  session.start(Command::noop());
  session.start(*Command::append("INBOX", {item(7, 5)}));
  session.start(*Command::append("INBOX", {item(8, 6)}));
  EXPECT_EQ(next_text(session), "T1 NOOP\r\nT2 APPEND INBOX {5+}\r\n");
  EXPECT_EQ(next_body(session), 7U);
  EXPECT_EQ(next_text(session), "\r\nT3 APPEND INBOX {6+}\r\n");
  EXPECT_EQ(next_body(session), 8U);
  EXPECT_EQ(next_text(session), "\r\n");
  EXPECT_FALSE(session.next_outbound());
}

TEST(Session, CountsEveryOctetItGivesOut) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  session.start(*Command::append("INBOX", {item(7, 5)}));
  const auto head = next_text(session).size();
  EXPECT_EQ(session.octets_out(), head);
  const auto fragment = session.next_outbound();
  EXPECT_EQ(std::get<BodyFragment>(*fragment).begin, head);
  EXPECT_EQ(session.octets_out(), head + 5);
  session.start(*Command::login("alice", Secret(std::string("pw"))));
  EXPECT_EQ(next_text(session), "\r\n");
  EXPECT_EQ(session.octets_out(), head + 7);
}

TEST(Session, GivesSecretsOutAsSecrets) {
  auto session = make_session("* OK x\r\n");
  session.start(*Command::login("alice", Secret(std::string("pw"))));
  EXPECT_EQ(next_text(session), "T1 LOGIN \"alice\" ");
  const auto fragment = session.next_outbound();
  ASSERT_TRUE(fragment && std::holds_alternative<SecretFragment>(*fragment));
  EXPECT_EQ(std::get<SecretFragment>(*fragment).bytes.reveal(), "\"pw\"");
  EXPECT_EQ(next_text(session), "\r\n");
}

TEST(Session, LoginWaitsUntilNothingIsInFlight) {
  auto session = make_session("* OK x\r\n");
  session.start(Command::noop());
  session.start(*Command::login("alice", Secret(std::string("pw"))));
  EXPECT_EQ(next_text(session), "T1 NOOP\r\n");
  EXPECT_FALSE(session.next_outbound());
  feed(session, "T1 OK done\r\n");
  EXPECT_EQ(next_text(session), "T2 LOGIN \"alice\" ");
}

TEST(Session, ForgetsCapabilitiesAfterSignIn) {
  auto session = make_session("* OK [CAPABILITY IMAP4rev1 SASL-IR] x\r\n");
  ASSERT_NE(session.capabilities(), nullptr);
  EXPECT_TRUE(session.capabilities()->has("SASL-IR"));
  session.start(*Command::login("alice", Secret(std::string("pw"))));
  while (session.next_outbound()) {
  }
  feed(session, "T1 OK Logged in\r\n");
  EXPECT_EQ(session.capabilities(), nullptr);
}

TEST(Session, KeepsTheCapabilitiesThatCameWithSignIn) {
  auto session = make_session("* OK [CAPABILITY IMAP4rev1 SASL-IR] x\r\n");
  session.start(*Command::authenticate_plain("", "alice", Secret(std::string("pw"))));
  while (session.next_outbound()) {
  }
  feed(session, "T1 OK [CAPABILITY IMAP4rev1 UIDPLUS] Logged in\r\n");
  ASSERT_NE(session.capabilities(), nullptr);
  EXPECT_TRUE(session.capabilities()->has("UIDPLUS"));
  EXPECT_FALSE(session.capabilities()->has("SASL-IR"));
}

TEST(Session, KeepsCapabilitiesWhenSignInIsRefused) {
  auto session = make_session("* OK [CAPABILITY IMAP4rev1 SASL-IR] x\r\n");
  session.start(*Command::login("alice", Secret(std::string("pw"))));
  while (session.next_outbound()) {
  }
  feed(session, "T1 NO LOGIN failed.\r\n");
  EXPECT_NE(session.capabilities(), nullptr);
}

TEST(Session, WaitsForTheHandshakeAfterStarttls) {
  auto session = make_session("* OK [CAPABILITY STARTTLS] x\r\n");
  session.start(Command::starttls());
  session.start(Command::capability());
  EXPECT_EQ(next_text(session), "T1 STARTTLS\r\n");
  feed(session, "T1 OK begin\r\n");
  EXPECT_TRUE(session.is_awaiting_tls());
  EXPECT_EQ(session.capabilities(), nullptr);
  EXPECT_FALSE(session.next_outbound());
  session.tls_established();
  EXPECT_EQ(next_text(session), "T2 CAPABILITY\r\n");
}

TEST(Session, NoticesInjectedOctetsEvenIfTheCallerDoesNotAsk) {
  auto session = make_session("* OK [CAPABILITY STARTTLS] x\r\n");
  session.start(Command::starttls());
  EXPECT_EQ(next_text(session), "T1 STARTTLS\r\n");
  session.feed("T1 OK begin\r\n* CAPABILITY AUTH=PLAIN\r\n");
  ASSERT_TRUE(session.next_event());
  session.tls_established();
  session.start(Command::capability());
  EXPECT_FALSE(session.next_outbound());
  const auto event = session.next_event();
  ASSERT_TRUE(event);
  EXPECT_TRUE(std::holds_alternative<ProtocolError>(*event));
  EXPECT_EQ(session.capabilities(), nullptr);
}

TEST(Session, NamesTheAppendsWithoutReply) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  session.start(*Command::append("INBOX", {item(1, 10), item(2, 20)}));
  session.start(Command::noop());
  session.start(*Command::append("INBOX", {item(3, 30)}));
  EXPECT_EQ(next_text(session), "T1 APPEND INBOX {10+}\r\n");
  EXPECT_EQ(next_body(session), 1U);

  const auto appends = session.unsettled_appends();
  ASSERT_EQ(appends.size(), 2U);
  EXPECT_EQ(appends[0].command, 1U);
  ASSERT_EQ(appends[0].items.size(), 2U);
  EXPECT_EQ(handover(appends[0].items[0], session.octets_out()), Handover::Complete);
  EXPECT_EQ(handover(appends[0].items[0], session.octets_out() - 1), Handover::Partial);
  EXPECT_EQ(handover(appends[0].items[1], session.octets_out()), Handover::None);
  EXPECT_EQ(appends[1].items[0].token, 3U);
  EXPECT_EQ(appends[1].items[0].begin, std::nullopt);
  EXPECT_EQ(session.unsettled_commands(), 3U);
}

TEST(Session, SettledAppendsAreNotNamed) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  for (AppendToken token = 1; token <= 3; ++token) {
    session.start(*Command::append("INBOX", {item(token, 10)}));
  }
  while (session.next_outbound()) {
  }
  feed(session, "T2 NO refused\r\n");
  const auto appends = session.unsettled_appends();
  ASSERT_EQ(appends.size(), 2U);
  EXPECT_EQ(appends[0].command, 1U);
  EXPECT_EQ(appends[1].command, 3U);
}

TEST(Session, SendsTheRestOfACommandThatWasRefusedEarly) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  session.start(*Command::append("Missing", {item(1, 10), item(2, 20)}));
  EXPECT_EQ(next_text(session), "T1 APPEND Missing {10+}\r\n");
  EXPECT_EQ(feed(session, "T1 NO [TRYCREATE] no\r\n"),
            "done 1 APPEND NO [trycreate] \"no\" 1@0..35 2@?..?\n");
  session.start(Command::noop());
  EXPECT_EQ(next_body(session), 1U);
  EXPECT_EQ(next_text(session), " {20+}\r\n");
  EXPECT_EQ(next_body(session), 2U);
  EXPECT_EQ(next_text(session), "\r\nT2 NOOP\r\n");
  EXPECT_EQ(feed(session, "T2 OK done\r\n"), "done 2 NOOP OK - \"done\"\n");
  EXPECT_EQ(session.unsettled_commands(), 0U);
}

TEST(Session, EndsARefusedCommandInFrontOfASynchronizingLiteral) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  auto second = item(2, 20);
  second.synchronizing = true;
  session.start(*Command::append("Missing", {item(1, 10), second}));
  EXPECT_EQ(next_text(session), "T1 APPEND Missing {10+}\r\n");
  feed(session, "T1 NO [TRYCREATE] no\r\n");
  session.start(Command::noop());
  EXPECT_EQ(next_body(session), 1U);
  EXPECT_EQ(next_text(session), "\r\nT2 NOOP\r\n");
}

TEST(Session, RepliesStillSettleAfterStateWasLost) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  session.start(Command::noop());
  EXPECT_EQ(next_text(session), "T1 NOOP\r\n");
  session.start(Command::noop());
  EXPECT_EQ(
      feed(session, "body BAD Command Error. 10\r\nT1 OK done\r\n"),
      "state lost by unknown-tag \"body BAD Command Error. 10\"\ndone 1 NOOP OK - \"done\"\n");
  EXPECT_FALSE(session.can_send());
  EXPECT_FALSE(session.next_outbound());
}

TEST(Session, NothingIsReadAfterTheEnd) {
  auto session = make_session("* PREAUTH x\r\n");
  session.feed_eof();
  EXPECT_FALSE(session.can_send());
  EXPECT_EQ(feed(session, "* 1 EXISTS\r\n"), "end\n");
  EXPECT_EQ(feed(session, ""), "");
}

TEST(Session, ForgetsWhatIsSettled) {
  auto session = make_session("* PREAUTH [CAPABILITY LITERAL+] x\r\n");
  for (CommandId id = 1; id <= 2000; ++id) {
    ASSERT_EQ(session.start(*Command::append("INBOX", {item(id, 10)})), id);
    while (session.next_outbound()) {
    }
    ASSERT_NE(feed(session, "T" + std::to_string(id) + " OK done\r\n"), "");
    ASSERT_EQ(session.unsettled_commands(), 0U);
  }
}

}  // namespace
}  // namespace mailhaul::imap
