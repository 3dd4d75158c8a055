#include "socket_pair.hpp"
#include "support/certificates.hpp"
#include "tls_peers.hpp"
#include "trace_file.hpp"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/driver.hpp>

namespace mailhaul::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::received_text;
using testing::send_text;
using testing::SocketPair;

constexpr std::chrono::seconds kGenerous{60};
constexpr std::string_view kGreeting = "* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n";

WaitLimit at_once() {
  return {.deadline = Clock::now()};
}

/// A driver on one end of a socketpair; the test plays the server on the other.
struct Scene {
  SocketPair sockets;
  Driver driver;

  explicit Scene(Trace* trace = nullptr)
      : driver(Channel::over(std::move(sockets.near)).value(), imap::Session({.tag_prefix = "T"}),
               trace) {}

  void greet() {
    send_text(sockets.far, kGreeting);
    const auto event = driver.await_event(within(kGenerous));
    ASSERT_TRUE(event && std::holds_alternative<imap::Greeting>(*event));
  }

  /// Until nothing moves any more.
  PumpEnd pump_all() {
    while (true) {
      const auto end = driver.pump(at_once());
      EXPECT_TRUE(end);
      if (*end != PumpEnd::Moved) {
        return *end;
      }
    }
  }

  void append(imap::AppendToken token, std::uint64_t octets) {
    driver.session().start(
        imap::Command::append("Archive", {{.token = token, .octets = octets}}).value());
  }

  template <typename T>
  T next() {
    auto event = driver.session().next_event();
    EXPECT_TRUE(event && std::holds_alternative<T>(*event));
    return std::move(std::get<T>(*event));
  }
};

imap::Handover handover_of(Driver& driver, std::size_t append) {
  const auto appends = driver.session().unsettled_appends();
  return imap::handover(appends.at(append).items.at(0), driver.octets_handed_over());
}

TEST(Driver, SendsACommandAndDeliversItsCompletion) {
  Scene scene;
  scene.greet();
  scene.driver.session().start(imap::Command::noop());
  EXPECT_EQ(scene.pump_all(), PumpEnd::TimedOut);
  const std::string sent = received_text(scene.sockets.far);
  EXPECT_EQ(sent, "T1 NOOP\r\n");
  EXPECT_EQ(scene.driver.octets_handed_over(), sent.size());
  send_text(scene.sockets.far, "T1 OK done\r\n");
  const auto event = scene.driver.await_event(within(kGenerous));
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<imap::Completion>(*event).status, imap::Status::Ok);
}

TEST(Driver, AsksForBodiesInOrderAndWritesThemInPlace) {
  Scene scene;
  scene.greet();
  scene.append(11, 10);
  scene.append(12, 3);
  auto body = scene.driver.next_body();
  ASSERT_TRUE(body);
  EXPECT_EQ(body->token, 11U);
  EXPECT_EQ(body->octets, 10U);
  ASSERT_TRUE(scene.driver.supply("hello "));
  EXPECT_EQ(scene.driver.next_body()->octets, 4U);
  ASSERT_TRUE(scene.driver.supply("you\n"));
  EXPECT_EQ(scene.driver.next_body()->token, 12U);
  ASSERT_TRUE(scene.driver.supply("abc"));
  EXPECT_FALSE(scene.driver.next_body());
  scene.pump_all();
  EXPECT_EQ(received_text(scene.sockets.far),
            "T1 APPEND Archive {10+}\r\nhello you\n\r\nT2 APPEND Archive {3+}\r\nabc\r\n");
}

TEST(Driver, MoreOctetsThanAnnouncedAreRefused) {
  Scene scene;
  scene.greet();
  scene.append(1, 4);
  ASSERT_TRUE(scene.driver.next_body());
  const auto supplied = scene.driver.supply("12345");
  ASSERT_FALSE(supplied);
  EXPECT_EQ(supplied.error().kind, ErrorKind::Internal);
}

TEST(Driver, ABodyThatIsNotSuppliedHoldsBackWhatFollows) {
  Scene scene;
  scene.greet();
  scene.append(1, 4);
  scene.driver.session().start(imap::Command::noop());
  scene.pump_all();
  EXPECT_EQ(received_text(scene.sockets.far), "T1 APPEND Archive {4+}\r\n");
}

