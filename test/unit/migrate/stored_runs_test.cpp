#include "migrate/upload/stored_runs.hpp"

#include "journal_in_dir.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using journal::State;
namespace flag = journal::flag;
using testing::ElementsAre;

class StoredRunsTest : public JournalInDir {
 protected:
  void SetUp() override {
    for (int number = 0; number < 6; ++number) {
      journal::MessageRow row = intent(std::to_string(number));
      row.flags_set = number % 2 == 0 ? flag::kSeen : flag::kFlagged;
      rows_.push_back(*journal_.put_message(row));
    }
  }

  [[nodiscard]] Result<void> add(std::size_t index, std::uint32_t uid) {
    return stored_.add(rows_.at(index), uid, index % 2 == 0 ? flag::kSeen : flag::kFlagged);
  }

  /// Of all rows; 0: not stored.
  std::vector<std::uint32_t> uids() {
    std::vector<std::uint32_t> uids;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const journal::MessageRow row = **journal_.message(rows_[i]);
      EXPECT_EQ(row.state == State::Stored, row.uid.has_value());
      EXPECT_EQ(row.flags_set, i % 2 == 0 ? flag::kSeen : flag::kFlagged);
      uids.push_back(row.uid.value_or(0));
    }
    return uids;
  }

  std::vector<journal::MessageId> rows_;
  StoredRuns stored_{journal_};
};

TEST_F(StoredRunsTest, ARunIsMarkedWhenItIsWritten) {
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_TRUE(add(i, 40 + static_cast<std::uint32_t>(i)));
  }
  EXPECT_THAT(uids(), ElementsAre(0, 0, 0, 0, 0, 0));
  ASSERT_TRUE(stored_.write());
  EXPECT_THAT(uids(), ElementsAre(40, 41, 42, 43, 44, 45));
}

TEST_F(StoredRunsTest, RowsThatAreNotConsecutiveAreNotARun) {
  ASSERT_TRUE(add(0, 40));
  ASSERT_TRUE(add(2, 41));
  EXPECT_THAT(uids(), ElementsAre(40, 0, 0, 0, 0, 0));
  ASSERT_TRUE(add(3, 42));
  ASSERT_TRUE(add(5, 43));
  EXPECT_THAT(uids(), ElementsAre(40, 0, 41, 42, 0, 0));
  ASSERT_TRUE(stored_.write());
  EXPECT_THAT(uids(), ElementsAre(40, 0, 41, 42, 0, 43));
}

TEST_F(StoredRunsTest, UidsThatAreNotConsecutiveAreNotARun) {
  ASSERT_TRUE(add(0, 40));
  ASSERT_TRUE(add(1, 42));
  ASSERT_TRUE(add(2, 41));
  ASSERT_TRUE(add(4, 7));
  ASSERT_TRUE(add(3, 6));
  ASSERT_TRUE(stored_.write());
  EXPECT_THAT(uids(), ElementsAre(40, 42, 41, 6, 7, 0));
}

TEST_F(StoredRunsTest, WhatWasWrittenIsNotWrittenAgain) {
  ASSERT_TRUE(stored_.write());
  ASSERT_TRUE(add(0, 40));
  ASSERT_TRUE(add(1, 41));
  ASSERT_TRUE(stored_.write());
  ASSERT_TRUE(journal_.set_unsent(rows_[1]));
  ASSERT_TRUE(add(2, 42));
  ASSERT_TRUE(stored_.write());
  EXPECT_EQ((*journal_.message(rows_[1]))->state, State::Unsent);
}

TEST_F(StoredRunsTest, TheLaterOfTwoThatClaimOneUidHasIt) {
  ASSERT_TRUE(add(4, 41));
  ASSERT_TRUE(add(0, 40));
  ASSERT_TRUE(add(1, 41));
  ASSERT_TRUE(add(2, 42));
  ASSERT_TRUE(stored_.write());
  const journal::MessageRow loser = **journal_.message(rows_[4]);
  EXPECT_EQ(loser.state, State::Stored);
  EXPECT_EQ(loser.uid, std::nullopt);
  EXPECT_EQ((*journal_.message(rows_[1]))->uid, 41U);
  EXPECT_EQ((*journal_.message(rows_[2]))->uid, 42U);
}

}  // namespace
}  // namespace mailhaul::migrate
