#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kNow = 1'700'000'000;

/// A folder of `count` messages delivered a month apart and copied within a minute.
std::vector<DateCandidates> copied_folder(std::size_t count) {
  std::vector<DateCandidates> samples;
  for (std::size_t i = 0; i < count; ++i) {
    const auto index = static_cast<std::int64_t>(i);
    samples.push_back({.mtime = kNow + index, .name = kNow - index * 30 * kDay});
  }
  return samples;
}

TEST(DatePolicy, TakesTheMtimeOfAnOrdinaryFolder) {
  std::vector<DateCandidates> samples = copied_folder(40);
  for (DateCandidates& sample : samples) {
    sample.mtime = sample.name;
  }
  EXPECT_EQ(choose_date_source(samples), DateSource::Mtime);
}

TEST(DatePolicy, TakesTheNamesOfAFolderWhoseMtimesAreThoseOfACopy) {
  EXPECT_EQ(choose_date_source(copied_folder(40)), DateSource::Name);
}

TEST(DatePolicy, AFewDatesSayNothing) {
  EXPECT_EQ(choose_date_source(copied_folder(9)), DateSource::Mtime);
}

TEST(DatePolicy, AFolderThatReallyIsOfOneDayKeepsItsMtimes) {
  std::vector<DateCandidates> samples = copied_folder(40);
  for (DateCandidates& sample : samples) {
    sample.name = sample.mtime;
  }
  EXPECT_EQ(choose_date_source(samples), DateSource::Mtime);
  EXPECT_TRUE(needs_header_dates(samples));
}

TEST(DatePolicy, GoesOnToReceivedWhenTheNamesAreThoseOfTheCopyToo) {
  std::vector<DateCandidates> samples = copied_folder(40);
  for (DateCandidates& sample : samples) {
    sample.received = sample.name;
    sample.name = sample.mtime;
  }
  EXPECT_EQ(choose_date_source(samples), DateSource::Received);
}

TEST(DatePolicy, AFewMessagesThatArrivedAfterTheCopyDoNotHideIt) {
  std::vector<DateCandidates> samples = copied_folder(40);
  samples[0].mtime = kNow + 90 * kDay;
  samples[1].mtime = kNow + 95 * kDay;
  EXPECT_EQ(choose_date_source(samples), DateSource::Name);
}

TEST(DatePolicy, FallsBackFromADateOutsideSaneBounds) {
  const DateCandidates epoch{.mtime = 0, .name = kNow - 5};
  EXPECT_EQ(choose_date(epoch, DateSource::Mtime, kNow).instant, kNow - 5);
  EXPECT_EQ(choose_date(epoch, DateSource::Mtime, kNow).source, DateSource::Name);
  const DateCandidates future{.mtime = kNow + 400 * kDay, .header = kNow - 9};
  EXPECT_EQ(choose_date(future, DateSource::Mtime, kNow).instant, kNow - 9);
}

TEST(DatePolicy, UsesNowWhenNothingIsSane) {
  EXPECT_EQ(choose_date({.mtime = -1}, DateSource::Mtime, kNow).instant, kNow);
}

TEST(DatePolicy, ObeysTheSourceThatTheUserNamed) {
  const DateCandidates both{.mtime = kNow - 1, .header = kNow - 2};
  EXPECT_EQ(choose_date(both, DateSource::Header, kNow).instant, kNow - 2);
}

}  // namespace
}  // namespace mailhaul::migrate
