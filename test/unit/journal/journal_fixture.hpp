/// A journal in a directory of its own, for tests.
#pragma once

#include "support/temp_dir.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {

inline const Identity kIdentity{
    .host = "mail.example", .user = "ada", .maildir = "/home/ada/Maildir"};

class JournalTest : public testing::Test {
 protected:
  std::string path() const { return dir_ / "ada.db"; }

  Journal open() {
    Result<Journal> journal = Journal::open(path(), kIdentity, "exchange2016");
    EXPECT_TRUE(journal.has_value()) << journal.error().message();
    return std::move(*journal);
  }

  static FolderId sent_folder(Journal& journal) {
    const MailboxId mailbox =
        *journal.put_mailbox({.name = "Sent Items", .uidvalidity = 7, .low_water = 12});
    return *journal.put_folder(".Sent", mailbox);
  }

  static MessageRow row(FolderId folder, const Bytes& name) {
    MessageRow row;
    row.folder = folder;
    row.mailbox = 1;
    row.unique_name = name;
    row.fingerprint[0] = 0xff;
    row.wire_size = 1234;
    row.internal_date = -1;
    row.message_id_hash = -0x123456789abcdef;
    row.flags_wanted = flag::kSeen | flag::kFlagged;
    row.state = State::Intent;
    return row;
  }

  test::TempDir dir_;
};

}  // namespace mailhaul::journal
