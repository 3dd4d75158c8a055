/// A mailbox of an emulated Exchange with messages of several people in it, a journal and a
/// connection.
#pragma once

#include "support/temp_dir.hpp"
#include "upload_rig.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

inline std::string numbered_message(int number) {
  return fmt::format(
      "From: a@example.org\r\nMessage-ID: <{}@example.org>\r\nSubject: number {}\r\n"
      "Date: Wed, 17 Jul 1996 02:44:25 +0000\r\n\r\nHello {}.\r\n",
      number, number, number);
}

class RemovalRig {
 public:
  explicit RemovalRig(emulator::ProfileName profile, const std::vector<std::string>& settings = {})
      : server_(start_server(emulated(profile, settings))),
        journal_(*journal::Journal::open(
            directory_ / "journal.db",
            {.host = "127.0.0.1", .user = "demo", .maildir = "/home/demo/Maildir"}, "imap")) {
    folder_ = *journal_.put_folder("", put_mailbox());
  }

  emulator::Server& server() { return *server_; }

  journal::Journal& journal() { return journal_; }

  /// Delivers a message and journals it as stored by us.
  journal::MessageRow store_ours(int number) {
    const std::string message = numbered_message(number);
    const message::MessageIdentity identity = message::identify(message);
    journal::MessageRow row;
    row.folder = folder_;
    row.mailbox = mailbox_.id;
    row.unique_name = fmt::format("1.M{}.host", number);
    row.message_id_hash = identity.message_id_hash;
    row.subject_hash = identity.date_subject_hash;
    row.state = journal::State::Stored;
    row.uid = *server_->deliver("INBOX", message);
    row.id = *journal_.put_message(row);
    return row;
  }

  /// Somebody else's message.
  std::uint32_t deliver(int number) { return *server_->deliver("INBOX", numbered_message(number)); }

  const journal::MailboxRow& mailbox() const { return mailbox_; }

  ServerConnection connect() { return connect(server_->port()); }

  /// To what stands before the server.
  static ServerConnection connect(std::uint16_t port) {
    ServerOptions options{.host = "127.0.0.1", .port = port, .tls = TlsMode::None};
    SignInOptions sign_in{.user = "demo",
                          .secret = [] { return Result<Secret>(Secret(std::string("demo"))); }};
    return *ServerConnection::open(options, sign_in, -1);
  }

  /// As another client would.
  void mark_deleted(std::uint32_t uid) {
    ServerConnection client = connect();
    EXPECT_TRUE(client.run_or_fail(*imap::Command::select("INBOX")));
    EXPECT_TRUE(client.run_or_fail(*imap::Command::uid_store(
        imap::SequenceSet(uid), imap::StoreAction::Add, {imap::SystemFlag::Deleted})));
    client.close();
  }

  /// "1 4* 5": UIDs, with a star where the message is marked as deleted.
  [[nodiscard]] std::string inbox() const {
    std::string out;
    const auto snapshot = server_->mailbox("INBOX");
    for (const emulator::MessageSnapshot& message : snapshot->messages) {
      const bool deleted = std::ranges::find(message.flags, "\\Deleted") != message.flags.end();
      out += (out.empty() ? "" : " ") + std::to_string(message.uid) + (deleted ? "*" : "");
    }
    return out;
  }

  [[nodiscard]] journal::State state_of(const journal::MessageRow& row) {
    return (*journal_.message(row.id))->state;
  }

 private:
  journal::MailboxId put_mailbox() {
    mailbox_ = {
        .name = "INBOX", .uidvalidity = server_->mailbox("INBOX")->uid_validity, .low_water = 1};
    mailbox_.id = *journal_.put_mailbox(mailbox_);
    return mailbox_.id;
  }

  test::TempDir directory_;
  std::unique_ptr<emulator::Server> server_;
  journal::Journal journal_;
  journal::MailboxRow mailbox_;
  journal::FolderId folder_ = 0;
};

}  // namespace mailhaul::migrate
