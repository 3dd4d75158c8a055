/// Messages that follow their file to another mailbox, where the server does not go along.
#include "delta_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/migrate/rollback.hpp>

namespace mailhaul::migrate {
namespace {

using ::testing::EndsWith;
using ::testing::SizeIs;

class RelocationTest : public DeltaTest {
 protected:
  /// The command that takes messages elsewhere on this server.
  [[nodiscard]] static std::string relocating_command() {
    return has_move() ? "UID MOVE" : "UID COPY";
  }

  static bool has_move() {
    return emulated(GetParam().profile, GetParam().settings).profile.extensions.move;
  }

  static bool has_uidplus() {
    return emulated(GetParam().profile, GetParam().settings).profile.extensions.uidplus;
  }

  void break_with(const std::string& spec) { server_->add_fault(*emulator::parse_fault(spec)); }

  void move_two_messages() {
    tree_.rename("cur/1200000002.M2.host:2,", ".Archive/cur/1200000002.M2.host:2,");
    tree_.rename("cur/1100000001.M1.host:2,S", ".Archive/cur/1100000001.M1.host:2,S");
  }

  template <typename Change>
  void change_inbox(Change change) const {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, false);
    ASSERT_TRUE(journal) << journal.error().message();
    const auto mailboxes = journal->mailboxes().value();
    change(*journal, *std::ranges::find(mailboxes, "INBOX", &journal::MailboxRow::name));
  }

  void put_the_two_back() {
    tree_.rename(".Archive/cur/1200000002.M2.host:2,", "cur/1200000002.M2.host:2,");
    tree_.rename(".Archive/cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,S");
  }

  void expect_all_in_their_place() {
    EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
    EXPECT_EQ(stored_in(*server_, "Archive"), wire_forms(tree_, ".Archive"));
  }
};

TEST_P(RelocationTest, RefusedOneIsListedAndTriedAgain) {
  for (const std::string why : {"[OVERQUOTA] Mailbox is full", "[TRYCREATE] No such mailbox",
                                "Some messages could not be moved"}) {
    SCOPED_TRACE(why);
    upload_first();
    break_with(fmt::format("refuse@{}:{}", relocating_command(), why));
    move_two_messages();
    const UploadSummary summary = upload_again();
    ASSERT_THAT(summary.attention, SizeIs(1));
    EXPECT_EQ(summary.attention[0].kind, "not-moved");
    EXPECT_EQ(summary.attention[0].mailbox, "INBOX");
    EXPECT_THAT(messages("INBOX"), SizeIs(3));
    EXPECT_THAT(messages("Archive"), SizeIs(1));
    EXPECT_FALSE(upload_again().needs_attention());
    expect_all_in_their_place();
    put_the_two_back();
  }
}

TEST_P(RelocationTest, OneWhoseAnswerWasLostIsFoundInTheSameRun) {
  upload_first();
  break_with("drop-after@" + relocating_command());
  move_two_messages();
  EXPECT_FALSE(upload_again().needs_attention());
  expect_all_in_their_place();
  EXPECT_FALSE(upload_again().needs_attention());
  expect_all_in_their_place();
}

class RelocationByCopy : public RelocationTest {};

TEST_P(RelocationByCopy, RemovalOfTheOriginalThatIsRefusedIsListedAndTriedAgain) {
  upload_first();
  break_with("refuse@UID STORE#1+:[CANNOT] not here");
  move_two_messages();
  const UploadSummary summary = upload();
  EXPECT_TRUE(summary.needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  EXPECT_THAT(messages("Archive"), SizeIs(3));
  server_->clear_faults();
  EXPECT_FALSE(upload_again().needs_attention());
  expect_all_in_their_place();
}

/// The server made the mailbox anew without them, and `verify` took note of that.
TEST_P(RelocationByCopy, OriginalThatIsNowhereAnyMoreLeavesItsCopy) {
  upload_first();
  break_with("refuse@UID STORE#1+:[CANNOT] not here");
  move_two_messages();
  EXPECT_TRUE(upload().needs_attention());
  server_->clear_faults();
  as_owner("INBOX", "STORE 1:2 +FLAGS (\\Deleted)");
  as_owner("INBOX", "EXPUNGE");
  change_inbox([](journal::Journal& journal, const journal::MailboxRow& inbox) {
    ASSERT_TRUE(journal.forget_uids(inbox.id));
  });
  EXPECT_FALSE(upload_again().needs_attention());
  expect_all_in_their_place();
  EXPECT_FALSE(upload_again().needs_attention());
  expect_all_in_their_place();
}

/// Nothing is moved on a guess, and no later run tries it.
TEST_P(RelocationTest, AnotherMessageInItsPlaceStaysAndIsListedOnce) {
  upload_first();
  move_two_messages();
  change_inbox([](journal::Journal& journal, const journal::MailboxRow& inbox) {
    const auto rows = journal.stored_above(inbox.id, 0, 2).value();
    for (journal::MessageRow row : rows) {
      row.subject_hash ^= 1;
      ASSERT_TRUE(journal.put_message(row));
    }
  });
  const UploadSummary summary = upload_again();
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "not-moved");
  EXPECT_THAT(summary.attention[0].text, EndsWith("has to be moved by hand"));
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
  EXPECT_FALSE(upload_again().needs_attention());
}

/// No later run would find them either.
TEST_P(RelocationTest, MessageWhoseMailboxItsOwnerRemovedIsListedOnce) {
  upload_first();
  as_owner("INBOX", "DELETE Archive");
  tree_.rename(".Archive", ".Old");
  const UploadSummary summary = upload_again();
  ASSERT_THAT(summary.attention, SizeIs(1));
  EXPECT_EQ(summary.attention[0].kind, "not-moved");
  EXPECT_THAT(summary.attention[0].text, EndsWith("has to be moved by hand"));
  EXPECT_FALSE(upload_again().needs_attention());
  EXPECT_THAT(messages("INBOX"), SizeIs(3));
}

INSTANTIATE_TEST_SUITE_P(Exchange, RelocationTest, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Plain, RelocationTest, ::testing::ValuesIn(kPlain), title_of);

/// It may be made while the run goes on, long after the last loss of an earlier run.
TEST_P(RelocationByCopy, CopyWhoseAnswerWasLostIsNotAskedForAgainAtOnce) {
  upload_first();
  {
    auto journal = journal::Journal::open_existing(move_->options.journal_path, true);
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->begin());
    ASSERT_TRUE(journal->commit(1000));
  }
  move_->options.settle_after = std::chrono::minutes(5);
  move_->options.server.time.skip_to = [](Instant) {};
  break_with("drop@UID COPY");
  move_two_messages();
  const std::size_t before = commands().size();
  upload();
  const std::vector<std::string> all = commands();
  EXPECT_EQ(std::count(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(), "UID COPY"),
            1);
}

