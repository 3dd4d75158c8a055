/// A suite that writes to a journal with one mailbox and one folder, without a move.
#pragma once

#include "support/temp_dir.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {

class JournalInDir : public testing::Test {
 protected:
  /// A row that may be sent, with this name.
  [[nodiscard]] journal::MessageRow intent(const std::string& name) const {
    journal::MessageRow row;
    row.folder = folder_;
    row.mailbox = mailbox_;
    row.unique_name = name;
    row.state = journal::State::Intent;
    return row;
  }

  test::TempDir dir_;
  journal::Journal journal_ = std::move(*journal::Journal::open(
      dir_ / "journal.db", {.host = "mail.example", .user = "ada", .maildir = "/home/ada/Maildir"},
      "exchange2016"));
  journal::MailboxId mailbox_ = *journal_.put_mailbox({.name = "INBOX", .uidvalidity = 7});
  journal::FolderId folder_ = *journal_.put_folder("", mailbox_);
};

}  // namespace mailhaul::migrate
