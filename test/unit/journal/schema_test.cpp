#include "journal/schema.hpp"

#include "journal_fixture.hpp"

#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace mailhaul::journal {
namespace {

using ::testing::HasSubstr;

/// As the first release wrote it; must never change.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE journal(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT NOT NULL,
  user TEXT NOT NULL,
  maildir BLOB NOT NULL,
  profile TEXT NOT NULL,
  last_write INTEGER NOT NULL
) STRICT;
CREATE TABLE mailbox(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  uidvalidity INTEGER NOT NULL,
  low_water INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE TABLE folder(
  id INTEGER PRIMARY KEY,
  directory BLOB NOT NULL UNIQUE,
  mailbox INTEGER NOT NULL REFERENCES mailbox
) STRICT;
CREATE TABLE message(
  id INTEGER PRIMARY KEY,
  folder INTEGER NOT NULL REFERENCES folder,
  unique_name BLOB NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  fingerprint BLOB NOT NULL,
  wire_size INTEGER NOT NULL,
  internal_date INTEGER NOT NULL,
  message_id_hash INTEGER NOT NULL,
  subject_hash INTEGER NOT NULL,
  form INTEGER NOT NULL,
  flags_wanted INTEGER NOT NULL,
  flags_set INTEGER NOT NULL,
  state INTEGER NOT NULL,
  uid INTEGER,
  origin INTEGER NOT NULL,
  UNIQUE (folder, unique_name)
) STRICT;
CREATE UNIQUE INDEX message_uid ON message(mailbox, uid) WHERE uid IS NOT NULL;
CREATE INDEX message_open ON message(mailbox, state) WHERE state <> 2;
CREATE INDEX message_flags ON message(mailbox) WHERE state = 2 AND flags_set <> flags_wanted;
CREATE TABLE reason(
  message INTEGER PRIMARY KEY REFERENCES message,
  kind TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
)sql";

/// What version 2 added; must never change either.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE foreign_mark(
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  uid INTEGER NOT NULL,
  PRIMARY KEY (mailbox, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE relocation(
  message INTEGER PRIMARY KEY REFERENCES message,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  uid_next INTEGER,
  uid INTEGER
) STRICT;
ALTER TABLE journal ADD COLUMN adopting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailbox ADD COLUMN subscribed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reason ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN flags_source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN vanished INTEGER NOT NULL DEFAULT 0;
CREATE INDEX message_vanished ON message(folder) WHERE vanished <> 0;
UPDATE message SET flags_source = flags_wanted | CASE WHEN mailbox <> (
  SELECT folder.mailbox FROM folder WHERE folder.id = message.folder) THEN 8 ELSE 0 END;
)sql";

/// What version 3 added; nor this.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE content_check(
  message INTEGER PRIMARY KEY REFERENCES message ON DELETE CASCADE,
  mailbox INTEGER NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  checked INTEGER NOT NULL,
  differences TEXT NOT NULL
) STRICT;
)sql";

class SchemaTest : public JournalTest {
 protected:
  /// A journal of version 1 with two stored messages, one of them in the deleted items.
  void write_version_1(const std::string& more = "") {
    Result<Database> old = Database::open(path(), OpenMode::ReadWrite);
    ASSERT_TRUE(old);
    const std::string script = fmt::format(
        "{} PRAGMA application_id={}; PRAGMA user_version=1;"
        "INSERT INTO journal VALUES(1,'mail.example','ada',x'{}','exchange2016',77);"
        "INSERT INTO mailbox VALUES(1,'INBOX',7,12,0);"
        "INSERT INTO mailbox VALUES(2,'Deleted Items',8,1,0);"
        "INSERT INTO folder VALUES(1,x'',1);"
        "INSERT INTO message VALUES(3,1,x'31',1,zeroblob(32),10,20,30,40,1,1,1,2,5,0);"
        "INSERT INTO message VALUES(4,1,x'32',2,zeroblob(32),10,20,30,40,0,1,1,2,5,0);"
        "INSERT INTO reason VALUES(3,'repaired','lines'); {}",
        kVersion1, kApplicationId, to_hex(kIdentity.maildir), more);
    const Result<void> made = old->execute(script.c_str());
    ASSERT_TRUE(made) << made.error().message();
  }

  static std::string to_hex(const Bytes& bytes) {
    std::string hex;
    for (const char octet : bytes) {
      hex += fmt::format("{:02x}", static_cast<unsigned char>(octet));
    }
    return hex;
  }

  [[nodiscard]] std::int64_t version() const {
    return *Database::open(path(), OpenMode::ReadWrite)->integer("PRAGMA user_version");
  }
};