INSTANTIATE_TEST_SUITE_P(Servers, RelocationByCopy,
                         ::testing::Values(kExchange.front(), kPlain.back()), title_of);

class RollbackOfRelocations : public RelocationTest {
 protected:
  /// A tree that was uploaded, and two messages of it that went elsewhere since.
  void upload_and_move_two() {
    upload_first();
    move_->options.server.time.skip_to = [](Instant) {};
    move_two_messages();
  }

  /// Numbers of the commands of a second run from that on which takes messages elsewhere.
  std::pair<std::size_t, std::size_t> numbers_of_the_way() {
    upload_and_move_two();
    upload_again();
    const std::vector<std::string> all = commands();
    const auto first = std::ranges::find(all, relocating_command());
    put_the_two_back();
    return {static_cast<std::size_t>(first - all.begin()) + 1, all.size()};
  }

  /// The server is away from a command on, which it carried out before or not.
  void upload_until(std::size_t number, bool carried_out) {
    if (carried_out) {
      break_with(fmt::format("drop-after@*#{}", number));
    }
    break_with(fmt::format("drop@*#{}+", number));
    EXPECT_TRUE(move_->run());
    server_->clear_faults();
  }

  RollbackSummary roll_back() {
    const RollbackOptions options{.server = move_->options.server,
                                  .sign_in = move_->options.sign_in,
                                  .journal_path = move_->options.journal_path,
                                  .settle_after = std::chrono::seconds(0)};
    auto summary = rollback(options, observer_, {});
    EXPECT_TRUE(summary) << summary.error().message();
    EXPECT_FALSE(summary->stopped) << summary->stopped->message();
    return *std::move(summary);
  }

  [[nodiscard]] std::size_t count_messages() const {
    std::size_t count = 0;
    for (const emulator::MailboxSnapshot& mailbox : server_->mailboxes()) {
      count += mailbox.messages.size();
    }
    return count;
  }

