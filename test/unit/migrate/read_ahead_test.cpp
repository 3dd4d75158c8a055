#include "migrate/upload/read_ahead.hpp"

#include "support/maildir_builder.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

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

TEST_F(ReadAheadTest, GivesTheMessagesOfABatchInOrder) {
  add_message(1, 10);
  add_message(2, 10);
  ahead_.start(items(), kLargest);
  EXPECT_TRUE(ahead_.is_busy());
  const ReadAhead::Batch batch = ahead_.finish();
  EXPECT_FALSE(ahead_.is_busy());
  ASSERT_EQ(batch.readings.size() + batch.unread.size(), 2U);
  EXPECT_EQ(batch.readings.front().examined->facts.identity.subject, "1");
}

TEST_F(ReadAheadTest, EndsABatchThatHoldsEnoughOctets) {
  for (int number = 1; number <= 4; ++number) {
    add_message(number, 700'000);
  }
  ahead_.start(items(), kLargest);
  const ReadAhead::Batch batch = ahead_.finish();
  EXPECT_LE(batch.readings.size(), 2U);
  EXPECT_EQ(batch.unread.front().index, batch.readings.size());
  EXPECT_EQ(batch.unread.size(), 4 - batch.readings.size());
}

TEST_F(ReadAheadTest, SaysThatAMessageIsGone) {
  add_message(1, 10);
  std::deque<WorkItem> wanted = items();
  std::filesystem::remove(tree_.path("cur/1100000001.M1.host:2,S"));
  ahead_.start(std::move(wanted), kLargest);
  const ReadAhead::Batch batch = ahead_.finish();
  EXPECT_TRUE(std::holds_alternative<maildir::Vanished>(batch.readings.front().opened));
}

TEST_F(ReadAheadTest, EndsWithABatchThatNobodyTook) {
  add_message(1, 10);
  ahead_.start(items(), kLargest);
}

}  // namespace
}  // namespace mailhaul::migrate