TEST_F(SchemaTest, AJournalOfVersion1IsBroughtUpToDate) {
  write_version_1();
  {
    Journal journal = open();
    EXPECT_FALSE(journal.is_new());
    EXPECT_EQ(journal.last_write(), 77);
    EXPECT_EQ(journal.mailboxes()->size(), 2U);
    const auto seen = *journal.find(1, "1");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->id, 3);
    EXPECT_EQ(seen->form, Form::Repaired);
    EXPECT_EQ(seen->uid, 5U);
    EXPECT_EQ(seen->flags_source, flag::kSeen);
    EXPECT_EQ((*journal.find(1, "2"))->flags_source, flag::kSeen | flag::kDeleted);
    EXPECT_FALSE(*journal.is_adopting());
  }
  EXPECT_EQ(version(), kSchemaVersion);
  // As if it had been made so: opening checks the tables word for word.
  EXPECT_EQ(open().counts()->stored, 2U);
}

TEST_F(SchemaTest, AJournalOfVersion2IsBroughtUpToDate) {
  write_version_1(fmt::format("{} PRAGMA user_version=2;", kVersion2));
  EXPECT_EQ(open().content_progress()->messages, 0U);
  EXPECT_EQ(version(), kSchemaVersion);
  EXPECT_EQ(open().counts()->stored, 2U);
}

TEST_F(SchemaTest, AJournalOfVersion3IsBroughtUpToDate) {
  write_version_1(
      fmt::format("{} {} UPDATE message SET uid=NULL WHERE id=4; PRAGMA user_version=3;", kVersion2,
                  kVersion3));
  EXPECT_EQ(open().stored_without_uid(2)->size(), 1U);
  EXPECT_EQ(version(), kSchemaVersion);
  EXPECT_EQ(open().counts()->stored, 2U);
}

TEST_F(SchemaTest, ReadingDoesNotChangeAnOldJournalAndSaysWhatToDo) {
  write_version_1();
  const Result<Journal> journal = Journal::open_for_reading(path());
  ASSERT_FALSE(journal);
  EXPECT_THAT(journal.error().text, HasSubstr("older mailhaul"));
  EXPECT_THAT(journal.error().hint, HasSubstr("mailhaul upload"));
  EXPECT_EQ(version(), 1);
}

TEST_F(SchemaTest, ATrialReadsAnOldJournalAndLeavesEveryOctetOfIt) {
  const auto octets = [this] {
    std::ifstream file(path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  write_version_1();
  ASSERT_TRUE(Database::open(path(), OpenMode::ReadWrite)->execute("PRAGMA journal_mode=WAL"));
  const std::string before = octets();
  {
    Result<Journal> trial = Journal::open_trial(path(), kIdentity, "exchange2016");
    ASSERT_TRUE(trial.has_value()) << trial.error().message();
    EXPECT_EQ(trial->profile(), "exchange2016");
    EXPECT_EQ(trial->counts()->stored, 2U);
    ASSERT_TRUE(trial->begin());
    ASSERT_TRUE(trial->set_unsent(3));
    ASSERT_TRUE(trial->commit(99));
  }
  EXPECT_TRUE(octets() == before);
}

/// A run was killed as it made the journal.
TEST_F(SchemaTest, EmptyJournalIsReadAsNoneAndBegunByTheNextRun) {
  std::ofstream(path()).close();
  const Result<Journal> journal = Journal::open_for_reading(path());
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().kind, ErrorKind::SourceUnusable);
  EXPECT_THAT(journal.error().hint, HasSubstr("mailhaul upload"));
  open();
  EXPECT_TRUE(Journal::open_for_reading(path()));
}

TEST_F(SchemaTest, TablesOfAnOldJournalAreCheckedToo) {
  write_version_1("CREATE VIEW v AS SELECT 1;");
  EXPECT_FALSE(Journal::open(path(), kIdentity, "exchange2016"));
  EXPECT_EQ(version(), 1);
}

TEST_F(SchemaTest, ManualNamesEveryTableAndColumn) {
  std::ifstream file(MAILHAUL_SOURCE_DIR "/man/mailhaul-journal.5");
  const std::string manual{std::istreambuf_iterator<char>(file), {}};
  ASSERT_FALSE(manual.empty());
  EXPECT_THAT(manual, HasSubstr(fmt::format("version is {}", kSchemaVersion)));
  open();
  Result<Database> database = Database::open(path(), OpenMode::ReadOnly);
  const std::string tables =
      *database->text("SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type='table'");
  for (const std::string table : {"journal", "mailbox", "folder", "message", "reason", "relocation",
                                  "foreign_mark", "content_check"}) {
    ASSERT_THAT(tables, HasSubstr(table));
    const std::size_t section = manual.find(".Ss Table " + table + "\n");
    ASSERT_NE(section, std::string::npos) << table;
    const std::string page = manual.substr(section, manual.find(".S", section + 3) - section);
    const std::string query =
        fmt::format("SELECT group_concat(name, ' ') FROM pragma_table_info('{}')", table);
    std::string columns = *database->text(query.c_str()) + " ";
    while (!columns.empty()) {
      const std::size_t blank = columns.find(' ');
      EXPECT_THAT(page, HasSubstr("\n.It Va " + columns.substr(0, blank) + "\n")) << table;
      columns.erase(0, blank + 1);
    }
  }
  EXPECT_EQ(std::ranges::count(tables, ' '), 7) << "a table is not in the manual: " << tables;
}

}  // namespace
}  // namespace mailhaul::journal
