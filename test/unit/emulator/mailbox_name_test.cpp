#include "emulator/commands/mailbox_name.hpp"

#include <gtest/gtest.h>

namespace mailhaul::emulator {

namespace {

TEST(MailboxName, ReadsModifiedUtf7AndControlCharacters) {
  EXPECT_EQ(read_mailbox_name("Entw&APw-rfe", {}), "Entwürfe");
  EXPECT_EQ(read_mailbox_name("a\tb&APw-", {}), "a\tbü");
  EXPECT_FALSE(read_mailbox_name("a&", {}));
  EXPECT_FALSE(read_mailbox_name("a/", {.max_level = 0}));
}

TEST(MailboxName, TrimsOrKeepsBlanks) {
  EXPECT_EQ(read_mailbox_name(" a / b ", {}), "a/b");
  EXPECT_EQ(read_mailbox_name("a ", {.blanks = BlankRule::KeepTrailing}), "a ");
  EXPECT_FALSE(read_mailbox_name("a/ /b", {}));
}

TEST(MailboxName, OneKeyForSpellingsThatDifferByCase) {
  EXPECT_EQ(mailbox_key("ÄRGER"), mailbox_key("ärger"));
  EXPECT_NE(mailbox_key("a"), mailbox_key("b"));
}

TEST(MailboxName, WritesAtomsQuotedStringsAndLiterals) {
  EXPECT_EQ(write_mailbox_name("INBOX/administration"), "INBOX/administration");
  EXPECT_EQ(write_mailbox_name("Sent Items"), "\"Sent Items\"");
  EXPECT_EQ(write_mailbox_name("a\"b"), "\"a\\\"b\"");
  EXPECT_EQ(write_mailbox_name("a\\b"), "{3}\r\na\\b");
  EXPECT_EQ(write_mailbox_name("a \t b"), "a \t b");
}

TEST(MailboxName, FatalNamesEndALevelWithABlank) {
  const NameRules old = {.blanks = BlankRule::KeepTrailing};
  EXPECT_TRUE(is_fatal_to_select("a ", old));
  EXPECT_TRUE(is_fatal_to_select("a /b", old));
  EXPECT_FALSE(is_fatal_to_select("a b", old));
  EXPECT_FALSE(is_fatal_to_select("a ", {}));
}

}  // namespace

}  // namespace mailhaul::emulator
