#include <gtest/gtest.h>

#include <mailhaul/imap/command.hpp>

namespace mailhaul::imap {
namespace {

/// The text of a command without secrets or messages.
Bytes text_of(Result<Command> command) {
  if (!command) {
    return "error: " + command.error().text;
  }
  Bytes text;
  for (const auto& part : command->parts()) {
    text += std::get<Command::Text>(part).bytes;
  }
  return text;
}

bool is_refused(const Result<Command>& command) {
  return !command && command.error().kind == ErrorKind::Configuration;
}

TEST(Command, NamesAreThoseOfTheStandard) {
  EXPECT_EQ(to_string(CommandKind::Append), "APPEND");
  EXPECT_EQ(to_string(CommandKind::GetQuotaRoot), "GETQUOTAROOT");
  EXPECT_EQ(to_string(CommandKind::StartTls), "STARTTLS");
  EXPECT_EQ(to_string(CommandKind::UidExpunge), "UID EXPUNGE");
  EXPECT_EQ(to_string(CommandKind::Unsubscribe), "UNSUBSCRIBE");
}

TEST(Command, PlainOnesAreTheirName) {
  EXPECT_EQ(text_of(Command::capability()), "CAPABILITY");
  EXPECT_EQ(text_of(Command::close()), "CLOSE");
  EXPECT_EQ(text_of(Command::unselect()), "UNSELECT");
  EXPECT_EQ(text_of(Command::namespaces()), "NAMESPACE");
}

TEST(Command, IdTakesPrintableAsciiOnly) {
  EXPECT_EQ(text_of(Command::id({})), "ID NIL");
  EXPECT_EQ(text_of(Command::id({{"name", "mail\"haul"}, {"version", "1"}})),
            "ID (\"name\" \"mail\\\"haul\" \"version\" \"1\")");
  EXPECT_TRUE(is_refused(Command::id({{"name", "x\r\ny"}})));
  EXPECT_TRUE(is_refused(Command::id({{"na\xc3\xbcme", "x"}})));
}

TEST(Command, ListAsksForReturnOptions) {
  EXPECT_EQ(text_of(Command::list("", "Ordner/*", {ListReturn::SpecialUse, ListReturn::Children})),
            "LIST \"\" \"Ordner/*\" RETURN (SPECIAL-USE CHILDREN)");
  EXPECT_TRUE(is_refused(Command::list("", "\xff")));
  EXPECT_TRUE(is_refused(Command::lsub("\xff", "*")));
}

TEST(Command, StatusAsksForItsItems) {
  EXPECT_EQ(text_of(Command::status("A B", {StatusItem::Unseen, StatusItem::UidNext})),
            "STATUS \"A B\" (UNSEEN UIDNEXT)");
  EXPECT_TRUE(is_refused(Command::status("A", {})));
}

TEST(Command, QuotaIsAskedForWithAMailbox) {
  EXPECT_EQ(text_of(Command::get_quota_root("INBOX")), "GETQUOTAROOT INBOX");
}

TEST(Command, NamesThatCannotBeSentAreRefused) {
  EXPECT_TRUE(is_refused(Command::create("")));
  EXPECT_TRUE(is_refused(Command::select("\xff")));
  EXPECT_TRUE(is_refused(Command::append("", {{.token = 1}})));
  EXPECT_TRUE(is_refused(Command::append("INBOX", {})));
}

TEST(Command, FetchAsksForItsItems) {
  EXPECT_EQ(text_of(Command::uid_fetch(SequenceSet(1, kStar), {.flags = true})),
            "UID FETCH 1:* (UID FLAGS)");
  EXPECT_EQ(text_of(Command::uid_fetch(SequenceSet(7), {.internal_date = true,
                                                        .rfc822_size = true,
                                                        .body = true,
                                                        .header_fields = {"Date", "Message-ID"}})),
            "UID FETCH 7 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[] "
            "BODY.PEEK[HEADER.FIELDS (Date Message-ID)])");
  EXPECT_TRUE(is_refused(Command::uid_fetch(SequenceSet(7), {.header_fields = {"Da te"}})));
  EXPECT_TRUE(is_refused(Command::uid_fetch(SequenceSet(), {.flags = true})));
}

TEST(Command, SearchCombinesItsKeys) {
  EXPECT_EQ(text_of(Command::uid_search({})), "UID SEARCH ALL");
  EXPECT_EQ(text_of(Command::uid_search({.key = SearchKey::Undeleted,
                                         .uids = SequenceSet(4, 9),
                                         .header = {{"Message-ID", "<a\"b@c>"}}})),
            "UID SEARCH UNDELETED UID 4:9 HEADER Message-ID \"<a\\\"b@c>\"");
  EXPECT_TRUE(is_refused(Command::uid_search({.header = {{"Subject", "\xc3\xbc"}}})));
  EXPECT_TRUE(is_refused(Command::uid_search({.header = {{"a b", "c"}}})));
}

TEST(Command, StoreChangesFlagsSilently) {
  EXPECT_EQ(text_of(Command::uid_store(SequenceSet(1, 3), StoreAction::Add, {SystemFlag::Flagged})),
            "UID STORE 1:3 +FLAGS.SILENT (\\Flagged)");
  EXPECT_EQ(text_of(Command::uid_store(SequenceSet(1), StoreAction::Remove, {SystemFlag::Seen})),
            "UID STORE 1 -FLAGS.SILENT (\\Seen)");
  EXPECT_EQ(text_of(Command::uid_store(SequenceSet(1), StoreAction::Replace, {})),
            "UID STORE 1 FLAGS.SILENT ()");
  EXPECT_TRUE(is_refused(Command::uid_store(SequenceSet(1), StoreAction::Add, {})));
  EXPECT_TRUE(
      is_refused(Command::uid_store(SequenceSet(1), StoreAction::Remove, {SystemFlag::Recent})));
}

TEST(Command, CopyMoveAndExpungeNeedUids) {
  EXPECT_EQ(text_of(Command::uid_move(SequenceSet(5), "To do")), "UID MOVE 5 \"To do\"");
  EXPECT_EQ(text_of(Command::uid_expunge(SequenceSet(5, 6))), "UID EXPUNGE 5:6");
  EXPECT_TRUE(is_refused(Command::uid_expunge(SequenceSet())));
  EXPECT_TRUE(is_refused(Command::uid_copy(SequenceSet(), "A")));
  EXPECT_TRUE(is_refused(Command::uid_copy(SequenceSet(5), "")));
}

TEST(Command, LoginRefusesNul) {
  EXPECT_TRUE(is_refused(Command::login("", Secret(std::string("x")))));
  EXPECT_TRUE(is_refused(Command::login(std::string("a\0b", 3), Secret(std::string("x")))));
  EXPECT_TRUE(is_refused(Command::login("a", Secret(std::string("x\0", 2)))));
}

TEST(Command, PasswordsAreSecretParts) {
  auto command = Command::login("alice", Secret(std::string("pa\"ss")));
  ASSERT_TRUE(command);
  const auto* secret = std::get_if<Command::SecretText>(&command->parts().back());
  ASSERT_NE(secret, nullptr);
  EXPECT_EQ(secret->bytes.reveal(), "\"pa\\\"ss\"");
}

}  // namespace
}  // namespace mailhaul::imap
