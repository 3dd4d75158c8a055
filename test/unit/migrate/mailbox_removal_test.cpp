#include "migrate/removal/mailbox_removal.hpp"

#include "migrate/removal/recovery.hpp"
#include "removal_rig.hpp"
#include "support/rewriting_proxy.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// With UIDPLUS and without.
class RemovalFromEveryServer : public ::testing::TestWithParam<ProfileName> {
 protected:
  MailboxRemoval open(ServerConnection& connection) {
    auto removal =
        MailboxRemoval::open(connection, rig_.journal(), rig_.mailbox(), RemovalAccess::Change);
    EXPECT_TRUE(removal) << removal.error().message();
    return *std::move(removal);
  }

  void fault(const std::string& spec) { rig_.server().add_fault(*emulator::parse_fault(spec)); }

  RemovalRig rig_{GetParam()};
};

TEST_P(RemovalFromEveryServer, SparesWhatOthersMarked) {
  for (int i = 1; i <= 5; ++i) {
    rig_.deliver(i);
  }
  rig_.mark_deleted(1);
  rig_.mark_deleted(5);
  ServerConnection connection = rig_.connect();
  MailboxRemoval removal = open(connection);
  const auto gone = removal.expunge(std::vector<std::uint32_t>{2, 3});
  ASSERT_TRUE(gone) << gone.error().message();
  EXPECT_THAT(*gone, ElementsAre(2U, 3U));
  ASSERT_TRUE(removal.finish());
  EXPECT_EQ(rig_.inbox(), "1* 4 5*");
  EXPECT_THAT(*rig_.journal().foreign_marks(rig_.mailbox().id), IsEmpty());
}

TEST_P(RemovalFromEveryServer, TakesOneBatchAfterTheOther) {
  std::vector<std::uint32_t> uids;
  for (int i = 1; i <= 450; ++i) {
    uids.push_back(rig_.deliver(i));
  }
  rig_.deliver(999);
  ServerConnection connection = rig_.connect();
  MailboxRemoval removal = open(connection);
  const auto gone = removal.expunge(uids);
  ASSERT_TRUE(gone) << gone.error().message();
  EXPECT_EQ(gone->size(), 450U);
  EXPECT_EQ(rig_.inbox(), "451");
}

TEST_P(RemovalFromEveryServer, TellsWhatIsUnderAUid) {
  const journal::MessageRow kept = rig_.store_ours(1);
  const journal::MessageRow removed = rig_.store_ours(2);
  ASSERT_TRUE(rig_.server().remove("INBOX", *removed.uid));
  ServerConnection connection = rig_.connect();
  MailboxRemoval removal = open(connection);
  const auto found = removal.look_at(std::vector<std::uint32_t>{*kept.uid, *removed.uid});
  ASSERT_TRUE(found) << found.error().message();
  ASSERT_EQ(found->size(), 1U);
  EXPECT_TRUE(is_same_message(kept, found->at(*kept.uid)));
  EXPECT_FALSE(is_same_message(removed, found->at(*kept.uid)));
}

/// What a client reads in place of the first line of the answer about the first of two messages.
struct UnreadableAnswer {
  std::string_view name;
  std::string_view from;
  std::string_view to;
};

constexpr std::array kUnreadableAnswers{
    UnreadableAnswer{.name = "malformed", .from = "FETCH (UID 1 ", .to = "FETCH (UID one "},
    UnreadableAnswer{.name = "no_uid", .from = "(UID 1 ", .to = "("},
    UnreadableAnswer{.name = "no_header", .from = "BODY[HEADER.FIELDS", .to = "X-BODY[FIELDS"},
};

