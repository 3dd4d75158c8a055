/// The built program follows a source that changed, on real servers: by MOVE where they have it,
/// else by COPY and removal.
#include "conformance/account.hpp"
#include "conformance/emulator_target.hpp"
#include "conformance/sample.hpp"
#include "conformance/target.hpp"
#include "conformance/upload_run.hpp"
#include "support/maildir_builder.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::conformance {
namespace {

using testing::IsSupersetOf;
using testing::SizeIs;

constexpr std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2, mtime=1200000002
message cur/1300000003.M3.host:2,S mtime=1300000003
maildir .Archive
message .Archive/cur/1400000004.M4.host:2,S mtime=1400000004
)";

class Delta : public testing::TestWithParam<Target> {
 protected:
  Delta() {
    const Result<void> built = test::build_maildir(migration_.maildir(), kTree);
    EXPECT_TRUE(built) << built.error().message();
  }

  [[nodiscard]] nlohmann::json upload(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> options = Migration::in_the_clear(server_);
    options.insert(options.end(), GetParam().options.begin(), GetParam().options.end());
    options.insert(options.end(), more.begin(), more.end());
    return report_of(migration_.run("upload", options), 0);
  }

  [[nodiscard]] StoredAccount stored() const {
    const test::Account& account = test::kAccounts[0];
    ImapClient client(server_.port(), account.user, account.password);
    return read_account(client);
  }

  void rename(const std::string& from, const std::string& to) const {
    std::filesystem::rename(migration_.maildir() + "/" + from, migration_.maildir() + "/" + to);
  }

  test::RealServer server_ = GetParam().start();
  Migration migration_;
};

TEST_P(Delta, CarriesOverWhatChangedAtTheSource) {
  EXPECT_EQ(upload()["messages"]["uploaded"], 4);
  const StoredAccount before = stored();
  const std::string moved = before.at("INBOX").messages.at(1).sha256;
  rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,PRS");
  rename("cur/1200000002.M2.host:2,", ".Archive/cur/1700000000.M9.other:2,F");
  std::filesystem::remove(migration_.maildir() + "/cur/1300000003.M3.host:2,S");
  const auto report = upload({"--delete-vanished"});
  EXPECT_EQ(report["messages"]["uploaded"], 0);
  EXPECT_EQ(report["messages"]["flags_updated"], 2);
  EXPECT_EQ(report["messages"]["moved"], 1);
  EXPECT_EQ(report["messages"]["removed"], 1);
  const StoredAccount after = stored();
  ASSERT_THAT(after.at("INBOX").messages, SizeIs(1));
  EXPECT_THAT(after.at("INBOX").messages[0].flags, IsSupersetOf({"\\seen", "\\answered"}));
  EXPECT_EQ(after.at("INBOX").messages[0].flags.contains("$forwarded"), GetParam().keeps_keywords);
  const auto& archive = after.at(mailbox_name(GetParam(), {"Archive"})).messages;
  ASSERT_THAT(archive, SizeIs(2));
  EXPECT_EQ(archive[1].sha256, moved);
  EXPECT_TRUE(archive[1].flags.contains("\\flagged"));
  EXPECT_EQ(archive[1].internal_date, 1200000002);
  const auto last = upload();
  EXPECT_EQ(last["messages"]["already_there"], 3);
  EXPECT_EQ(last["messages"]["flags_updated"], 0);
}

/// No folder of the source goes to the mailbox for deleted items.
TEST_P(Delta, MessageForTheDeletedItemsKeepsItsKeywords) {
  const std::string trash = mailbox_name(GetParam(), {"Trash"});
  if (!stored().contains(trash)) {
    const test::Account& account = test::kAccounts[0];
    ImapClient(server_.port(), account.user, account.password)
        .command("CREATE " + in_quotes(trash));
  }
  rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,PST");
  const auto report = upload({"--trashed", "move"});
  EXPECT_EQ(report["messages"]["uploaded"], 4);
  EXPECT_EQ(report["keywords_not_kept"].empty(), GetParam().keeps_keywords);
  const StoredAccount account = stored();
  EXPECT_THAT(account.at("INBOX").messages, SizeIs(2));
  std::size_t forwarded = 0;
  for (const auto& [name, mailbox] : account) {
    for (const StoredMessage& message : mailbox.messages) {
      forwarded += message.flags.contains("$forwarded") ? 1U : 0U;
    }
  }
  EXPECT_EQ(forwarded, GetParam().keeps_keywords ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Real, Delta, testing::ValuesIn(real_targets()),
                         [](const auto& test) { return test.param.name; });
INSTANTIATE_TEST_SUITE_P(Emulated, Delta, testing::Values(emulator_target()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
