/// Folders whose files carry the time of a copy, beside one whose files do not.
#include "upload_fixture.hpp"

#include <set>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

constexpr std::int64_t kFirst = 1'100'000'000;
constexpr std::int64_t kMonth = 2'600'000;
constexpr std::int64_t kCopied = 1'600'000'000;
constexpr int kMessages = 20;

/// Deliveries a month apart; in the second folder all files were written within a minute.
std::string manifest() {
  std::string text = "maildir .\nmaildir .Copied\n";
  for (int i = 0; i < kMessages; ++i) {
    const std::int64_t delivered = kFirst + i * kMonth;
    text += fmt::format("message cur/{0}.M{1}P1.h:2,S mtime={0}\n", delivered, i);
    text += fmt::format("message .Copied/cur/{}.M{}P1.h:2,S mtime={}\n", delivered, i, kCopied + i);
  }
  return text;
}

class CopiedDates : public UploadFixture {
 protected:
  CopiedDates() : UploadFixture(manifest()) {}

  [[nodiscard]] std::set<std::int64_t> dates_in(const std::string& mailbox) const {
    std::set<std::int64_t> dates;
    for (const emulator::MessageSnapshot& message : messages(mailbox)) {
      dates.insert(message.internal_date);
    }
    return dates;
  }
};

std::set<std::int64_t> dates_from(std::int64_t first, std::int64_t step) {
  std::set<std::int64_t> dates;
  for (int i = 0; i < kMessages; ++i) {
    dates.insert(first + i * step);
  }
  return dates;
}

TEST_F(CopiedDates, AreReplacedInTheirFolderAloneAndThatIsSaid) {
  start(emulator::ProfileName::Exchange2016);
  EXPECT_EQ(upload().messages.uploaded, std::uint64_t{2} * kMessages);
  EXPECT_EQ(dates_in("INBOX"), dates_from(kFirst, kMonth));
  EXPECT_EQ(dates_in("Copied"), dates_from(kFirst, kMonth));
  EXPECT_THAT(move_->observer.notes,
              ::testing::Contains("the files of Copied carry the date of a copy; their dates are "
                                  "taken from the file names"));
}

TEST_F(CopiedDates, AreSentWhereTheTimesOfTheFilesAreAskedFor) {
  start(emulator::ProfileName::Exchange2016);
  move_->options.date_from = DateSource::Mtime;
  EXPECT_EQ(upload().messages.uploaded, std::uint64_t{2} * kMessages);
  EXPECT_EQ(dates_in("INBOX"), dates_from(kFirst, kMonth));
  EXPECT_EQ(dates_in("Copied"), dates_from(kCopied, 1));
}

}  // namespace
}  // namespace mailhaul::migrate