TEST(Driver, TakesNoMoreBodyThanTheWireIsBehind) {
  Scene scene;
  scene.greet();
  constexpr std::uint64_t kOctets = 100'000'000;
  scene.append(1, kOctets);
  std::uint64_t supplied = 0;
  do {
    while (scene.driver.next_body()) {
      ASSERT_TRUE(scene.driver.supply(Bytes(100'000, 'x')));
      supplied += 100'000;
    }
  } while (scene.driver.pump(at_once()).value() == PumpEnd::Moved);
  EXPECT_LT(supplied, kOctets);
  EXPECT_LE(supplied - scene.driver.octets_handed_over(), 1'300'000U);
}

TEST(Driver, ReadsWhileItsWritingIsBlocked) {
  Scene scene;
  scene.greet();
  scene.append(1, 20'000'000);
  // A server that takes nothing before it got rid of all its own output.
  std::size_t replies_left = 3'000'000;
  const std::string reply = "* OK " + std::string(993, 'p') + "\r\n";
  std::size_t replies_seen = 0;
  while (replies_left > 0) {
    const ssize_t sent =
        ::send(scene.sockets.far.get(), reply.data(), reply.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(reply.size())) {
      replies_left -= reply.size();
      continue;
    }
    ASSERT_EQ(sent, -1);
    while (scene.driver.next_body()) {
      ASSERT_TRUE(scene.driver.supply(Bytes(100'000, 'x')));
    }
    ASSERT_EQ(scene.driver.pump(within(kGenerous)).value(), PumpEnd::Moved);
    while (scene.driver.session().next_event()) {
      ++replies_seen;
    }
  }
  EXPECT_GT(replies_seen, 1000U);
}

TEST(Driver, TellsHowFarEachMessageGot) {
  Scene scene;
  scene.greet();
  scene.append(1, 5);
  scene.append(2, 5);
  scene.append(3, 5);
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply("12345"));
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply("123"));
  scene.pump_all();
  scene.driver.abort();
  EXPECT_EQ(handover_of(scene.driver, 0), imap::Handover::Complete);
  EXPECT_EQ(handover_of(scene.driver, 1), imap::Handover::Partial);
  EXPECT_EQ(handover_of(scene.driver, 2), imap::Handover::None);
  EXPECT_EQ(scene.driver.pump(within(kGenerous)).value(), PumpEnd::Closed);
  scene.next<imap::EndOfStream>();
  EXPECT_EQ(scene.driver.ending()->kind, ErrorKind::Disconnected);
}

TEST(Driver, MessagesThatOnlyWaitedInTheBacklogWereNotHandedOver) {
  Scene scene;
  scene.greet();
  scene.append(1, 900'000);
  scene.append(2, 5);
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply(Bytes(900'000, 'x')));
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply("12345"));
  scene.driver.abort();
  EXPECT_EQ(handover_of(scene.driver, 0), imap::Handover::None);
  EXPECT_EQ(handover_of(scene.driver, 1), imap::Handover::None);
}

TEST(Driver, RepliesAheadOfAResetStillSettleTheirCommands) {
  Scene scene;
  scene.greet();
  scene.append(1, 5);
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply("12345"));
  scene.pump_all();
  send_text(scene.sockets.far, "T1 OK [APPENDUID 1 7] stored\r\n");
  scene.sockets.far.reset();  // with octets unread: a reset
  scene.driver.session().start(imap::Command::noop());
  EXPECT_EQ(scene.pump_all(), PumpEnd::Closed);
  EXPECT_EQ(scene.next<imap::Completion>().status, imap::Status::Ok);
  scene.next<imap::EndOfStream>();
  EXPECT_EQ(scene.driver.ending()->kind, ErrorKind::Disconnected);
}

TEST(Driver, NothingGoesOutAfterBye) {
  Scene scene;
  scene.greet();
  scene.append(1, 1000);
  scene.pump_all();
  received_text(scene.sockets.far);
  send_text(scene.sockets.far, "* BYE shutting down\r\n");
  scene.pump_all();
  scene.next<imap::Bye>();
  EXPECT_FALSE(scene.driver.next_body());
  scene.pump_all();
  EXPECT_EQ(received_text(scene.sockets.far), "");
}

TEST(Driver, CloseByTheServerIsAnEndAndThenAnError) {
  Scene scene;
  scene.greet();
  scene.sockets.far.reset();
  const auto event = scene.driver.await_event(within(kGenerous));
  ASSERT_TRUE(event);
  EXPECT_TRUE(std::holds_alternative<imap::EndOfStream>(*event));
  const auto after = scene.driver.await_event(within(kGenerous));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().kind, ErrorKind::Disconnected);
}

TEST(Driver, SilenceEndsAtTheDeadline) {
  Scene scene;
  EXPECT_EQ(scene.driver.pump(at_once()).value(), PumpEnd::TimedOut);
  const auto event = scene.driver.await_event(at_once());
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().kind, ErrorKind::Disconnected);
  EXPECT_THAT(event.error().text, HasSubstr("did not answer in time"));
}

TEST(Driver, ProgressIsNoticed) {
  Scene scene;
  const auto before = scene.driver.last_progress();
  scene.pump_all();
  EXPECT_EQ(scene.driver.last_progress(), before);
  scene.greet();
  EXPECT_GT(scene.driver.last_progress(), before);
}

TEST(Driver, WorkOfAnotherThreadWakesIt) {
  Scene scene;
  const auto work = Wakeup::make();
  std::thread other([&] { work->notify(); });
  EXPECT_EQ(scene.driver.pump(within(kGenerous), &*work).value(), PumpEnd::Woken);
  other.join();
  EXPECT_EQ(scene.driver.pump(at_once(), &*work).value(), PumpEnd::TimedOut) << "it was drained";
}

TEST(Driver, InterruptionLosesNothing) {
  Scene scene;
  scene.greet();
  const auto stop = Wakeup::make();
  stop->notify();
  scene.driver.session().start(imap::Command::noop());
  const auto end = scene.driver.pump(within(kGenerous, stop->fd()));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, ErrorKind::Interrupted);
  EXPECT_EQ(received_text(scene.sockets.far), "");
  scene.pump_all();
  EXPECT_EQ(received_text(scene.sockets.far), "T1 NOOP\r\n");
}

struct SecureScene {
  test::PemPair pair = test::self_signed(test::good_leaf());
  TlsServerContext context = TlsServerContext::make(testing::identity_of(pair)).value();

  [[nodiscard]] Tls client() const {
    return Tls::connect({.host = "mail.example.org", .ca_pem = pair.certificate}).value();
  }
};

TEST(DriverStartTls, UpgradesAndGoesOn) {
  const SecureScene secure;
  const testing::TraceFile file;
  Trace trace(file.fd());
  Scene scene(&trace);
  scene.greet();
  scene.driver.session().start(imap::Command::starttls());
  scene.pump_all();
  ASSERT_EQ(received_text(scene.sockets.far), "T1 STARTTLS\r\n");
  send_text(scene.sockets.far, "T1 OK go ahead\r\n");
  ASSERT_TRUE(scene.driver.await_event(within(kGenerous)));
  ASSERT_TRUE(scene.driver.session().is_awaiting_tls());

  std::thread serving([&] {
    auto server = Channel::over(std::move(scene.sockets.far)).value();
    ASSERT_TRUE(server.start_tls(Tls::accept(secure.context).value(), within(kGenerous)));
    std::string text;
    std::array<char, 100> buffer{};
    while (!text.ends_with("NOOP\r\n")) {
      ASSERT_TRUE(server.wait({.read = true}, within(kGenerous)));
      text.append(buffer.data(), server.read_some(buffer)->octets);
    }
    const std::array<ByteView, 1> views{"T2 OK secure\r\n"};
    EXPECT_EQ(server.write_some(views).value(), views[0].size());
    EXPECT_TRUE(server.finish_writing(within(kGenerous)));
  });
  const auto started = scene.driver.start_tls(secure.client(), within(kGenerous));
  EXPECT_TRUE(started) << started.error().message();
  scene.driver.session().start(imap::Command::noop());
  const auto event = scene.driver.await_event(within(kGenerous));
  serving.join();
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<imap::Completion>(*event).command, 2U);
  EXPECT_EQ(scene.driver.octets_handed_over(), scene.driver.session().octets_out());
  EXPECT_THAT(file.text(), HasSubstr("-- TLS 1.3 with"));
}

TEST(DriverStartTls, OctetsBehindTheAnswerAreAProtocolError) {
  for (const std::string_view extra :
       {"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "* CAPA", "T2 OK x\r\n"}) {
    const SecureScene secure;
    Scene scene;
    scene.greet();
    scene.driver.session().start(imap::Command::starttls());
    scene.pump_all();
    received_text(scene.sockets.far);
    send_text(scene.sockets.far, "T1 OK go ahead\r\n" + std::string(extra));
    ASSERT_TRUE(scene.driver.await_event(within(kGenerous)));
    const auto started = scene.driver.start_tls(secure.client(), within(kGenerous));
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::Protocol);
    EXPECT_EQ(received_text(scene.sockets.far), "");
  }
}

TEST(DriverTls, EndWithoutCloseNotifyIsALostConnectionAfterTheReplies) {
  const SecureScene secure;
  SocketPair sockets;
  auto near = Channel::over(std::move(sockets.near)).value();
  auto server = Channel::over(std::move(sockets.far)).value();
  std::thread serving([&] {
    ASSERT_TRUE(server.start_tls(Tls::accept(secure.context).value(), within(kGenerous)));
    const std::array<ByteView, 1> views{kGreeting};
    EXPECT_EQ(server.write_some(views).value(), kGreeting.size());
  });
  ASSERT_TRUE(near.start_tls(secure.client(), within(kGenerous)));
  serving.join();
  Driver driver(std::move(near), imap::Session({.tag_prefix = "T"}));
  {
    const Channel dropped = std::move(server);
  }
  const auto greeting = driver.await_event(within(kGenerous));
  ASSERT_TRUE(greeting);
  EXPECT_TRUE(std::holds_alternative<imap::Greeting>(*greeting));
  const auto end = driver.await_event(within(kGenerous));
  ASSERT_TRUE(end);
  EXPECT_TRUE(std::holds_alternative<imap::EndOfStream>(*end));
  EXPECT_THAT(driver.ending()->text, HasSubstr("close_notify"));
}

TEST(DriverTrace, HoldsNoSecretAndNoMessage) {
  const testing::TraceFile file;
  Trace trace(file.fd());
  Scene scene(&trace);
  scene.greet();
  const Secret password(std::string("correct horse"));
  scene.driver.session().start(imap::Command::login("me", password).value());
  scene.pump_all();
  EXPECT_THAT(received_text(scene.sockets.far), HasSubstr("correct horse"));
  send_text(scene.sockets.far, "T1 NO not correct horse\r\n");
  scene.pump_all();
  scene.next<imap::Completion>();
  scene.driver.session().start(imap::Command::authenticate_plain("", "me", password).value());
  scene.pump_all();
  send_text(scene.sockets.far, "+ \r\n");
  scene.pump_all();
  while (scene.driver.session().next_event()) {
  }
  scene.pump_all();
  // "\0me\0correct horse" in base64
  EXPECT_THAT(received_text(scene.sockets.far), HasSubstr("AG1lAGNvcnJlY3QgaG9yc2U="));
  send_text(scene.sockets.far, "T2 OK [CAPABILITY IMAP4rev1 LITERAL+] in\r\n");
  scene.pump_all();
  scene.next<imap::Completion>();
  scene.append(1, 12);
  ASSERT_TRUE(scene.driver.next_body());
  ASSERT_TRUE(scene.driver.supply("private mail"));
  scene.pump_all();
  EXPECT_THAT(received_text(scene.sockets.far), HasSubstr("private mail"));

  const std::string text = file.text();
  EXPECT_THAT(text, Not(HasSubstr("correct")));
  EXPECT_THAT(text, Not(HasSubstr("AG1l")));
  EXPECT_THAT(text, Not(HasSubstr("private")));
  EXPECT_THAT(text, HasSubstr("C: T1 LOGIN "));
  EXPECT_THAT(text, HasSubstr("C: <secret>\n"));
  EXPECT_THAT(text, HasSubstr("C: T3 APPEND Archive {12+}\n"));
  EXPECT_THAT(text, HasSubstr("C: {12 octets}\n"));
}

}  // namespace
}  // namespace mailhaul::net
