#include "migrate/source/message_reader.hpp"

#include "support/compression.hpp"
#include "support/maildir_builder.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::migrate {
namespace {

constexpr const char* kName = "1100000000.M1.host:2,S";

class MessageReaderTest : public testing::Test {
 protected:
  [[nodiscard]] std::string path() const { return tree_.path(std::string("cur/") + kName); }

  /// Writes the only file, one of long ago.
  void write(const std::string& octets) const {
    std::ofstream(path(), std::ios::binary) << octets;
    std::filesystem::last_write_time(path(), std::filesystem::file_time_type::min());
  }

  /// The only file as it is now, called something else perhaps.
  [[nodiscard]] maildir::MessageFile reopened(const std::string& name = kName) const {
    const maildir::Directory root = maildir::open_maildir(tree_.path()).value();
    const maildir::Directory cur = std::get<maildir::Directory>(root.open_directory("cur"));
    return {std::get<maildir::OpenFile>(cur.open_file(kName)), name, maildir::Subdirectory::Cur};
  }

  [[nodiscard]] maildir::MessageFile file(const std::string& octets) const {
    write(octets);
    return reopened();
  }

  static Result<Bytes> read_again(maildir::MessageFile& file, const ExaminedMessage& examined) {
    const CopyRecipe as_it_is;
    SecondReading reading(file, examined, as_it_is);
    Bytes octets;
    for (;;) {
      const Result<std::optional<Bytes>> chunk = reading.next();
      if (!chunk) {
        return fail(chunk.error());
      }
      if (!*chunk) {
        return octets;
      }
      octets += **chunk;
    }
  }

