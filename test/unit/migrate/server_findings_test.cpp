#include "migrate/audit/server_findings.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using target::Profile;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// What is found on a server with these mailboxes when these folders are moved to it.
class ServerFindings : public ::testing::Test {
 protected:
  std::vector<Finding> find(Profile profile, std::vector<std::string> folders) {
    maildir::Inventory inventory{
        .folders = {{.directory = "", .levels = {"INBOX"}, .is_inbox = true}}};
    for (std::string& name : folders) {
      inventory.folders.push_back({.directory = "." + name, .levels = {std::move(name)}});
    }
    const auto plan = make_plan(inventory, profile, mailboxes_, {}, {}, {});
    EXPECT_TRUE(plan.has_value());
    return collect([&](FindingCollector& findings) {
      add_server_findings(server_, mailboxes_, profile, *plan, findings);
    });
  }

  template <typename Ask>
  static std::vector<Finding> collect(Ask ask) {
    std::vector<Finding> found;
    const FindingSink sink = [&found](const Finding& finding) { found.push_back(finding); };
    FindingCollector findings(sink);
    ask(findings);
    return found;
  }

  ServerMailboxes mailboxes_ = presumed_mailboxes(Profile::Exchange2016);
  AuditedServer server_;
};

TEST_F(ServerFindings, AnExchangeInOrderGivesNone) {
  EXPECT_THAT(find(Profile::Exchange2016, {"Sent", "Drafts", "Trash", "Junk", "Old"}), IsEmpty());
}

TEST_F(ServerFindings, SpecialFoldersWithoutAMailboxOfTheServer) {
  // As before the first sign-in with Outlook or webmail.
  std::erase_if(mailboxes_.mailboxes,
                [](const ServerMailbox& mailbox) { return mailbox.name == "Sent Items"; });
  const auto found = find(Profile::Exchange2016, {"Sent", "Trash"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "server.special-mailbox-missing");
  EXPECT_EQ(found[0].severity, Severity::Warning);
  EXPECT_EQ(found[0].folder, "Sent");
  EXPECT_THAT(found[0].text, HasSubstr("for sent messages"));
}

TEST_F(ServerFindings, SpecialFoldersAreOrdinaryOnesWhereMailProgramsChooseThem) {
  mailboxes_.mailboxes = {{.name = "INBOX"}};
  const auto found = find(Profile::Imap, {"Sent"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].severity, Severity::Note);
}

TEST_F(ServerFindings, MailboxesThatOnlyHoldOthers) {
  mailboxes_.mailboxes.push_back({.name = "Old", .attributes = {"\\Noselect", "\\HasChildren"}});
  const auto found = find(Profile::Imap, {"Old"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "server.mailbox-unusable");
  EXPECT_EQ(found[0].severity, Severity::Error);
  EXPECT_EQ(found[0].folder, "Old");
}

TEST_F(ServerFindings, MailboxesThatHoldMailAlready) {
  server_.mailboxes.push_back({.name = "INBOX", .is_planned = true, .messages = 3});
  const auto found = find(Profile::Exchange2016, {});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].code, "server.mailbox-not-empty");
  EXPECT_EQ(found[0].count, 3U);
}

TEST_F(ServerFindings, AQuotaThatIsTooSmall) {
  server_.quota = AuditedQuota{.used = 90, .limit = 100};
  const auto codes_of = [this](std::uint64_t bytes) {
    std::vector<std::string_view> codes;
    for (const Finding& finding : collect(
             [&](FindingCollector& findings) { add_quota_finding(server_, bytes, findings); })) {
      codes.push_back(finding.code);
    }
    return codes;
  };
  EXPECT_THAT(codes_of(9'000), IsEmpty());
  EXPECT_THAT(codes_of(11'000), ElementsAre("server.quota"));
}

}  // namespace
}  // namespace mailhaul::migrate
