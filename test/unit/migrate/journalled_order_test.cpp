/// What the journal holds of messages that were prepared together.
#include "upload_fixture.hpp"

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {
namespace {

using journal::State;

constexpr int kMessages = 40;

class JournalledOrderTest : public UploadFixture {
 protected:
  JournalledOrderTest() : UploadFixture("maildir .\n") {}

  /// Its name begins with `number` in three digits, and so does its place in the order.
  void add(int number, const std::string& content) const {
    std::ofstream(tree_.path(fmt::format("cur/1100000{:03}.M1.host:2,S", number))) << content;
  }

  void add_sound(int number) const {
    add(number, fmt::format("Message-ID: <{}@host>\nSubject: {}\n\ntext\n", number, number));
  }

  /// All rows, ascending.
  [[nodiscard]] std::vector<journal::MessageRow> rows() const {
    auto journal = *journal::Journal::open_for_reading(move_->options.journal_path);
    std::vector<journal::MessageRow> rows;
    const std::vector<journal::MessageId> ids = *journal.ids_in(1);
    for (const journal::MessageId id : ids) {
      rows.push_back(**journal.message(id));
    }
    return rows;
  }
};

TEST_F(JournalledOrderTest, RowsAreInTheOrderOfTheMessagesWhateverBecomesOfThem) {
  for (int number = 0; number < kMessages; ++number) {
    number == 17 ? add(number, std::string("Subject: a\n\n\0b\n", 15)) : add_sound(number);
  }
  start(emulator::ProfileName::Exchange2016);
  move_->options.repair = false;
  EXPECT_EQ(upload().messages.uploaded, kMessages - 1U);
  const std::vector<journal::MessageRow> all = rows();
  ASSERT_EQ(all.size(), std::size_t{kMessages});
  std::uint32_t last_uid = 0;
  for (int number = 0; number < kMessages; ++number) {
    const journal::MessageRow& row = all[static_cast<std::size_t>(number)];
    EXPECT_EQ(row.unique_name, fmt::format("1100000{:03}.M1.host", number));
    EXPECT_EQ(row.state, number == 17 ? State::Refused : State::Stored);
    if (number != 17) {
      EXPECT_GT(row.uid.value_or(0), last_uid);
      last_uid = row.uid.value_or(0);
    }
  }
}

}  // namespace
}  // namespace mailhaul::migrate
