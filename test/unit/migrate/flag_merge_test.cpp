#include "migrate/delta/flag_merge.hpp"

#include <gtest/gtest.h>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {
namespace {

using journal::flag::kAnswered;
using journal::flag::kDeleted;
using journal::flag::kFlagged;
using journal::flag::kForwarded;
using journal::flag::kSeen;
using target::TrashedPolicy;

TEST(FlagMerge, FlagSetAtTheSourceFollows) {
  EXPECT_EQ(merge_flags({.source_now = kSeen}, {.trashed = TrashedPolicy::Move}), kSeen);
}

TEST(FlagMerge, FlagTakenOffAtTheSourceFollows) {
  EXPECT_EQ(merge_flags({.source_before = kSeen | kFlagged,
                         .source_now = kFlagged,
                         .wanted = kSeen | kFlagged,
                         .given = kSeen | kFlagged,
                         .found = kSeen | kFlagged},
                        {.trashed = TrashedPolicy::Move}),
            kFlagged);
}

TEST(FlagMerge, WhatTheOwnerChangedOnTheTargetStays) {
  // Read there by its owner, marked as unread again at the source.
  EXPECT_EQ(merge_flags({.source_before = kSeen, .source_now = 0, .found = kSeen},
                        {.trashed = TrashedPolicy::Move}),
            0U);
  // Marked as unread there, answered at the source.
  EXPECT_EQ(merge_flags({.source_before = kSeen,
                         .source_now = kSeen | kAnswered,
                         .wanted = kSeen,
                         .given = kSeen},
                        {.trashed = TrashedPolicy::Move}),
            kSeen | kAnswered);
}

TEST(FlagMerge, FlagOfTheOwnerIsNoWorkLeftToDo) {
  // The owner took the flag off that we gave, then it was set again at the source.
  EXPECT_EQ(merge_flags({.source_before = 0, .source_now = kFlagged, .given = kFlagged},
                        {.trashed = TrashedPolicy::Move}),
            kFlagged);
  EXPECT_EQ(merge_flags({.source_before = kSeen, .source_now = 0, .wanted = 0, .found = kSeen},
                        {.trashed = TrashedPolicy::Move}),
            0U);
}

TEST(FlagMerge, WorkThatIsLeftFromBeforeIsKept) {
  // \Flagged was wanted, and the STORE that sets it did not come to pass.
  EXPECT_EQ(
      merge_flags({.source_before = kFlagged, .source_now = kFlagged | kSeen, .wanted = kFlagged},
                  {.trashed = TrashedPolicy::Move}),
      kFlagged | kSeen);
}

TEST(FlagMerge, TrashedIsAFlagOnlyWhereThePolicyMarks) {
  const FlagHistory history{.source_now = kDeleted};
  EXPECT_EQ(merge_flags(history, {.trashed = TrashedPolicy::Mark}), kDeleted);
  EXPECT_EQ(merge_flags(history, {.trashed = TrashedPolicy::Move}), 0U);
  EXPECT_EQ(merge_flags(history, {.trashed = TrashedPolicy::Keep}), 0U);
  EXPECT_EQ(merge_flags(history, {.trashed = TrashedPolicy::Skip}), 0U);
}

/// The policy was another one when it was given.
TEST(FlagMerge, MarkAsDeletedThatWasGivenGoesUnderAnyPolicy) {
  const FlagHistory history{
      .source_before = kDeleted, .wanted = kDeleted, .given = kDeleted, .found = kDeleted};
  for (const TrashedPolicy policy :
       {TrashedPolicy::Mark, TrashedPolicy::Move, TrashedPolicy::Keep, TrashedPolicy::Skip}) {
    EXPECT_EQ(merge_flags(history, {.trashed = policy}), 0U);
  }
}

TEST(FlagMerge, ForwardedFollowsOnlyWhereTheMailboxTakesIt) {
  const FlagHistory history{.source_now = kForwarded};
  EXPECT_EQ(merge_flags(history, {.forwarded = true}), kForwarded);
  EXPECT_EQ(merge_flags(history, {.forwarded = false}), 0U);
}

TEST(FlagMerge, FlagsOfAFileAreThoseOfTheJournal) {
  EXPECT_EQ(source_flags(maildir::parse_message_name("1.M1.h:2,DFRST").flags), 31U);
  EXPECT_EQ(source_flags(maildir::parse_message_name("1.M1.h:2,P").flags), kForwarded);
}

}  // namespace
}  // namespace mailhaul::migrate
