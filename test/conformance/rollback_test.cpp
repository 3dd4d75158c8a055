/// The built program takes back what it brought, on real servers: other people's messages and their
/// deleted marks stay what they were, and a new upload is perfect again.
#include "conformance/account.hpp"
#include "conformance/emulator_target.hpp"
#include "conformance/sample.hpp"
#include "conformance/target.hpp"
#include "conformance/upload_run.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {

void PrintTo(const StoredMailbox& mailbox, std::ostream* out) {
  *out << (mailbox.subscribed ? "subscribed" : "not subscribed");
  for (const StoredMessage& message : mailbox.messages) {
    *out << "; UID " << message.uid << " " << message.sha256.substr(0, 8)
         << testing::PrintToString(message.flags);
  }
}

namespace {

class Rollback : public testing::TestWithParam<Target> {
 protected:
  void SetUp() override {
    build(sample_, migration_.maildir());
    ASSERT_EQ(has_uidplus(), !GetParam().name.ends_with("WithoutUidplus"));
    fill_with_others();
  }

  [[nodiscard]] test::Ending run(const std::string& command,
                                 const std::vector<std::string>& more = {}) const {
    std::vector<std::string> options = Migration::in_the_clear(server_);
    options.insert(options.end(), GetParam().options.begin(), GetParam().options.end());
    options.insert(options.end(), more.begin(), more.end());
    return migration_.run(command, options);
  }

  void upload() const {
    const auto report = report_of(run("upload"), 0);
    EXPECT_EQ(report["messages"]["uploaded"], sample_.messages.size());
  }

  void expect_perfect() const {
    const auto report = report_of(run("verify"), 0);
    EXPECT_EQ(report["grade"], "perfect") << report.dump(1);
    EXPECT_EQ(report["messages"]["present"], sample_.messages.size());
  }

  [[nodiscard]] ImapClient client() const {
    const test::Account& account = test::kAccounts[0];
    return {server_.port(), account.user, account.password};
  }

  [[nodiscard]] StoredAccount stored() const {
    ImapClient reader = client();
    return read_account(reader);
  }

  test::RealServer server_ = GetParam().start();
  Migration migration_;
  Sample sample_ = everyday_sample();

 private:
  [[nodiscard]] bool has_uidplus() const {
    ImapClient owner = client();
    const Reply reply = owner.command("CAPABILITY");
    return (reply.untagged.at(0) + " ").find(" UIDPLUS ") != std::string::npos;
  }

  /// Two messages in INBOX and two among what was sent, one of each marked as deleted.
  void fill_with_others() const {
    const std::string sent = mailbox_name(GetParam(), {"Sent"});
    ImapClient owner = client();
    owner.send("CREATE " + in_quotes(sent));
    for (const std::string& mailbox : {std::string("INBOX"), sent}) {
      for (const std::string flags : {"(\\Seen)", "(\\Deleted)"}) {
        owner.append(mailbox, flags,
                     "From: eve@example.org\r\nSubject: " + flags + "\r\n\r\nNot yours.\r\n");
      }
    }
  }
};

TEST_P(Rollback, LeavesTheAccountAsItWasAndANewUploadIsPerfect) {
  const StoredAccount before = stored();
  upload();
  expect_perfect();
  EXPECT_NE(stored(), before);
  const auto report = report_of(run("rollback"), 0);
  EXPECT_EQ(report["messages"]["removed"], sample_.messages.size());
  EXPECT_EQ(report["mailboxes"]["kept"], 0);
  EXPECT_EQ(stored(), before);
  upload();
  expect_perfect();
}

TEST_P(Rollback, ComparesWhatMessagesSay) {
  upload();
  const auto report = report_of(run("verify", {"--content"}), 0);
  EXPECT_EQ(report["grade"], "perfect") << report.dump(1);
  EXPECT_EQ(report["messages"]["compared"], sample_.messages.size());
}

INSTANTIATE_TEST_SUITE_P(Real, Rollback, testing::ValuesIn(real_targets()),
                         [](const auto& test) { return test.param.name; });
/// By EXPUNGE, with the marks of others taken off meanwhile.
INSTANTIATE_TEST_SUITE_P(WithoutUidplus, Rollback, testing::Values(dovecot_without_uidplus()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Emulated, Rollback, testing::Values(emulator_target()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