  test::TemporaryMaildir tree_{"maildir ."};
  MessageReader reader_{message::FactsNeeded{}};
};

std::string letter(std::size_t lines) {
  std::string text = "From: ada@example.org\nSubject: packed\n\n";
  for (std::size_t line = 0; line < lines; ++line) {
    text += std::to_string(line) + " the quick brown fox jumps over the lazy dog\n";
  }
  return text;
}

TEST_F(MessageReaderTest, HoldsTheWireFormOfASmallMessage) {
  maildir::MessageFile plain = file(letter(10));
  const ExaminedMessage examined = reader_.examine(plain).value();
  EXPECT_EQ(examined.held, message::to_wire_form(letter(10)));
  EXPECT_EQ(examined.stored_form, message::StoredForm::Plain);
}

TEST_F(MessageReaderTest, UnpacksWhatIsStoredCompressed) {
  const message::Facts plain = message::examine(message::to_wire_form(letter(10)), {});
  maildir::MessageFile packed = file(test::zstd(letter(10)));
  const ExaminedMessage examined = reader_.examine(packed).value();
  EXPECT_EQ(examined.held, message::to_wire_form(letter(10)));
  EXPECT_EQ(examined.stored_form, message::StoredForm::Zstd);
  EXPECT_EQ(examined.facts.stored_form, message::StoredForm::Plain);
  EXPECT_EQ(examined.facts.fingerprint, plain.fingerprint);
  EXPECT_EQ(examined.facts.wire_size, plain.wire_size);
}

TEST_F(MessageReaderTest, ReadsASmallFileWithALargeMessageTwice) {
  const std::string large = letter(60'000);
  maildir::MessageFile packed = file(test::xz(large));
  ASSERT_LT(packed.size(), limits::kHeldMessage);
  ASSERT_GT(large.size(), 2 * limits::kHeldMessage);
  const ExaminedMessage examined = reader_.examine(packed).value();
  EXPECT_FALSE(examined.held);
  EXPECT_EQ(examined.facts.wire_size, message::to_wire_form(large).size());
  EXPECT_EQ(read_again(packed, examined), message::to_wire_form(large));
}

TEST_F(MessageReaderTest, NoticesThatAnotherMessageWasPackedIntoTheFile) {
  maildir::MessageFile packed = file(test::bzip2(letter(60'000)));
  const ExaminedMessage examined = reader_.examine(packed).value();
  maildir::MessageFile other = file(test::bzip2(letter(59'999)));
  EXPECT_FALSE(read_again(other, examined));
}

TEST_F(MessageReaderTest, StartsAfreshAfterADamagedMessage) {
  maildir::MessageFile damaged = file(test::gzip(letter(5000)).substr(0, 5000));
  EXPECT_FALSE(reader_.examine(damaged));
  maildir::MessageFile good = file(letter(3));
  const ExaminedMessage examined = reader_.examine(good).value();
  EXPECT_EQ(examined.facts.wire_size, message::to_wire_form(letter(3)).size());
  EXPECT_EQ(examined.facts.fingerprint,
            message::examine(message::to_wire_form(letter(3)), {}).fingerprint);
}

TEST_F(MessageReaderTest, LeavesEncryptedMailToTheRulesThatListIt) {
  maildir::MessageFile encrypted = file("CRYPTED\x03\x07\x02 and so on");
  const ExaminedMessage examined = reader_.examine(encrypted).value();
  EXPECT_EQ(examined.facts.stored_form, message::StoredForm::MailCrypt);
}

TEST_F(MessageReaderTest, TakesNoSizeFromTheName) {
  for (const char* const name :
       {"1.M1.h,S=3,W=4:2,S", "1.M1.h,S=0:2,S", "1.M1.h,S=99999999:2,S", "1.M1.h,S=abc,W=-5:2,S"}) {
    write(letter(10));
    maildir::MessageFile wrong = reopened(name);
    EXPECT_EQ(reader_.examine(wrong).value().held, message::to_wire_form(letter(10))) << name;
  }
}

TEST_F(MessageReaderTest, UnpacksOnlyOnce) {
  maildir::MessageFile twice = file(test::gzip(test::gzip(letter(3))));
  const ExaminedMessage examined = reader_.examine(twice).value();
  EXPECT_EQ(examined.facts.stored_form, message::StoredForm::Gzip);
}

/// Read at once, read in pieces.
const std::vector<std::size_t> kSmallAndLarge = {10, 100'000};

TEST_F(MessageReaderTest, NoticesThatTheFileGrew) {
  for (const std::size_t lines : kSmallAndLarge) {
    maildir::MessageFile grown = file(letter(lines));
    std::ofstream(path(), std::ios::binary | std::ios::app) << "one more line\n";
    const Result<ExaminedMessage> examined = reader_.examine(grown);
    ASSERT_FALSE(examined) << lines;
    EXPECT_EQ(examined.error().text, "the file changed while it was being read");
  }
}

TEST_F(MessageReaderTest, NoticesThatTheFileShrank) {
  for (const std::size_t lines : kSmallAndLarge) {
    maildir::MessageFile cut = file(letter(lines));
    std::filesystem::resize_file(path(), cut.size() - 1);
    const Result<ExaminedMessage> examined = reader_.examine(cut);
    ASSERT_FALSE(examined) << lines;
    EXPECT_EQ(examined.error().text, "the file changed while it was being read");
  }
}

TEST_F(MessageReaderTest, LeavesAFileThatIsStillWrittenForLater) {
  const std::string octets = letter(10);
  const std::string name = "1100000000.M1.host,S=" + std::to_string(octets.size() + 1) + ":2,";
  write(octets);
  std::filesystem::last_write_time(path(), std::filesystem::file_time_type::clock::now());
  maildir::MessageFile partial = reopened(name);
  const Result<ExaminedMessage> examined = reader_.examine(partial);
  ASSERT_FALSE(examined);
  EXPECT_THAT(examined.error().text, testing::HasSubstr("still being written"));
}

TEST_F(MessageReaderTest, LeavesALargeFileWithoutDataUnread) {
  write("");
  std::filesystem::resize_file(path(), 6'442'450'944);
  maildir::MessageFile hole = reopened();
  const ExaminedMessage examined = reader_.examine(hole).value();
  EXPECT_FALSE(examined.is_read);
  EXPECT_EQ(examined.facts.substance, message::Substance::NulsOnly);
  EXPECT_EQ(examined.facts.wire_size, 6'442'450'944U);
}

TEST_F(MessageReaderTest, ReadsOnlyTheBeginningOfWhatIsTooLarge) {
  write(letter(10));
  std::filesystem::resize_file(path(), 6'442'450'944);
  maildir::MessageFile large = reopened();
  const ExaminedMessage examined = reader_.examine(large, limits::kAppendedLiteral).value();
  EXPECT_FALSE(examined.is_read);
  EXPECT_EQ(examined.facts.substance, message::Substance::Unread);
  EXPECT_EQ(examined.facts.wire_size, 6'442'450'944U);
  EXPECT_EQ(examined.facts.identity.subject, "packed");
}

TEST_F(MessageReaderTest, UnpacksWhatIsLargerPackedThanMayBeSent) {
  // The message is judged by its own size.
  std::string noise;
  for (std::uint32_t i = 0, x = 1; i < limits::kHeldMessage + 1000; ++i) {
    x = x * 1'664'525 + 1'013'904'223;
    noise += static_cast<char>(x >> 24);
  }
  maildir::MessageFile packed = file(test::gzip("Subject: packed\n\n" + noise));
  ASSERT_GT(packed.size(), limits::kHeldMessage);
  EXPECT_TRUE(reader_.examine(packed, 1000).value().is_read);
}

}  // namespace
}  // namespace mailhaul::migrate
