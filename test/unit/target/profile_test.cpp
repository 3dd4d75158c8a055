#include <chrono>
#include <optional>

#include <gtest/gtest.h>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {
namespace {

using std::chrono::seconds;

TEST(Profile, HasTheNamesOfTheCommandLine) {
  EXPECT_EQ(to_string(Profile::Exchange2007), "exchange2007");
  EXPECT_EQ(to_string(Profile::Exchange2010), "exchange2010");
  EXPECT_EQ(to_string(Profile::Exchange2013), "exchange2013");
  EXPECT_EQ(to_string(Profile::Exchange2016), "exchange2016");
  EXPECT_EQ(to_string(Profile::ExchangeOnline), "exchange-online");
  EXPECT_EQ(to_string(Profile::Imap), "imap");
}

TEST(Profile, ParsesItsOwnNamesOnly) {
  for (const Profile profile : kAllProfiles) {
    EXPECT_EQ(parse_profile(to_string(profile)), profile);
  }
  for (const char* name : {"", "auto", "Exchange2016", "exchange2019", "imap "}) {
    EXPECT_EQ(parse_profile(name), std::nullopt) << name;
  }
}

TEST(Profile, EveryExchangeIsSentOneMessageAtATimeAndSettlesSlowly) {
  for (const Profile profile : kAllProfiles) {
    const ProfileTraits& it = traits(profile);
    if (profile == Profile::Imap) {
      EXPECT_GT(it.max_in_flight, 500U);
      EXPECT_EQ(it.settle_after, seconds{15});
    } else {
      EXPECT_EQ(it.max_in_flight, 1U) << it.name;
      EXPECT_EQ(it.settle_after, seconds{300}) << it.name;
    }
  }
}

TEST(Profile, EveryExchangeConvertsContentAndMergesNames) {
  for (const Profile profile : kAllProfiles) {
    const ProfileTraits& it = traits(profile);
    const bool is_exchange = profile != Profile::Imap;
    EXPECT_EQ(it.is_exchange, is_exchange) << it.name;
    EXPECT_EQ(it.converts_content, is_exchange) << it.name;
    EXPECT_EQ(it.merges_case, is_exchange) << it.name;
    EXPECT_EQ(it.accepts_keywords, !is_exchange) << it.name;
    EXPECT_EQ(it.flagged_by_store, is_exchange) << it.name;
    EXPECT_EQ(it.line_limit.has_value(), is_exchange) << it.name;
    EXPECT_EQ(it.hierarchy_delimiter.has_value(), is_exchange) << it.name;
    EXPECT_EQ(it.default_trashed_policy, is_exchange ? TrashedPolicy::Move : TrashedPolicy::Mark);
  }
}

TEST(Profile, StaysBelowTheTenFailuresAtWhichExchangeHangsUp) {
  EXPECT_EQ(traits(Profile::Exchange2016).failures_per_connection, 7U);
  EXPECT_EQ(traits(Profile::Imap).failures_per_connection, std::nullopt);
}

TEST(Profile, KnowsTheSizeLimitsAsInstalled) {
  EXPECT_EQ(traits(Profile::Exchange2007).message_size_limit, 10'485'760U);
  EXPECT_EQ(traits(Profile::Exchange2016).message_size_limit, 10'485'760U);
  EXPECT_EQ(traits(Profile::ExchangeOnline).message_size_limit, 36'700'160U);
  EXPECT_EQ(traits(Profile::Imap).message_size_limit, std::nullopt);
}

TEST(Profile, KnowsWhatOldVersionsDoWithDatesAndExamine) {
  EXPECT_EQ(traits(Profile::Exchange2007).date_keeping, DateKeeping::Ignored);
  EXPECT_EQ(traits(Profile::Exchange2010).date_keeping, DateKeeping::DependsOnUpdate);
  EXPECT_EQ(traits(Profile::Exchange2013).date_keeping, DateKeeping::Kept);
  EXPECT_FALSE(traits(Profile::Exchange2007).may_examine);
  EXPECT_TRUE(traits(Profile::Exchange2010).may_examine);
}

TEST(Profile, FallsBackToLoginOnlyWherePlainIsBroken) {
  for (const Profile profile : kAllProfiles) {
    EXPECT_EQ(traits(profile).plain_falls_back_to_login,
              profile == Profile::Exchange2007 || profile == Profile::Exchange2010)
        << to_string(profile);
  }
}

TEST(TrashedPolicy, ParsesItsOwnNamesOnly) {
  for (const TrashedPolicy policy :
       {TrashedPolicy::Move, TrashedPolicy::Mark, TrashedPolicy::Keep, TrashedPolicy::Skip}) {
    EXPECT_EQ(parse_trashed_policy(to_string(policy)), policy);
  }
  EXPECT_EQ(to_string(TrashedPolicy::Move), "move");
  EXPECT_EQ(parse_trashed_policy("Move"), std::nullopt);
  EXPECT_EQ(parse_trashed_policy(""), std::nullopt);
}

}  // namespace
}  // namespace mailhaul::target
