/// Folders that several people use: what the old server shows one of them is what an upload with
/// --shared brings below the mailbox that was chosen for them.
#include "conformance/account.hpp"
#include "conformance/sharing_server.hpp"
#include "conformance/target.hpp"
#include "conformance/upload_run.hpp"
#include "support/maildir_builder.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {

void PrintTo(const StoredMessage& message, std::ostream* out) {
  *out << "UID " << message.uid << ", " << message.size << " octets " << message.sha256.substr(0, 8)
       << ", date " << message.internal_date << ", flags" << testing::PrintToString(message.flags);
}

namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;

const std::string kPlace = "Shared/Of all";

/// By name below a prefix, with '/' between levels; UIDs counted from 1.
using SharedMail = std::map<std::string, std::vector<StoredMessage>>;

void take(SharedMail& mail, std::string name, const StoredMailbox& mailbox, bool with_flags) {
  std::vector<StoredMessage>& messages = mail[std::move(name)];
  messages = mailbox.messages;
  std::uint32_t uid = 0;
  for (StoredMessage& message : messages) {
    message.uid = ++uid;
    if (!with_flags) {
      message.flags.clear();
    }
  }
}

/// By date, for messages whose order is not on the disk.
void put_in_order_of_dates(SharedMail& mail) {
  for (auto& [name, messages] : mail) {
    std::ranges::sort(messages, {}, &StoredMessage::internal_date);
    std::uint32_t uid = 0;
    for (StoredMessage& message : messages) {
      message.uid = ++uid;
    }
  }
}

class SharedFolders : public testing::TestWithParam<SharingServer> {
 protected:
  /// What the first account sees; the server is stopped then.
  SharedMail ask() {
    GetParam().fill(source_);
    SharedMail served;
    const std::string& prefix = GetParam().served_prefix;
    {
      ImapClient client(source_.port(), test::kAccounts[0].user, test::kAccounts[0].password);
      StoredAccount account = read_account(client, prefix + "*");
      // The mail of the tree itself can be a mailbox with the name of the tree.
      account.merge(read_account(client, prefix.substr(0, prefix.size() - 1)));
      for (const auto& [name, mailbox] : account) {
        // A parent that cannot be selected is a mailbox without messages afterwards.
        if ((name + '.').starts_with(prefix)) {
          std::string below = name.substr(std::min(prefix.size(), name.size()));
          std::ranges::replace(below, '.', '/');
          below = below == "INBOX" ? "" : below;
          if (mailbox.subscribed) {
            subscribed_.insert(below);
          }
          take(served, below, mailbox, !GetParam().has_private_flags);
        }
      }
      client.send("LOGOUT");
    }
    source_.kill();
    return served;
  }

  [[nodiscard]] std::string directory() const { return source_.root().path(GetParam().directory); }

  [[nodiscard]] std::string maildir() const { return source_.root().path(GetParam().maildir); }

  test::RealServer source_ = GetParam().start();
  /// Names as of SharedMail.
  std::set<std::string> subscribed_;
};

TEST_P(SharedFolders, ArriveBelowTheChosenMailboxAsTheyWereServed) {
  SharedMail served = ask();
  ASSERT_GE(served.size(), 2U);
  const std::string before = test::describe_tree(directory());
  const test::RealServer destination = test::start_dovecot();
  const Migration migration;
  std::vector<std::string> options = Migration::in_the_clear(destination);
  options.insert(options.end(), {"--shared", kPlace + "=" + directory()});
  static_cast<void>(report_of(migration.run_on(maildir(), "upload", options), 0));
  EXPECT_EQ(test::describe_tree(directory()), before);

  ImapClient client(destination.port(), test::kAccounts[0].user, test::kAccounts[0].password);
  SharedMail stored;
  std::set<std::string> subscribed;
  for (const auto& [name, mailbox] : read_account(client)) {
    if (name.starts_with(kPlace)) {
      const std::string below = name == kPlace ? "" : name.substr(kPlace.size() + 1);
      take(stored, below, mailbox, true);
      if (mailbox.subscribed) {
        subscribed.insert(below);
      }
    }
  }
  EXPECT_GE(subscribed_.size(), 2U);
  EXPECT_EQ(subscribed, subscribed_);
  if (GetParam().has_private_flags) {
    put_in_order_of_dates(served);
    put_in_order_of_dates(stored);
  }
  // The root of the shared tree is there as a parent, whether or not it was shown.
  served.try_emplace("");
  for (const auto& [name, messages] : served) {
    ASSERT_TRUE(stored.contains(name)) << name << " is missing";
    EXPECT_THAT(stored.at(name), ElementsAreArray(messages)) << name;
  }
  EXPECT_EQ(stored.size(), served.size());
}

TEST_P(SharedFolders, HaveTheirRightsInTheAudit) {
  static_cast<void>(ask());
  test::Program audit;
  audit.arguments = {MAILHAUL_PROGRAM,           "audit",  "--json", "--shared",
                     kPlace + "=" + directory(), maildir()};
  const nlohmann::json report = report_of(test::run(audit), GetParam().rights.empty() ? 0 : 1);
  std::map<std::string, std::string> said;
  for (const nlohmann::json& finding : report["findings"]) {
    if (finding["code"] == "folder.shared") {
      said[finding["folder"]] += finding["text"];
    }
  }
  for (const auto& [folder, words] : GetParam().rights) {
    const std::string path = directory() + (folder.empty() ? "" : "/." + folder);
    EXPECT_THAT(said[path], HasSubstr(words)) << report["findings"].dump(1);
  }
}

TEST(SharedMaildirs, AreNamedByTheAuditUntilTheyAreGiven) {
  const SharingServer& courier = sharing_servers().back();
  ASSERT_EQ(courier.name, "Courier_shared");
  test::RealServer source = courier.start();
  courier.fill(source);
  source.kill();
  test::Program audit;
  audit.arguments = {MAILHAUL_PROGRAM, "audit", "--json", source.root().path(courier.maildir)};
  const nlohmann::json report = report_of(test::run(audit), 1);
  std::map<std::string, std::string> said;
  for (const nlohmann::json& finding : report["findings"]) {
    said[finding["code"]] = finding["text"];
  }
  EXPECT_EQ(said["tree.shared-maildirs"],
            "staff is shared from " + source.root().path(courier.directory));
  EXPECT_EQ(said["tree.shared-subscriptions"],
            "subscribed: shared.staff.Team, shared.staff.Team.Deep");
}

INSTANTIATE_TEST_SUITE_P(Of, SharedFolders, testing::ValuesIn(sharing_servers()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
