#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/message/content_digest.hpp>

namespace mailhaul::message {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// With CRLF in place of LF.
std::string wire(std::string_view text) {
  std::string out;
  for (const char octet : text) {
    out += octet == '\n' ? "\r\n" : std::string(1, octet);
  }
  return out;
}

ContentDigest digest(std::string_view text) {
  ContentDigester digester;
  digester.update(wire(text));
  return digester.finish();
}

std::vector<ContentDifference> compare_texts(std::string_view sent, std::string_view found) {
  return compare(digest(sent), digest(found));
}

constexpr std::string_view kPlain =
    "From: Ada <ada@example.org>\n"
    "To: Bob <bob@example.org>\n"
    "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\n"
    "Date: Wed, 17 Jul 1996 04:44:25 +0200\n"
    "Message-ID: <1@example.org>\n"
    "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n"
    "\n"
    "Gr=FC=DFe  \n"
    "und mehr\n";

TEST(ContentDigest, RewritingByAServerIsNoDifference) {
  EXPECT_THAT(compare_texts(kPlain,
                            "Received: from here by there; Wed, 17 Jul 1996 02:44:25 +0000\n"
                            "MESSAGE-ID: <1@example.org>\n"
                            "date: Wed, 17 Jul 1996 02:44:25 +0000\n"
                            "Subject: =?utf-8?B?R3LDvMOfZQ==?=\n"
                            "To: \"Bob\" <BOB@example.org>\n"
                            "From: ada@example.org\n"
                            "X-MS-Has-Attach:\n"
                            "Content-Type: text/plain; charset=\"utf-8\"\n"
                            "Content-Transfer-Encoding: base64\n"
                            "\n"
                            "R3LDvMOfZQ0KdW5kIG1laHI=\n"),
              IsEmpty());
}

TEST(ContentDigest, EachDifferenceIsNamed) {
  const std::string sent(kPlain);
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string found = sent;
    return compare_texts(sent, found.replace(found.find(from), from.size(), to));
  };
  EXPECT_THAT(changed("<1@", "<2@"), ElementsAre(ContentDifference::MessageId));
  EXPECT_THAT(changed("04:44:25", "04:44:26"), ElementsAre(ContentDifference::DateOrSubject));
  EXPECT_THAT(changed("=DFe?=", "=DFen?="), ElementsAre(ContentDifference::DateOrSubject));
  EXPECT_THAT(changed("bob@", "eve@"), ElementsAre(ContentDifference::Addresses));
  EXPECT_THAT(changed("und mehr", "und mehl"), ElementsAre(ContentDifference::Text));
}

std::string with_attachment(const std::string& encoding, const std::string& body) {
  return "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
         "--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: " +
         encoding + "\n\n" + body + "\n--b\nContent-Type: text/plain\n\nHello\n--b--\n";
}

TEST(ContentDigest, AttachmentsAreComparedDecoded) {
  const std::string sent = with_attachment("base64", "SGVsbG8gd29ybGQ=");
  EXPECT_THAT(compare_texts(sent, with_attachment("7bit", "Hello world")), IsEmpty());
  EXPECT_THAT(compare_texts(sent, with_attachment("quoted-printable", "Hello=20world")), IsEmpty());
  EXPECT_THAT(compare_texts(sent, with_attachment("7bit", "Hello World")),
              ElementsAre(ContentDifference::Attachments));
  EXPECT_THAT(compare_texts(sent, with_attachment("7bit", "")),
              ElementsAre(ContentDifference::Attachments));
}

TEST(ContentDigest, MessageWithoutMessageIdMayGetOne) {
  EXPECT_THAT(compare_texts("Subject: x\n\nHi\n", "Subject: x\nMessage-ID: <s@x>\n\nHi\n"),
              IsEmpty());
}

TEST(ContentDigest, DoesNotDependOnWhereTheOctetsWereCut) {
  const std::string message = wire(with_attachment("base64", "SGVsbG8gd29ybGQ="));
  const ContentDigest whole = digest(with_attachment("base64", "SGVsbG8gd29ybGQ="));
  ASSERT_THAT(whole.leaves, SizeIs(2));
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    ContentDigester digester;
    digester.update(std::string_view(message).substr(0, cut));
    digester.update(std::string_view(message).substr(cut));
    const ContentDigest found = digester.finish();
    ASSERT_EQ(found.leaves, whole.leaves) << cut;
    ASSERT_EQ(found.wire, whole.wire) << cut;
  }
}

TEST(ContentDigest, LongTextIsComparedWithoutBeingHeld) {
  std::string text;
  for (int line = 0; line < 60000; ++line) {
    text += "line " + std::to_string(line) + " of a long text\n";
  }
  const std::string sent = "Subject: x\n\n" + text;
  EXPECT_THAT(compare_texts(sent, "X-Added: y\nSubject: x\n\n" + text), IsEmpty());
  EXPECT_THAT(compare_texts(sent, "Subject: x\n\n" + text + "more\n"),
              ElementsAre(ContentDifference::Text));
}

}  // namespace
}  // namespace mailhaul::message
