/// Real servers fill their Maildirs over IMAP and say what they serve. What our reader finds on the
/// disk, and what an upload brings to another server, must be the same.
#include "conformance/account.hpp"
#include "conformance/emulator_target.hpp"
#include "conformance/history.hpp"
#include "conformance/old_server.hpp"
#include "conformance/target.hpp"
#include "conformance/tree_reading.hpp"
#include "conformance/upload_run.hpp"
#include "support/child_process.hpp"
#include "support/maildir_builder.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::conformance {

void PrintTo(const StoredMessage& message, std::ostream* out) {
  *out << "UID " << message.uid << ", " << message.size << " octets " << message.sha256.substr(0, 8)
       << ", date " << message.internal_date << ", flags" << testing::PrintToString(message.flags);
}

namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

/// Mailboxes without those that only hold others, which are no folders on the disk.
StoredAccount selectable(StoredAccount account) {
  std::erase_if(account, [](const auto& entry) { return !entry.second.selectable; });
  return account;
}

class Oracle : public testing::TestWithParam<OldServer> {
 protected:
  /// What the server has to say about a life on it; it is stopped then.
  StoredAccount ask() {
    const test::Account& account = test::kAccounts[0];
    StoredAccount served;
    {
      ImapClient client(server_.port(), account.user, account.password);
      live(client, GetParam());
      served = read_account(client);
      client.send("LOGOUT");
    }
    server_.kill();
    return selectable(std::move(served));
  }

  test::RealServer server_ = GetParam().start();
};

void expect_equal(const StoredAccount& found, const StoredAccount& served) {
  for (const auto& [name, mailbox] : served) {
    ASSERT_TRUE(found.contains(name)) << name << " is missing";
    EXPECT_THAT(found.at(name).messages, ElementsAreArray(mailbox.messages)) << name;
    EXPECT_EQ(found.at(name).subscribed, mailbox.subscribed) << name;
  }
  for (const auto& [name, mailbox] : found) {
    EXPECT_TRUE(served.contains(name)) << name << " was not served";
  }
}

TEST_P(Oracle, ServesWhatWeReadFromTheDisk) {
  StoredAccount served = ask();
  // A subscription to a mailbox that is gone is listed, but is no folder.
  served.erase(GetParam().mailbox_name({"Gone"}));
  ASSERT_GE(served.size(), 8U);
  expect_equal(read_tree(GetParam(), server_), served);
}

/// The audit of the tree that the server left.
nlohmann::json audit_of(const OldServer& old, const test::RealServer& server, int expected_status) {
  test::Program program{.arguments = {MAILHAUL_PROGRAM, "audit", "--json"}};
  const auto options = old.options_for(server);
  program.arguments.insert(program.arguments.end(), options.begin(), options.end());
  program.arguments.push_back(old.maildir_in(server));
  return report_of(test::run(program), expected_status);
}

/// The codes of all findings, without that of files which the server was told to compress.
std::set<std::string> codes_of(const nlohmann::json& audit, const OldServer& old) {
  std::set<std::string> codes;
  for (const auto& finding : audit["findings"]) {
    codes.insert(finding["code"]);
  }
  EXPECT_EQ(codes.erase("message.compressed") == 1, !old.file_mark.empty());
  return codes;
}

TEST_P(Oracle, LeavesATreeOfOrdinaryMailOfWhichAnAuditSaysNothing) {
  const test::Account& account = test::kAccounts[0];
  {
    ImapClient client(server_.port(), account.user, account.password);
    const std::string old = GetParam().mailbox_name({"Old"});
    client.command("CREATE " + in_quotes(old));
    for (const std::string& mailbox : {std::string("INBOX"), old}) {
      for (const std::string number : {"1", "2", "3"}) {
        const std::string letter =
            "From: ada@example.org\r\nTo: bob@example.net\r\n"
            "Subject: letter\r\nDate: Mon, 1 Mar 2004 10:00:00 +0100\r\n"
            "Message-ID: <" +
            number + "@example.org>\r\n\r\nhello\r\n";
        EXPECT_EQ(client.append(mailbox, "(\\Seen) \"01-Mar-2004 10:00:01 +0100\"", letter).status,
                  "OK");
      }
    }
    client.send("LOGOUT");
  }
  server_.kill();
  const nlohmann::json audit = audit_of(GetParam(), server_, 0);
  EXPECT_EQ(audit["summary"]["messages"], 6);
  EXPECT_THAT(codes_of(audit, GetParam()), IsEmpty()) << audit.dump(1);
}

