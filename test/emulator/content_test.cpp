/// E2.6: what cannot be converted is refused, one check at a time.
#include "emulator/fixture.hpp"

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kRefused = "tag BAD Command Argument Error. 11";

struct ContentCase {
  std::string name;
  std::string key;        ///< the switch that turns the check off
  std::string also = {};  ///< one that has to be turned off with it
  std::string refused;    ///< a message that the check refuses
  std::string accepted;   ///< the nearest one that it lets through
};

/// For the output of a failing test.
void PrintTo(const ContentCase& tested, std::ostream* out) {
  *out << tested.name;
}

std::string repeat(const std::string& text, std::size_t count) {
  std::string result;
  for (std::size_t index = 0; index < count; ++index) {
    result += text;
  }
  return result;
}

std::string with_header(const std::string& field) {
  return "From: a@b\r\n" + field + "\r\n\r\nbody\r\n";
}

/// A multipart/mixed with so many empty parts; the multipart itself counts as one more.
std::string with_parts(std::size_t count) {
  return "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
         repeat("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", count) + "--b--\r\n";
}

std::string nested_messages(std::size_t depth) {
  return repeat("Content-Type: message/rfc822\r\n\r\n", depth) + "Subject: innermost\r\n\r\nx\r\n";
}

std::string inner_message(const std::string& field) {
  return "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
         "Content-Type: message/rfc822\r\n\r\n" +
         field + "\r\n\r\ninner\r\n--b--\r\n";
}

std::string base64_part(const std::string& body) {
  return "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body +
         "\r\n";
}

/// Recipients over many folded lines, so that no line is too long.
std::string with_recipients(std::size_t count) {
  return "To: " + repeat("a@b,\r\n ", count - 1) + "a@b\r\n\r\nx\r\n";
}

std::string references(std::size_t octets) {
  std::string field = "References:";
  while (field.size() < octets) {
    field += "\r\n <0123456789012345678901234567890123456789@example.org>";
  }
  return with_header(field);
}

const ContentCase kCases[] = {
    {.name = "NulBytes",
     .key = "nul_bytes",
     .refused = std::string("A: b\r\n\r\nx\0y\r\n", 13),
     .accepted = "A: b\r\n\r\nxy\r\n"},
    {.name = "Parts", .key = "parts", .refused = with_parts(250), .accepted = with_parts(249)},
    {.name = "Rfc822Depth",
     .key = "rfc822_depth",
     .refused = nested_messages(31),
     .accepted = nested_messages(30)},
    {.name = "HeaderLine",
     .key = "header_line",
     .also = "address_item",
     .refused = with_header("To: =?utf-8?Q?" + std::string(2010, 'a') + "?= <a@b>"),
     .accepted = with_header("To: =?utf-8?Q?" + std::string(1900, 'a') + "?= <a@b>")},
    {.name = "AddressItem",
     .key = "address_item",
     .refused = with_header("Cc: " + std::string(1946, 'a') + "@b.cd"),
     .accepted = with_header("Cc: " + std::string(1945, 'a') + "@b.cd")},
    {.name = "Recipients",
     .key = "recipients",
     .refused = with_recipients(12289),
     .accepted = with_recipients(12288)},
    {.name = "References",
     .key = "references",
     .refused = references(40100),
     .accepted = references(39500)},
    {.name = "Filename",
     .key = "filename",
     .refused =
         with_header("Content-Disposition: attachment; filename=\"" + std::string(256, 'f') + "\""),
     .accepted = with_header("Content-Disposition: attachment; filename=\"" +
                             std::string(255, 'f') + "\"")},
    {.name = "ContentTypeName",
     .key = "filename",
     .refused = with_header("Content-Type: image/png; name=" + std::string(256, 'f')),
     .accepted = with_header("Content-Type: image/png; name=" + std::string(255, 'f'))},
    {.name = "Appledouble",
     .key = "appledouble",
     .refused = "Content-Type: multipart/appledouble; boundary=b\r\n\r\n--b--\r\n",
     .accepted = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n"},
    {.name = "Base64OutsideTheAlphabet",
     .key = "undecodable_cte",
     .refused = base64_part("QUJD\r\n_______\r\nfooter!"),
     .accepted = base64_part("QUJD\r\nREVG")},
    {.name = "Base64WithoutYield",
     .key = "undecodable_cte",
     .refused = base64_part("QUJD" + std::string(100, ' ')),
     .accepted = base64_part("QUJD")},
    {.name = "UnknownCharset",
     .key = "unknown_charset_encoded_word",
     .refused = with_header("Subject: =?134?Q?Hello?="),
     .accepted = with_header("Subject: =?iso-8859-1?Q?Hello?=")},
    {.name = "BadEncodedWordInRfc822",
     .key = "bad_encoded_word_in_rfc822",
     .refused = inner_message("Subject: =?utf-8?B?!!!?="),
     .accepted = inner_message("Subject: =?utf-8?B?QUJD?=")},
    {.name = "ReadReceipt",
     .key = "multipart_report_mdn",
     .refused = "Content-Type: multipart/report; report-type=disposition-notification; "
                "boundary=b\r\n\r\n--b--\r\n",
     .accepted = "Content-Type: multipart/report; report-type=delivery-status; "
                 "boundary=b\r\n\r\n--b--\r\n"},
    {.name = "CalendarReplyByParameter",
     .key = "calendar_reply",
     .refused = "Content-Type: text/calendar; method=REPLY\r\n\r\nx\r\n",
     .accepted = "Content-Type: text/calendar; method=REQUEST\r\n\r\nx\r\n"},
    {.name = "CalendarReplyByBody",
     .key = "calendar_reply",
     .refused = "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
     .accepted = "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"},
    {.name = "NoHeader",
     .key = "no_header_colon",
     .refused = "just some text\r\n\r\nmore\r\n",
     .accepted = "Subject: just some text\r\n\r\nmore\r\n"},
};

class ContentTest : public EmulatorTest, public testing::WithParamInterface<ContentCase> {};

TEST_P(ContentTest, E2_6RefusesWhatCannotBeConvertedAndNothingElse) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX (\\Seen)", GetParam().refused), kRefused);
  EXPECT_TRUE(messages().empty());
  EXPECT_TRUE(client.append("INBOX (\\Seen)", GetParam().accepted).starts_with("tag OK"));
  EXPECT_EQ(client.result("NOOP"), "tag OK NOOP completed.");
}

