/// What a tree says that is too large for a test, or that a disk cannot hold: from its sums, its
/// lists and its plan.
#include "maildir/message_list_builder.hpp"
#include "migrate/audit/audit_context.hpp"
#include "migrate/audit/folder_audit.hpp"
#include "migrate/audit/folder_findings.hpp"
#include "migrate/audit/plan_findings.hpp"
#include "migrate/audit/sum_findings.hpp"
#include "unit/migrate/audit_rig.hpp"

#include <functional>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using target::Profile;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class AuditSums : public ::testing::Test {
 protected:
  AuditSums() : tree_(kOrdinaryTree) {
    auto directory = maildir::open_maildir(tree_.path());
    scanner_.emplace(*maildir::Scanner::open(*std::move(directory), {}));
  }

  std::vector<std::string> codes_of(const std::function<void(AuditContext&)>& ask,
                                    Profile profile) {
    std::vector<std::string> codes;
    const FindingSink sink = [&codes](const Finding& finding) { codes.emplace_back(finding.code); };
    FindingCollector findings(sink);
    AuditOptions options;
    options.now = Audited::kNow;
    AuditContext context{.tree = *scanner_,
                         .options = options,
                         .profile = profile,
                         .findings = findings,
                         .summary = summary_,
                         .reader = MessageReader(message::kAllFacts)};
    ask(context);
    return codes;
  }

  test::TemporaryMaildir tree_;
  std::optional<maildir::Scanner> scanner_;
  AuditSummary summary_;
};

TEST_F(AuditSums, MoreMailboxesThanExchangeOnlineTakes) {
  Plan plan;
  plan.create.resize(10'001);
  const auto ask = [&plan](AuditContext& context) { add_plan_findings(context, plan); };
  EXPECT_THAT(codes_of(ask, Profile::ExchangeOnline), ElementsAreArray({"tree.too-many-folders"}));
  EXPECT_THAT(codes_of(ask, Profile::Exchange2016), IsEmpty());
}

TEST_F(AuditSums, MoreLevelsThanExchangeOnlineTakes) {
  std::string deep = "a";
  for (int i = 0; i < 300; ++i) {
    deep += "/a";
  }
  summary_.folders.push_back({.name = deep, .mailbox = deep});
  const auto ask = [](AuditContext& context) { add_plan_findings(context, {}); };
  EXPECT_THAT(codes_of(ask, Profile::ExchangeOnline), ElementsAreArray({"folder.too-deep"}));
  EXPECT_THAT(codes_of(ask, Profile::Exchange2016), IsEmpty());
}

TEST_F(AuditSums, MoreMessagesThanOneMailboxTakesFromTwoFolders) {
  summary_.totals.messages = 1'200'000;
  summary_.folders.push_back({.name = "A", .mailbox = "M", .messages = 600'000});
  summary_.folders.push_back({.name = "B", .mailbox = "M", .messages = 600'000});
  EXPECT_THAT(codes_of(add_sum_findings, Profile::ExchangeOnline),
              ElementsAreArray({"folder.too-many-messages"}));
}

TEST_F(AuditSums, HeaderNamesThatWouldFillHalfOfADatabase) {
  summary_.totals.messages = 1;
  std::vector<std::string> names;
  names.reserve(5'000);
  for (int i = 0; i < 5'000; ++i) {
    names.push_back("x-" + std::to_string(i));
  }
  const auto ask = [&names](AuditContext& context) {
    context.header_names.add(names);
    add_sum_findings(context);
  };
  EXPECT_THAT(codes_of(ask, Profile::Exchange2007),
              ElementsAreArray({"tree.header-names", "tree.dates-not-kept"}));
  EXPECT_THAT(codes_of(ask, Profile::Exchange2016), IsEmpty());
}

/// The list of a folder with so many messages.
maildir::MessageList list_of(int messages) {
  maildir::MessageListBuilder list;
  for (int i = 0; i < messages; ++i) {
    list.add(maildir::Subdirectory::Cur, "1400000000.M" + std::to_string(i) + ".h:2,S",
             static_cast<std::uint64_t>(i));
  }
  list.build_index();
  return std::move(list).finish();
}

TEST_F(AuditSums, AFolderOfMoreThanAHundredThousandMessages) {
  const auto ask = [](int messages) {
    return [messages](AuditContext& context) {
      add_list_findings(list_of(messages), {.name = "Lists"}, context.findings);
    };
  };
  EXPECT_THAT(codes_of(ask(100'000), Profile::Exchange2016), IsEmpty());
  EXPECT_THAT(codes_of(ask(100'001), Profile::Exchange2016), ElementsAreArray({"folder.large"}));
}

TEST_F(AuditSums, AnFsNameThatAServerWithoutLevelsGetsInOne) {
  const maildir::Inventory inventory{
      .layout = maildir::Layout::Fs,
      .folders = {{.directory = "", .levels = {"INBOX"}, .is_inbox = true},
                  {.directory = std::string(200, 'a') + "/" + std::string(200, 'b'),
                   .levels = {std::string(200, 'a'), std::string(200, 'b')}}}};
  ServerMailboxes flat;
  flat.delimiter.reset();
  const auto plan = make_plan(inventory, Profile::Imap, flat, {}, {}, {});
  ASSERT_TRUE(plan.has_value());
  const auto ask = [&](AuditContext& context) {
    const PlannedFolder& planned = plan->folders.at(1);
    add_name_findings(inventory.folders[1], planned, {.name = planned.name}, context.findings);
  };
  EXPECT_THAT(codes_of(ask, Profile::Imap),
              ElementsAreArray({"folder.delimiter-in-name", "folder.name-too-long"}));
}

TEST_F(AuditSums, MessagesAboveTheLimitThatTheServerAnnounced) {
  tree_.add("message cur/1400000001.M2P2.h:2,S mtime=1400000001 size=5000\n");
  const auto ask = [this](std::uint64_t limit) {
    return [this, limit](AuditContext& context) {
      context.size_limit = limit;
      AuditedFolder row{.name = "INBOX", .mailbox = "INBOX"};
      EXPECT_TRUE(audit_folder(context, scanner_->inventory().folders.front(), row).has_value());
      EXPECT_EQ(row.forecast.refused, limit < 5000 ? 1U : 0U);
    };
  };
  EXPECT_THAT(codes_of(ask(4000), Profile::Imap), ElementsAreArray({"message.too-big"}));
  EXPECT_THAT(codes_of(ask(10'000), Profile::Imap), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::migrate
