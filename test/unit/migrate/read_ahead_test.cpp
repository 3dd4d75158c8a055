#include "migrate/upload/read_ahead.hpp"

#include "support/maildir_builder.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/maildir/scanner.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::uint64_t kLargest = 1'000'000'000;

class ReadAheadTest : public testing::Test {
 protected:
  /// All messages of the tree's INBOX, in order.
  std::deque<WorkItem> items() {
    const maildir::Scanner scanner =
        std::move(*maildir::Scanner::open(*maildir::open_maildir(tree_.path()), {}));
    maildir::OpenFolder open = std::move(*scanner.open_folder(scanner.inventory().folders.front()));
    maildir::MessageList list = open.read_messages();
    const auto folder = std::make_shared<LoadedFolder>(
        LoadedFolder{.open = std::move(open), .list = std::move(list)});
    std::deque<WorkItem> found;
    for (std::size_t i = 0; i < folder->list.size(); ++i) {
      found.push_back({.folder = folder, .index = i});
    }
    return found;
  }

  void add_message(int number, std::size_t size) {
    std::ofstream(tree_.path("cur/" + std::to_string(1100000000 + number) + ".M1.host:2,S"))
        << "Subject: " << number << "\n\n"
        << std::string(size, 'x') << '\n';
  }

  test::TemporaryMaildir tree_{"maildir ."};
  ReadAhead ahead_{message::FactsNeeded{}};
};

TEST_F(ReadAheadTest, GivesTheMessagesInOrder) {
  add_message(1, 10);
  add_message(2, 10);
  ahead_.add(items(), kLargest);
  EXPECT_EQ(ahead_.pending(), 2U);
  std::vector<std::string> subjects;
  while (ahead_.pending() > 0) {
    for (const std::unique_ptr<Reading>& reading : ahead_.take()) {
      subjects.push_back(reading->examined->facts.identity.subject);
    }
  }
  EXPECT_THAT(subjects, testing::ElementsAre("1", "2"));
}

TEST_F(ReadAheadTest, HoldsLittleAtATime) {
  constexpr std::size_t kSize = 900'000;
  for (int number = 1; number <= 12; ++number) {
    add_message(number, kSize);
  }
  ahead_.add(items(), kLargest);
  std::size_t taken = 0;
  while (ahead_.pending() > 0) {
    const Readings readings = ahead_.take();
    EXPECT_LE(readings.size(), 2U);
    taken += readings.size();
  }
  EXPECT_EQ(taken, 12U);
}

TEST_F(ReadAheadTest, SaysThatAMessageIsGone) {
  add_message(1, 10);
  std::deque<WorkItem> wanted = items();
  std::filesystem::remove(tree_.path("cur/1100000001.M1.host:2,S"));
  ahead_.add(std::move(wanted), kLargest);
  EXPECT_TRUE(std::holds_alternative<maildir::Vanished>(ahead_.take().front()->opened));
}

TEST_F(ReadAheadTest, KeepsNoFileOpenWhoseMessageIsHeld) {
  add_message(1, 10);
  add_message(2, 2 * limits::kHeldMessage);
  ahead_.add(items(), kLargest);
  std::vector<bool> open;
  while (ahead_.pending() > 0) {
    for (const std::unique_ptr<Reading>& reading : ahead_.take()) {
      open.push_back(std::get<maildir::MessageFile>(reading->opened).is_open());
    }
  }
  EXPECT_THAT(open, testing::ElementsAre(false, true));
}

TEST_F(ReadAheadTest, GivesBackWhatNobodyTook) {
  for (int number = 1; number <= 200; ++number) {
    add_message(number, 10);
  }
  ahead_.add(items(), kLargest);
  std::size_t next = ahead_.take().size();
  for (const WorkItem& item : ahead_.give_back()) {
    EXPECT_EQ(item.index, next++);
  }
  EXPECT_EQ(next, 200U);
  EXPECT_EQ(ahead_.pending(), 0U);
}

TEST_F(ReadAheadTest, GivesFirstWhatWasPutBack) {
  for (int number = 1; number <= 200; ++number) {
    add_message(number, 10);
  }
  ahead_.add(items(), kLargest);
  ahead_.put_back(ahead_.take());
  EXPECT_EQ(ahead_.pending(), 200U);
  std::size_t next = 0;
  while (ahead_.pending() > 0) {
    for (const std::unique_ptr<Reading>& reading : ahead_.take()) {
      EXPECT_EQ(reading->item.index, next++);
    }
  }
  EXPECT_EQ(next, 200U);
}

TEST_F(ReadAheadTest, ReadsOnAfterGivingBack) {
  add_message(1, 10);
  ahead_.add(items(), kLargest);
  ahead_.add(ahead_.give_back(), kLargest);
  EXPECT_EQ(ahead_.take().front()->examined->facts.identity.subject, "1");
}

TEST_F(ReadAheadTest, EndsWithNobodyTaking) {
  add_message(1, 10);
  ahead_.add(items(), kLargest);
}

}  // namespace
}  // namespace mailhaul::migrate