TEST_P(RemovalFromEveryServer, WhatCannotBeReadIsNotTakenForGone) {
  rig_.store_ours(1);
  rig_.store_ours(2);
  rig_.store_ours(3);
  ASSERT_TRUE(rig_.server().remove("INBOX", 3));
  for (const UnreadableAnswer& answer : kUnreadableAnswers) {
    for (const bool again : {false, true}) {
      SCOPED_TRACE(fmt::format("{}, {}", answer.name, again ? "again" : "once"));
      const auto rewrite = [&](std::string line) {
        const bool is_asked_for_all = line.find("BODY[") != std::string::npos;
        const std::size_t begin = line.find(answer.from);
        if (line.starts_with("* 1 FETCH") && (is_asked_for_all || again) &&
            begin != std::string::npos) {
          line.replace(begin, answer.from.size(), answer.to);
        }
        return line;
      };
      const test::RewritingProxy proxy(rig_.server().port(), rewrite);
      ServerConnection connection = RemovalRig::connect(proxy.port());
      MailboxRemoval removal = open(connection);
      const auto found = removal.look_at(std::vector<std::uint32_t>{1, 2, 3});
      ASSERT_TRUE(found) << found.error().message();
      ASSERT_TRUE(found->contains(1));
      EXPECT_FALSE(is_readable(found->at(1)));
      ASSERT_TRUE(found->contains(2));
      EXPECT_TRUE(is_readable(found->at(2)));
      EXPECT_EQ(found->contains(3), again && answer.name != "no_header");
    }
  }
}

TEST_P(RemovalFromEveryServer, AnotherGenerationOfTheMailboxIsNotTouched) {
  rig_.store_ours(1);
  rig_.server().new_uid_validity();
  ServerConnection connection = rig_.connect();
  EXPECT_EQ(open(connection).obstacle(), RemovalObstacle::AnotherGeneration);
}

/// Whatever command the connection is lost at: nothing of others is lost, and what was ours is
/// either stored or gone for the journal as it is on the server.
TEST_P(RemovalFromEveryServer, InterruptedRemovalIsPutRight) {
  const bool by_uid = GetParam() != ProfileName::Exchange2007;
  std::vector<std::string> steps{"drop@UID STORE", "drop@UID FETCH"};
  if (by_uid) {
    steps.emplace_back("drop@UID EXPUNGE");
  } else {
    steps.insert(steps.end(), {"drop@UID SEARCH", "drop@UID SEARCH#2", "drop@UID SEARCH#3",
                               "drop@UID STORE#2", "drop@EXPUNGE", "drop@UID STORE#3"});
  }
  for (const std::string& step : steps) {
    SCOPED_TRACE(step);
    RemovalRig rig(GetParam());
    const std::vector rows{rig.store_ours(1), rig.store_ours(2)};
    rig.deliver(3);
    rig.mark_deleted(3);
    for (const journal::MessageRow& row : rows) {
      ASSERT_TRUE(rig.journal().set_removing(row.id));
    }
    emulator::Fault fault = *emulator::parse_fault(step);
    fault.first += fault.command == "UID STORE" ? 1U : 0U;  // that of mark_deleted
    fault.last = fault.first;
    rig.server().add_fault(fault);
    {
      ServerConnection connection = rig.connect();
      auto removal =
          MailboxRemoval::open(connection, rig.journal(), rig.mailbox(), RemovalAccess::Change);
      ASSERT_TRUE(removal);
      if (removal->expunge(std::vector<std::uint32_t>{1, 2})) {
        [[maybe_unused]] const auto finished = removal->finish();
      }
    }
    EXPECT_EQ(std::ranges::count(rig.server().events(), emulator::EventKind::Fault,
                                 &emulator::Event::kind),
              1);
    ServerConnection connection = rig.connect();
    const auto removed = recover_removals(connection, rig.journal(), std::vector{rig.mailbox()});
    ASSERT_TRUE(removed) << removed.error().message();
    EXPECT_THAT(*rig.journal().foreign_marks(rig.mailbox().id), IsEmpty());
    if (*removed == 2) {
      EXPECT_EQ(rig.inbox(), "3*");
      EXPECT_EQ(rig.state_of(rows[0]), journal::State::Unsent);
    } else {
      EXPECT_EQ(*removed, 0U);
      EXPECT_EQ(rig.inbox(), "1 2 3*");
      EXPECT_EQ(rig.state_of(rows[0]), journal::State::Stored);
    }
  }
}

