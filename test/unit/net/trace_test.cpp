#include "trace_file.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/net/trace.hpp>

namespace mailhaul::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TraceFile;

Secret secret(std::string_view text) {
  return Secret(std::string(text));
}

TEST(Trace, WritesBothDirectionsWithSeconds) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.note("TLS 1.3");
  trace.sent("a1 NOOP\r\n");
  trace.received("* 3 EXISTS\r\na1 OK done\r\n");
  EXPECT_THAT(file.text(), ::testing::MatchesRegex(" *[0-9.]+ -- TLS 1.3\n"
                                                   " *[0-9.]+ C: a1 NOOP\n"
                                                   " *[0-9.]+ S: [*] 3 EXISTS\n"
                                                   " *[0-9.]+ S: a1 OK done\n"));
}

TEST(Trace, CountsSecondsFromItsStart) {
  const TraceFile file;
  Trace trace(file.fd(), Clock::now() - std::chrono::seconds(5000));
  trace.note("later");
  EXPECT_THAT(file.text(), ::testing::MatchesRegex("500[0-9][.][0-9]+ -- later\n"));
}

TEST(Trace, BlanksLoginAndContinuation) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.sent("a1 LOGIN me ");
  trace.sent_secret(secret("\"hunter2\""));
  trace.sent("\r\na2 AUTHENTICATE PLAIN\r\n");
  trace.sent_secret(secret("AG1lAGh1bnRlcjI=\r\n"));
  trace.sent("a3 NOOP\r\n");
  EXPECT_THAT(file.text(), Not(HasSubstr("hunter2")));
  EXPECT_THAT(file.text(), Not(HasSubstr("AG1l")));
  EXPECT_THAT(file.text(), HasSubstr("C: a1 LOGIN me <secret>\n"));
  EXPECT_THAT(file.text(), HasSubstr("C: <secret>\n"));
  EXPECT_THAT(file.text(), HasSubstr("C: a3 NOOP\n"));
}

TEST(Trace, BlanksASecretThatTheServerRepeats) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.sent_secret(secret("\"hunter2\""));
  trace.received("a1 BAD what is LOGIN me hunter2?\r\na1 NO other\r\n");
  EXPECT_THAT(file.text(), Not(HasSubstr("hunter2")));
  EXPECT_THAT(file.text(), HasSubstr("S: <a line that repeats a secret>\n"));
  EXPECT_THAT(file.text(), HasSubstr("S: a1 NO other\n"));
}

TEST(Trace, ShowsBodiesAsTheirSize) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.sent("a1 APPEND x {4096+}\r\n");
  trace.sent_body(4096);
  trace.sent("\r\n");
  EXPECT_THAT(file.text(), HasSubstr("C: a1 APPEND x {4096+}\n"));
  EXPECT_THAT(file.text(), HasSubstr("C: {4096 octets}\n"));
}

TEST(Trace, SummarisesServerLiteralsHoweverTheyAreCut) {
  const std::string_view stream =
      "* 1 FETCH (BODY[] {11}\r\nHello\r\nBody UID 7)\r\n* LIST () \"/\" {0}\r\n\r\na1 OK\r\n";
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    const TraceFile file;
    Trace trace(file.fd());
    trace.received(stream.substr(0, cut));
    trace.received(stream.substr(cut));
    const std::string text = file.text();
    EXPECT_THAT(text, HasSubstr("S: * 1 FETCH (BODY[] {11}\n")) << cut;
    EXPECT_THAT(text, HasSubstr("S: {11 octets} UID 7)\n")) << cut;
    EXPECT_THAT(text, HasSubstr("S: {0 octets}\n")) << cut;
    EXPECT_THAT(text, HasSubstr("S: a1 OK\n")) << cut;
    EXPECT_THAT(text, Not(HasSubstr("Hello"))) << cut;
  }
}

TEST(Trace, EscapesControlCharacters) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.received("* OK \x1b[2J\xff\r\n");
  EXPECT_THAT(file.text(), HasSubstr("S: * OK \\x1b[2J\\xff\n"));
}

TEST(Trace, ShortensEndlessLinesAndStillSeesTheirLiteral) {
  const TraceFile file;
  Trace trace(file.fd());
  trace.received("* OK " + std::string(1'000'000, 'x'));
  trace.received(std::string(100'000, 'y') + " {3}\r\nabc tail\r\n");
  EXPECT_LT(file.text().size(), 10'000U);
  EXPECT_THAT(file.text(), HasSubstr("{3 octets} tail\n"));
}

TEST(Trace, AFullDiskDoesNotStopIt) {
  Trace trace(-1);
  trace.sent("a1 NOOP\r\n");
  trace.received("a1 OK\r\n");
}

}  // namespace
}  // namespace mailhaul::net
