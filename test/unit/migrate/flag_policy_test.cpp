#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/journal/types.hpp>
#include <mailhaul/maildir/message_name.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {
namespace {

maildir::FlagSet flags_of(ByteView file_name) {
  return maildir::parse_message_name(file_name).flags;
}

Bytes encoded(const FlagPlan& plan) {
  Bytes out;
  imap::encode_flags(plan.append, out);
  return out;
}

TEST(FlagPolicy, SeenAnsweredAndDraftGoWithTheAppend) {
  const FlagPlan plan = plan_flags(flags_of("1.a.h:2,DRS"), {}, {});
  EXPECT_EQ(encoded(plan), "(\\Seen \\Answered \\Draft)");
  EXPECT_EQ(plan.wanted, journal::flag::kSeen | journal::flag::kAnswered | journal::flag::kDraft);
  EXPECT_EQ(plan.appended, plan.wanted);
}

TEST(FlagPolicy, FlaggedWaitsForAStoreOnExchange) {
  const FlagPlan plan = plan_flags(flags_of("1.a.h:2,FS"), {}, {.flagged_by_store = true});
  EXPECT_EQ(encoded(plan), "(\\Seen)");
  EXPECT_EQ(plan.wanted, journal::flag::kSeen | journal::flag::kFlagged);
  EXPECT_EQ(plan.appended, journal::flag::kSeen);
}

TEST(FlagPolicy, TrashedIsSentOnlyWhereItIsToBeMarked) {
  EXPECT_EQ(encoded(plan_flags(flags_of("1.a.h:2,T"), {}, {})), "()");
  EXPECT_EQ(encoded(plan_flags(flags_of("1.a.h:2,T"), {}, {.mark_trashed = true})), "(\\Deleted)");
}

TEST(FlagPolicy, KeywordsGoWhereTheMailboxTakesNewOnes) {
  imap::FlagSet permanent;
  ASSERT_TRUE(permanent.add_token("\\*"));
  const std::vector<Bytes> keywords{"$Label1", "NonJunk"};
  const FlagPlan plan = plan_flags(flags_of("1.a.h:2,PS"), keywords, {.permanent = &permanent});
  EXPECT_EQ(encoded(plan), "(\\Seen $Forwarded $Label1 NonJunk)");
  EXPECT_EQ(plan.wanted, journal::flag::kSeen | journal::flag::kForwarded);
  EXPECT_EQ(plan.appended, plan.wanted);
  EXPECT_TRUE(plan.lost.empty());
}

TEST(FlagPolicy, TheKeywordForwardedIsWantedLikeThePOfAFileName) {
  imap::FlagSet permanent;
  ASSERT_TRUE(permanent.add_token("\\*"));
  const std::vector<Bytes> keywords{"NonJunk", "$forwarded"};
  const FlagPlan plan = plan_flags(flags_of("1.a.h:2,S"), keywords, {.permanent = &permanent});
  EXPECT_EQ(encoded(plan), "(\\Seen $Forwarded NonJunk)");
  EXPECT_EQ(plan.wanted, journal::flag::kSeen | journal::flag::kForwarded);
  EXPECT_EQ(plan.appended, plan.wanted);
}

TEST(FlagPolicy, KeywordsAreCountedAsLostWhereItDoesNot) {
  const std::vector<Bytes> keywords{"$Label1"};
  const FlagPlan plan = plan_flags(flags_of("1.a.h:2,PS"), keywords, {});
  EXPECT_EQ(encoded(plan), "(\\Seen)");
  EXPECT_EQ(plan.wanted, journal::flag::kSeen);
  EXPECT_EQ(plan.lost, (std::vector<std::string>{"$Forwarded", "$Label1"}));
}

TEST(FlagPolicy, AKeywordThatIsNoAtomIsLostAndNeverSent) {
  imap::FlagSet permanent;
  ASSERT_TRUE(permanent.add_token("\\*"));
  const std::vector<Bytes> keywords{"two words", "a)\r\nX LOGOUT"};
  const FlagPlan plan = plan_flags({}, keywords, {.permanent = &permanent});
  EXPECT_EQ(encoded(plan), "()");
  EXPECT_EQ(plan.lost.size(), 2U);
}

TEST(FlagPolicy, MdnSentIsNeverSentAndNoLoss) {
  imap::FlagSet permanent;
  ASSERT_TRUE(permanent.add_token("\\*"));
  const std::vector<Bytes> keywords{"$MDNSent"};
  const FlagPlan plan = plan_flags({}, keywords, {.permanent = &permanent});
  EXPECT_EQ(encoded(plan), "()");
  EXPECT_TRUE(plan.lost.empty());
}

}  // namespace
}  // namespace mailhaul::migrate