  RecordingObserver observer_;
};

TEST_P(RollbackOfRelocations, RemovesMessagesThatWereOnTheirWay) {
  const auto [first, last] = numbers_of_the_way();
  ASSERT_LT(first, last);
  for (std::size_t number = first; number < last; ++number) {
    for (const bool carried_out : {false, true}) {
      SCOPED_TRACE(fmt::format("command {} of {}, {}carried out", number - first + 1,
                               last - first + 1, carried_out ? "" : "not "));
      upload_and_move_two();
      upload_until(number, carried_out);
      EXPECT_FALSE(roll_back().needs_attention());
      EXPECT_EQ(count_messages(), 0U);
      EXPECT_EQ(upload().messages.uploaded, 4U);
      expect_all_in_their_place();
      put_the_two_back();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Exchange, RollbackOfRelocations, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Plain, RollbackOfRelocations, ::testing::ValuesIn(kPlain), title_of);

/// The source goes on changing while messages are on their way.
class ChangesOnTheWay : public RollbackOfRelocations {
 protected:
  /// Breaks a second run at each command of the way, and compares after `change` and a third run.
  template <typename Change, typename Compare>
  void expect_at_each_point(Change change, Compare compare) {
    const auto [first, last] = numbers_of_the_way();
    ASSERT_LT(first, last);
    for (std::size_t number = first; number < last; ++number) {
      for (const bool carried_out : {false, true}) {
        SCOPED_TRACE(fmt::format("command {} of {}, {}carried out", number - first + 1,
                                 last - first + 1, carried_out ? "" : "not "));
        upload_and_move_two();
        upload_until(number, carried_out);
        change();
        EXPECT_FALSE(upload_again().needs_attention());
        compare();
      }
    }
  }
};

TEST_P(ChangesOnTheWay, MessagesThatWentBackMeanwhileComeBack) {
  expect_at_each_point([this] { put_the_two_back(); },
                       [this] {
                         expect_all_in_their_place();
                         EXPECT_THAT(messages("INBOX"), SizeIs(3));
                       });
}

TEST_P(ChangesOnTheWay, FlagsThatCameMeanwhileAreOnTheCopy) {
  expect_at_each_point(
      [this] {
        tree_.rename(".Archive/cur/1200000002.M2.host:2,", ".Archive/cur/1200000002.M2.host:2,R");
      },
      [this] {
        expect_all_in_their_place();
        EXPECT_EQ(std::ranges::count_if(messages("Archive"),
                                        [](const emulator::MessageSnapshot& message) {
                                          return std::ranges::find(message.flags, "\\Answered") !=
                                                 message.flags.end();
                                        }),
                  1);
        tree_.rename(".Archive/cur/1200000002.M2.host:2,R", ".Archive/cur/1200000002.M2.host:2,");
        put_the_two_back();
      });
}

INSTANTIATE_TEST_SUITE_P(Exchange, ChangesOnTheWay, ::testing::ValuesIn(kExchange), title_of);
INSTANTIATE_TEST_SUITE_P(Plain, ChangesOnTheWay, ::testing::ValuesIn(kPlain), title_of);

class RollbackOfCopies : public RollbackOfRelocations {};

/// The originals were left beside their copies, and the rollback that removes them loses its
/// connection before it hears that they are gone, in whichever mailbox it begins.
TEST_P(RollbackOfCopies, RemovesThoseWhoseOriginalsAnInterruptedRollbackRemoved) {
  upload_first();
  move_->options.server.time.skip_to = [](Instant) {};
  break_with("refuse@UID STORE#1+:[CANNOT] not here");
  move_two_messages();
  EXPECT_TRUE(upload().needs_attention());
  server_->clear_faults();
  ASSERT_EQ(count_messages(), 6U);
  break_with(has_uidplus() ? "drop-after@UID EXPUNGE#1-2" : "drop-after@EXPUNGE#1-2");
  EXPECT_FALSE(roll_back().needs_attention());
  EXPECT_EQ(count_messages(), 0U);
  EXPECT_EQ(upload().messages.uploaded, 4U);
  expect_all_in_their_place();
}

INSTANTIATE_TEST_SUITE_P(Servers, RollbackOfCopies,
                         ::testing::Values(kExchange.front(), kPlain.back()), title_of);

}  // namespace
}  // namespace mailhaul::migrate