TEST_P(ContentTest, E2_6EachCheckHasASwitch) {
  std::vector<std::string> settings = {GetParam().key + "=false"};
  if (!GetParam().also.empty()) {
    settings.push_back(GetParam().also + "=false");
  }
  start_2016(settings);
  EXPECT_TRUE(sign_in().append("INBOX", GetParam().refused).starts_with("tag OK"));
}

INSTANTIATE_TEST_SUITE_P(Checks, ContentTest, testing::ValuesIn(kCases),
                         [](const auto& tested) { return tested.param.name; });

using OtherContentTest = EmulatorTest;

TEST_F(OtherContentTest, E2_6RefusalNamesItsCheckInTheEvents) {
  start_2016();
  sign_in().append("INBOX", "no header at all\r\n");
  EXPECT_EQ(server().events().back().field("rule"), "E2.6 no_header_colon");
}

TEST_F(OtherContentTest, E2_6BareLineEndsAreAcceptedAndNormalised) {
  start_2016();
  RawImap client = sign_in();
  EXPECT_TRUE(client.append("INBOX", "A: b\n\nx\ry\r\n").starts_with("tag OK"));
  client.command("SELECT INBOX");
  EXPECT_EQ(client.command("FETCH 1 BODY.PEEK[]").front(),
            "* 1 FETCH (BODY[] {14}\r\nA: b\r\n\r\nx\r\ny\r\n)");
}

TEST_F(OtherContentTest, E2_6ChaosRefusesAnything) {
  start_2016({"chaos_reject=1"});
  EXPECT_EQ(sign_in().append("INBOX", kHello), kRefused);
}

TEST_F(OtherContentTest, RefuseUnseenWantsTheFlag) {
  start_2016({"refuse_unseen=true"});
  RawImap client = sign_in();
  EXPECT_EQ(client.append("INBOX", kHello), kRefused);
  EXPECT_TRUE(client.append("INBOX (\\Seen)", kHello).starts_with("tag OK"));
}

TEST_F(OtherContentTest, ChecksLookIntoEveryPieceOfALongMessage) {
  start_2016();
  std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n";
  while (message.size() < 300000) {
    message += std::string(70, 'x') + "\r\n";
  }
  message += "--b\r\nContent-Type: multipart/appledouble; boundary=c\r\n\r\n--b--\r\n";
  EXPECT_EQ(sign_in().append("INBOX", message), kRefused);
}

}  // namespace

}  // namespace mailhaul::emulator