/// One of them bears the mark from its Maildir, and keeps it; of the other nobody else's EXPUNGE
/// shall take hold.
TEST_P(RemovalFromEveryServer, WhatIsNotRemovedIsMarkedAsItWasBefore) {
  const bool by_uid = GetParam() != ProfileName::Exchange2007;
  const std::string command = by_uid ? "UID EXPUNGE" : "EXPUNGE";
  std::vector<std::string> refusals{command};
  if (!by_uid) {
    refusals.emplace_back("UID SEARCH#2");
  }
  for (const std::string& refusal : refusals) {
    SCOPED_TRACE(refusal);
    RemovalRig rig(GetParam());
    journal::MessageRow trashed = rig.store_ours(1);
    const journal::MessageRow other = rig.store_ours(2);
    trashed.flags_wanted = trashed.flags_set = journal::flag::kDeleted;
    ASSERT_TRUE(rig.journal().put_message(trashed));
    rig.mark_deleted(*trashed.uid);
    ASSERT_TRUE(rig.journal().set_removing(trashed.id));
    ASSERT_TRUE(rig.journal().set_removing(other.id));
    rig.server().add_fault(
        *emulator::parse_fault(fmt::format("refuse@{}:[CANNOT] not here", refusal)));
    const std::vector uids{*trashed.uid, *other.uid};
    ServerConnection connection = rig.connect();
    auto removal =
        MailboxRemoval::open(connection, rig.journal(), rig.mailbox(), RemovalAccess::Change);
    ASSERT_TRUE(removal);
    ASSERT_TRUE(removal->look_at(uids));
    EXPECT_FALSE(removal->expunge(uids));
    EXPECT_EQ(rig.inbox(), "1* 2");
    ASSERT_TRUE(removal->finish());
    ASSERT_TRUE(recover_removals(connection, rig.journal(), std::vector{rig.mailbox()}));
    EXPECT_EQ(rig.inbox(), "1* 2");
  }
}

TEST_P(RemovalFromEveryServer, WhatTheServerKeepsIsMarkedAsItWasBefore) {
  rig_.store_ours(1);
  rig_.store_ours(2);
  rig_.mark_deleted(1);
  fault(GetParam() == ProfileName::Exchange2007 ? "refuse@EXPUNGE:kept"
                                                : "refuse@UID EXPUNGE:kept");
  const test::RewritingProxy proxy(rig_.server().port(), [](const std::string& line) {
    const std::size_t refused = line.find(" NO kept");
    return refused == std::string::npos ? line : line.substr(0, refused) + " OK done\r\n";
  });
  ServerConnection connection = RemovalRig::connect(proxy.port());
  MailboxRemoval removal = open(connection);
  const std::vector<std::uint32_t> uids{1, 2};
  ASSERT_TRUE(removal.look_at(uids));
  const auto gone = removal.expunge(uids);
  ASSERT_TRUE(gone) << gone.error().message();
  EXPECT_THAT(*gone, IsEmpty());
  EXPECT_EQ(rig_.inbox(), "1* 2");
}

