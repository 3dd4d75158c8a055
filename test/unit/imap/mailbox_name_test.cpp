#include "imap/mailbox_name.hpp"

#include <gtest/gtest.h>

namespace mailhaul::imap {
namespace {

TEST(MailboxName, IsSentAsAtomOrQuoted) {
  EXPECT_EQ(encode_mailbox("Archive/2024"), "Archive/2024");
  EXPECT_EQ(encode_mailbox("Sent Items"), "\"Sent Items\"");
  EXPECT_EQ(encode_mailbox("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(encode_mailbox("NIL"), "\"NIL\"");
}

TEST(MailboxName, NeverHoldsRawOctets) {
  std::string name;
  for (int octet = 0; octet < 0x80; ++octet) {
    name += static_cast<char>(octet);
  }
  name += "\xc3\xbc\xf0\x9f\x93\xac";
  const auto encoded = encode_mailbox(name);
  ASSERT_TRUE(encoded);
  EXPECT_TRUE(is_quotable(*encoded));
}

TEST(MailboxName, RefusesWhatIsNoName) {
  EXPECT_EQ(encode_mailbox("").error().kind, ErrorKind::Configuration);
  EXPECT_EQ(encode_mailbox("a\xff").error().kind, ErrorKind::Configuration);
}

TEST(MailboxName, SaysWhetherItCanBeAddressedAgain) {
  EXPECT_TRUE(decode_mailbox("Entw&APw-rfe").is_addressable);
  EXPECT_EQ(decode_mailbox("Entw&APw-rfe").name, "Entw\xc3\xbcrfe");
  EXPECT_FALSE(decode_mailbox("a&b").is_addressable);
  EXPECT_FALSE(decode_mailbox("raw \xc3\xbc").is_addressable);
}

}  // namespace
}  // namespace mailhaul::imap
