#include <gtest/gtest.h>

#include <mailhaul/imap/capabilities.hpp>

namespace mailhaul::imap {
namespace {

TEST(Capabilities, AreComparedWithoutCase) {
  const Capabilities capabilities("IMAP4rev1 AUTH=PLAIN LITERAL+");
  EXPECT_TRUE(capabilities.has("imap4REV1"));
  EXPECT_TRUE(capabilities.has("AUTH=plain"));
  EXPECT_FALSE(capabilities.has("LITERAL"));
  EXPECT_FALSE(capabilities.has("UIDPLUS"));
}

TEST(Capabilities, GiveTheValueBehindTheEqualsSign) {
  const Capabilities capabilities("APPENDLIMIT=257 QUOTA");
  EXPECT_EQ(capabilities.value("appendlimit"), "257");
  EXPECT_EQ(capabilities.value("QUOTA"), "");
  EXPECT_EQ(capabilities.value("APPEND"), "");
}

// Exchange 2010 writes two blanks after AUTH=PLAIN (MailKit issue 1139).
TEST(Capabilities, PassOverRepeatedBlanks) {
  const Capabilities capabilities(" AUTH=PLAIN  STARTTLS ");
  EXPECT_EQ(capabilities.names(), (std::vector<std::string>{"AUTH=PLAIN", "STARTTLS"}));
}

}  // namespace
}  // namespace mailhaul::imap
