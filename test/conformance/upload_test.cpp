/// The built program moves a Maildir into a real server, and a client that shares nothing with it
/// reads back what came.
#include "conformance/account.hpp"
#include "conformance/emulator_target.hpp"
#include "conformance/sample.hpp"
#include "conformance/target.hpp"
#include "conformance/upload_run.hpp"
#include "support/maildir_builder.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {

void PrintTo(const StoredMessage& message, std::ostream* out) {
  *out << "UID " << message.uid << ", " << message.size << " octets " << message.sha256.substr(0, 8)
       << ", date " << message.internal_date << ", flags" << testing::PrintToString(message.flags);
}

namespace {

using testing::ElementsAreArray;

class Upload : public testing::TestWithParam<Target> {
 protected:
  StoredAccount stored() const {
    const test::Account& account = test::kAccounts[0];
    ImapClient client(server_.port(), account.user, account.password);
    return read_account(client);
  }

  test::Ending upload() const { return run_on_server("upload"); }

  test::Ending run_on_server(const std::string& command) const {
    std::vector<std::string> options = Migration::in_the_clear(server_);
    options.insert(options.end(), GetParam().options.begin(), GetParam().options.end());
    return migration_.run(command, options);
  }

  test::RealServer server_ = GetParam().start();
  Migration migration_;
};

class UploadWithTls : public Upload {};

/// To servers that refuse nothing for what is in it.
class UploadOfOddities : public Upload {};

void expect_messages(const StoredAccount& stored, const StoredAccount& expected) {
  for (const auto& [name, mailbox] : expected) {
    ASSERT_TRUE(stored.contains(name)) << name << " is not on the server";
    EXPECT_THAT(stored.at(name).messages, ElementsAreArray(mailbox.messages)) << name;
  }
  for (const auto& [name, mailbox] : stored) {
    EXPECT_TRUE(expected.contains(name) || mailbox.messages.empty()) << name << " has messages";
  }
}

TEST_P(Upload, BringsEveryMessageUnchanged) {
  const Sample sample = everyday_sample();
  build(sample, migration_.maildir());
  const auto report = report_of(upload(), 0);
  EXPECT_EQ(report["messages"]["uploaded"], sample.messages.size());
  expect_messages(stored(), expected_account(GetParam(), sample));
}

TEST_P(Upload, SubscribesWhatWasSubscribed) {
  const Sample sample = everyday_sample();
  build(sample, migration_.maildir());
  static_cast<void>(report_of(upload(), 0));
  const StoredAccount account = stored();
  for (const auto& levels : sample.subscribed) {
    EXPECT_TRUE(account.at(mailbox_name(GetParam(), levels)).subscribed) << levels.back();
  }
}

TEST_P(Upload, MakesMailboxesForEmptyFolders) {
  build(everyday_sample(), migration_.maildir());
  static_cast<void>(report_of(upload(), 0));
  EXPECT_TRUE(stored().contains(mailbox_name(GetParam(), {"Empty"})));
}

TEST_P(Upload, LeavesTheSourceAsItWas) {
  build(everyday_sample(), migration_.maildir());
  const std::string before = test::describe_tree(migration_.maildir());
  static_cast<void>(report_of(upload(), 0));
  EXPECT_EQ(test::describe_tree(migration_.maildir()), before);
}

TEST_P(Upload, SendsNothingTheSecondTime) {
  const Sample sample = everyday_sample();
  build(sample, migration_.maildir());
  static_cast<void>(report_of(upload(), 0));
  const auto report = report_of(upload(), 0);
  EXPECT_EQ(report["messages"]["uploaded"], 0);
  EXPECT_EQ(report["messages"]["already_there"], sample.messages.size());
  EXPECT_EQ(report["bytes_sent"], 0);
  expect_messages(stored(), expected_account(GetParam(), sample));
}

TEST_P(Upload, BringsTheRestWhenTheServerRefusesSome) {
  const Sample sample = sample_with_refusals();
  build(sample, migration_.maildir());
  const std::set<std::string> refused = refused_by(GetParam(), sample);
  const auto report = report_of(upload(), refused.empty() ? 0 : 1);
  EXPECT_EQ(report["messages"]["refused"], refused.size());
  std::set<std::string> listed;
  for (const auto& entry : report["attention"]) {
    listed.insert(entry["unique_name"].get<std::string>());
  }
  EXPECT_EQ(listed, refused);
  expect_messages(stored(), expected_account(GetParam(), sample));
}

/// Dovecot takes no keyword of more than 50 octets, Courier writes any.
TEST_P(Upload, BringsAMessageWhoseKeywordIsTooLongForTheServer) {
  const std::string keyword(60, 'k');
  build({.manifest = "maildir .\nfile dovecot-keywords text=0\\x20" + keyword +
                     "\nmessage cur/1400000000.M1P1.h:2,Sa mtime=1400000000\n"
                     "message cur/1400000001.M2P1.h:2,S mtime=1400000001\n"},
        migration_.maildir());
  const auto report = report_of(upload(), 0);
  EXPECT_EQ(report["messages"]["uploaded"], 2);
  const auto messages = stored().at("INBOX").messages;
  ASSERT_EQ(messages.size(), 2U);
  const auto lost = report["keywords_not_kept"].size();
  for (const StoredMessage& message : messages) {
    const bool is_marked = message.internal_date == 1400000000;
    EXPECT_EQ(message.flags.size(), is_marked && lost == 0 ? 2U : 1U)
        << testing::PrintToString(message.flags);
  }
}

/// Every sample message once, in the INBOX.
Sample sample_of_oddities() {
  Sample sample;
  int number = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(MAILHAUL_SOURCE_DIR "/testdata/messages")) {
    sample.manifest += fmt::format(
        "message cur/{}.M{}P1.h:2,S mtime={} source=testdata/messages/{}\n", 1'400'000'000 + number,
        number, 1'400'000'000 + number, entry.path().filename().string());
    ++number;
  }
  return sample;
}

TEST_P(UploadOfOddities, DoesWhatAnAuditForetold) {
  build(sample_of_oddities(), migration_.maildir());
  const auto audit = report_of(run_on_server("audit"), 1);
  const auto count = [&audit](const char* fate) -> int {
    return audit["summary"]["forecast"][fate];
  };
  const auto report = report_of(upload(), 1);
  EXPECT_EQ(report["messages"]["uploaded"], count("as_is") + count("repaired") + count("wrapped"));
  EXPECT_EQ(report["messages"]["repaired"], count("repaired"));
  EXPECT_EQ(report["messages"]["wrapped"], count("wrapped"));
  EXPECT_EQ(report["messages"]["refused"], count("refused"));
  EXPECT_EQ(report["attention"].size(), count("refused") + count("unreadable"));
  EXPECT_GT(count("as_is"), 20);
  EXPECT_GT(count("refused"), 0);
}

TEST_P(UploadWithTls, VerifiesTheServerAndBringsEverything) {
  const Sample sample = everyday_sample();
  build(sample, migration_.maildir());
  static_cast<void>(report_of(migration_.run("upload", Migration::with_tls(server_)), 0));
  expect_messages(stored(), expected_account(GetParam(), sample));
}

TEST_P(UploadWithTls, StartsTlsAndBringsEverything) {
  const Sample sample = everyday_sample();
  build(sample, migration_.maildir());
  static_cast<void>(report_of(migration_.run("upload", Migration::with_starttls(server_)), 0));
  expect_messages(stored(), expected_account(GetParam(), sample));
}

std::vector<Target> targets_with_tls() {
  std::vector<Target> targets = real_targets();
  std::erase_if(targets, [](const Target& target) { return !target.has_tls; });
  return targets;
}

INSTANTIATE_TEST_SUITE_P(Real, Upload, testing::ValuesIn(real_targets()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Real, UploadOfOddities,
                         testing::Values(real_targets().at(0), real_targets().at(1)),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Emulated, Upload, testing::Values(emulator_target()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Real, UploadWithTls, testing::ValuesIn(targets_with_tls()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