/// Without UIDPLUS an EXPUNGE would take others' messages along.
TEST(Removal, MarkThatCannotBeTakenOffLeavesEverythingAsItWas) {
  RemovalRig rig(ProfileName::Exchange2007);
  rig.store_ours(1);
  rig.deliver(2);
  rig.mark_deleted(2);
  rig.server().add_fault(*emulator::parse_fault("refuse@UID STORE#2+:[CANNOT] not here"));
  {
    ServerConnection connection = rig.connect();
    auto removal =
        MailboxRemoval::open(connection, rig.journal(), rig.mailbox(), RemovalAccess::Change);
    ASSERT_TRUE(removal);
    const auto gone = removal->expunge(std::vector<std::uint32_t>{1});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::Refused);
    EXPECT_FALSE(gone.error().hint.empty());
  }
  rig.server().clear_faults();
  EXPECT_EQ(rig.inbox(), "1 2*");
  // The next one finds what was noted, and the mark where it was.
  ServerConnection connection = rig.connect();
  ASSERT_TRUE(recover_removals(connection, rig.journal(), std::vector{rig.mailbox()}));
  EXPECT_EQ(rig.inbox(), "1 2*");
  EXPECT_THAT(*rig.journal().foreign_marks(rig.mailbox().id), IsEmpty());
}

/// What a client without UIDPLUS reads in place of the answers to its searches for marks.
struct SearchAnswers {
  std::string_view name;
  /// The line of each answer in turn, the last one of all that follow; "" is no line at all.
  std::vector<std::string> lines;
};

void PrintTo(const SearchAnswers& answers, std::ostream* out) {
  *out << answers.name;
}

class RemovalWithoutKnownMarks : public ::testing::TestWithParam<SearchAnswers> {};

/// An EXPUNGE would take others' messages along.
TEST_P(RemovalWithoutKnownMarks, LeavesEverythingAsItWas) {
  RemovalRig rig(ProfileName::Exchange2007);
  const std::vector rows{rig.store_ours(1), rig.store_ours(2)};
  rig.deliver(3);
  rig.mark_deleted(3);
  std::size_t answers = 0;
  const auto rewrite = [&](const std::string& line) {
    const std::vector<std::string>& lines = GetParam().lines;
    return line.starts_with("* SEARCH") ? lines[std::min(answers++, lines.size() - 1)] : line;
  };
  {
    const test::RewritingProxy proxy(rig.server().port(), rewrite);
    ServerConnection connection = RemovalRig::connect(proxy.port());
    auto removal =
        MailboxRemoval::open(connection, rig.journal(), rig.mailbox(), RemovalAccess::Change);
    ASSERT_TRUE(removal) << removal.error().message();
    const auto gone = removal->expunge(std::vector<std::uint32_t>{*rows[0].uid, *rows[1].uid});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::Refused);
    ASSERT_TRUE(removal->finish());
  }
  EXPECT_GT(answers, 0U);
  EXPECT_EQ(rig.inbox(), "1 2 3*");
}

INSTANTIATE_TEST_SUITE_P(
    Answers, RemovalWithoutKnownMarks,
    ::testing::Values(
        SearchAnswers{.name = "none", .lines = {""}},
        SearchAnswers{.name = "malformed", .lines = {"* SEARCH (3)\r\n"}},
        SearchAnswers{.name = "extended", .lines = {"* ESEARCH (TAG \"x\") UID ALL 3\r\n"}},
        SearchAnswers{.name = "two", .lines = {"* SEARCH\r\n* SEARCH 3\r\n"}},
        SearchAnswers{.name = "half_malformed", .lines = {"* SEARCH\r\n* SEARCH 3 x\r\n"}},
        SearchAnswers{.name = "none_later", .lines = {"* SEARCH 3\r\n", "* SEARCH\r\n", ""}},
        SearchAnswers{.name = "without_ours", .lines = {"* SEARCH\r\n"}},
        SearchAnswers{.name = "with_fewer", .lines = {"* SEARCH\r\n", "* SEARCH 1\r\n"}},
        SearchAnswers{.name = "with_more",
                      .lines = {"* SEARCH 3\r\n", "* SEARCH\r\n", "* SEARCH 1 2 3\r\n"}}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(Profiles, RemovalFromEveryServer,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2016),
                         [](const auto& each) {
                           return std::string(emulator::to_string(each.param));
                         });

}  // namespace
}  // namespace mailhaul::migrate