/// A life leaves traces that are worth a note. What an audit warns of is the one message with a
/// line that Exchange does not take.
TEST_P(Oracle, LeavesATreeInWhichAnAuditFindsNoFault) {
  static_cast<void>(ask());
  const nlohmann::json audit = audit_of(GetParam(), server_, 1);
  EXPECT_EQ(audit["summary"]["warnings"], 1) << audit.dump(1);
  EXPECT_EQ(audit["summary"]["errors"], 0) << audit.dump(1);
  EXPECT_THAT(codes_of(audit, GetParam()),
              ElementsAre("folder.empty", "folder.marked-deleted", "folder.missing-parent",
                          "message.duplicate", "message.line-too-long", "message.undeclared-8bit",
                          "tree.keywords-lost", "tree.lost-subscriptions"));
}

TEST_P(Oracle, StoresFilesInTheFormThatThisTestIsFor) {
  static_cast<void>(ask());
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(GetParam().maildir_in(server_))) {
    if (entry.path().parent_path().filename() == "cur") {
      std::string start(GetParam().file_mark.size(), '\0');
      std::ifstream(entry.path(), std::ios::binary)
          .read(start.data(), static_cast<std::streamsize>(start.size()));
      EXPECT_EQ(start, GetParam().file_mark) << entry.path();
      ++files;
    }
  }
  EXPECT_GT(files, 10U);
}

INSTANTIATE_TEST_SUITE_P(Of, Oracle, testing::ValuesIn(old_servers()),
                         [](const auto& test) { return test.param.name; });

class OracleOfMove : public testing::TestWithParam<std::tuple<OldServer, Target>> {};

/// The mailbox of the target, its UIDs counted from 1, with what it can keep.
StoredAccount moved(const StoredAccount& served, const OldServer& server, const Target& target) {
  StoredAccount expected;
  for (const auto& [name, mailbox] : served) {
    std::string moved_name = "INBOX";
    if (const auto levels = server.levels_of(name); !levels.empty()) {
      moved_name = target.prefix + levels.front();
      for (std::size_t i = 1; i < levels.size(); ++i) {
        moved_name += target.delimiter + levels[i];
      }
    }
    StoredMailbox& place = expected[moved_name];
    place.subscribed = mailbox.subscribed;
    for (StoredMessage message : mailbox.messages) {
      message.uid = static_cast<std::uint32_t>(place.messages.size() + 1);
      if (!target.keeps_keywords) {
        std::erase_if(message.flags, [](const auto& flag) { return !flag.starts_with('\\'); });
      }
      place.messages.push_back(std::move(message));
    }
  }
  return expected;
}

TEST_P(OracleOfMove, ServesWhatArrivesOnTheOtherServer) {
  const auto& [old, target] = GetParam();
  const test::Account& account = test::kAccounts[0];
  test::RealServer source = old.start();
  StoredAccount served;
  {
    ImapClient client(source.port(), account.user, account.password);
    live(client, old);
    served = selectable(read_account(client));
    client.send("LOGOUT");
  }
  source.kill();
  served.erase(old.mailbox_name({"Gone"}));
  const std::string before = test::describe_tree(old.maildir_in(source));

  const test::RealServer destination = target.start();
  const Migration migration;
  std::vector<std::string> options = Migration::in_the_clear(destination);
  options.insert(options.end(), target.options.begin(), target.options.end());
  const auto more = old.options_for(source);
  options.insert(options.end(), more.begin(), more.end());
  static_cast<void>(report_of(migration.run_on(old.maildir_in(source), "upload", options), 0));
  EXPECT_EQ(test::describe_tree(old.maildir_in(source)), before);

  ImapClient client(destination.port(), account.user, account.password);
  const StoredAccount stored = read_account(client);
  for (const auto& [name, mailbox] : moved(served, old, target)) {
    ASSERT_TRUE(stored.contains(name)) << name << " is missing";
    EXPECT_THAT(stored.at(name).messages, ElementsAreArray(mailbox.messages)) << name;
    EXPECT_TRUE(stored.at(name).subscribed || !mailbox.subscribed) << name;
  }
}

std::string name_of_move(const testing::TestParamInfo<std::tuple<OldServer, Target>>& test) {
  return std::get<0>(test.param).name + "_to_" + std::get<1>(test.param).name;
}

/// Those whose trees differ most.
std::vector<OldServer> unlike_servers() {
  return {old_server("Courier"), old_server("Dovecot_scattered"), old_server("Dovecot_gz")};
}

INSTANTIATE_TEST_SUITE_P(Real, OracleOfMove,
                         testing::Combine(testing::ValuesIn(old_servers()),
                                          testing::Values(real_targets().front())),
                         name_of_move);
INSTANTIATE_TEST_SUITE_P(Emulated, OracleOfMove,
                         testing::Combine(testing::ValuesIn(unlike_servers()),
                                          testing::Values(emulator_target())),
                         name_of_move);

}  // namespace
}  // namespace mailhaul::conformance
