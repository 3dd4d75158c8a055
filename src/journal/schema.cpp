#include "journal/schema.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

namespace mailhaul::journal {
namespace {

// Names of folders and messages are bytes, hence BLOB; the tables are STRICT, so that a value of
// another type cannot be put there from outside.
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

// Version 2: removal from servers without UIDPLUS, and what later runs have to know. Version 1 did
// not keep the flags of the source: what a message was to have is what they were, and one that lies
// in another mailbox than its folder's was put there because of its flag T.
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

// Version 3: what an interrupted comparison of contents need not fetch again.
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

// Version 4: what a server without UIDPLUS stored is found again without reading every row.
constexpr const char* kVersion4 = R"sql(
CREATE INDEX message_without_uid ON message(mailbox) WHERE state = 2 AND uid IS NULL;
)sql";

/// What each version added to the one before.
constexpr std::array kVersions{kVersion1, kVersion2, kVersion3, kVersion4};
static_assert(kVersions.size() == kSchemaVersion);

/// The statements that lead from one version to another; 0 is an empty database.
std::string statements(std::int64_t from, std::int64_t to) {
  std::string script;
  for (auto version = static_cast<std::size_t>(from); version < static_cast<std::size_t>(to);
       ++version) {
    script += kVersions.at(version);
  }
  return script;
}

constexpr const char* kListing =
    "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema"
    " WHERE sql IS NOT NULL ORDER BY type, name)";

Error foreign(std::string text) {
  return {.kind = ErrorKind::Journal,
          .text = std::move(text),
          .hint = "Keep this file and name another one with --journal."};
}

/// What sqlite_schema says of a database that holds exactly the tables of a version.
Result<std::string> expected_listing(std::int64_t version) {
  Result<Database> scratch = Database::open(":memory:", OpenMode::ReadWrite);
  if (!scratch) {
    return fail(scratch.error());
  }
  if (const Result<void> made = scratch->execute(statements(0, version).c_str()); !made) {
    return fail(made.error());
  }
  return scratch->text(kListing);
}

Error older(std::int64_t version) {
  return {.kind = ErrorKind::Journal,
          .text = fmt::format(
              "the journal was written by an older mailhaul (format {}, this one writes {})",
              version, kSchemaVersion),
          .hint =
              "Run mailhaul upload with the options of the move: it brings the journal up to "
              "date."};
}

/// From a version that is known to be there to this one; a crash in between leaves it as it was.
Result<void> raise_schema(Database& database, std::int64_t from) {
  const bool is_own = !database.in_transaction();
  const std::string script =
      fmt::format("{} {} PRAGMA application_id={}; PRAGMA user_version={}; {}",
                  is_own ? "BEGIN IMMEDIATE;" : "", statements(from, kSchemaVersion),
                  kApplicationId, kSchemaVersion, is_own ? "COMMIT" : "");
  const Result<void> done = database.execute(script.c_str());
  if (!done && is_own) {
    // The statement that failed may have left the transaction open.
    [[maybe_unused]] const Result<void> undone = database.execute("ROLLBACK");
  }
  return done;
}

/// Gives the version.
Result<std::int64_t> check_schema(Database& database) {
  const Result<std::int64_t> application = database.integer("PRAGMA application_id");
  const Result<std::int64_t> version = database.integer("PRAGMA user_version");
  if (!application || !version) {
    return fail(!application ? application.error() : version.error());
  }
  if (*application != kApplicationId) {
    return fail(foreign("this database is no journal of mailhaul"));
  }
  if (*version > kSchemaVersion) {
    return fail({.kind = ErrorKind::Journal,
                 .text = fmt::format(
                     "the journal was written by a newer mailhaul (format {}, this one knows {})",
                     *version, kSchemaVersion),
                 .hint = "Use the newer mailhaul, or name another file with --journal."});
  }
  if (*version < 1) {
    return fail(foreign("this journal was never begun"));
  }
  const Result<std::string> expected = expected_listing(*version);
  const Result<std::string> found = database.text(kListing);
  if (!expected || !found) {
    return fail(!expected ? expected.error() : found.error());
  }
  if (*expected != *found) {
    return fail(foreign("the tables of this journal are not those that mailhaul makes"));
  }
  return *version;
}

}  // namespace

Error never_begun() {
  return {.kind = ErrorKind::SourceUnusable,
          .text = "this journal was never begun: nothing was uploaded yet",
          .hint = "Run mailhaul upload, or name another journal with --journal."};
}

Result<void> prepare_schema(Database& database, OpenMode mode) {
  const Result<std::int64_t> objects = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!objects) {
    return fail(objects.error());
  }
  if (*objects == 0) {
    if (const Result<std::int64_t> application = database.integer("PRAGMA application_id");
        application && *application != 0 && *application != kApplicationId) {
      return fail(foreign("this database belongs to another program"));
    }
    return mode == OpenMode::ReadWrite ? raise_schema(database, 0) : fail(never_begun());
  }
  const Result<std::int64_t> version = check_schema(database);
  if (!version) {
    return fail(version.error());
  }
  if (*version == kSchemaVersion) {
    return {};
  }
  return mode == OpenMode::ReadWrite ? raise_schema(database, *version) : fail(older(*version));
}

}  // namespace mailhaul::journal
