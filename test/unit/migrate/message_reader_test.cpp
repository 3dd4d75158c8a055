#include "migrate/upload/message_reader.hpp"

#include "support/compression.hpp"
#include "support/maildir_builder.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::migrate {
namespace {

constexpr const char* kName = "1100000000.M1.host:2,S";

class MessageReaderTest : public testing::Test {
 protected:
  std::variant<maildir::OpenFile, maildir::Refused> opened(const std::string& octets) {
    std::ofstream(tree_.path(std::string("cur/") + kName), std::ios::binary) << octets;
    const maildir::Directory root = maildir::open_maildir(tree_.path()).value();
    return std::get<maildir::Directory>(root.open_directory("cur")).open_file(kName);
  }

  maildir::MessageFile file(const std::string& octets) {
    return {std::get<maildir::OpenFile>(opened(octets)), kName, maildir::Subdirectory::Cur};
  }

  static Result<Bytes> read_again(maildir::MessageFile& file, const ExaminedMessage& examined) {
    const CopyRecipe as_it_is;
    SecondReading reading(file, examined.facts, as_it_is);
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
    maildir::MessageFile wrong(std::get<maildir::OpenFile>(opened(letter(10))), name,
                               maildir::Subdirectory::Cur);
    EXPECT_EQ(reader_.examine(wrong).value().held, message::to_wire_form(letter(10))) << name;
  }
}

TEST_F(MessageReaderTest, UnpacksOnlyOnce) {
  maildir::MessageFile twice = file(test::gzip(test::gzip(letter(3))));
  const ExaminedMessage examined = reader_.examine(twice).value();
  EXPECT_EQ(examined.facts.stored_form, message::StoredForm::Gzip);
}

}  // namespace
}  // namespace mailhaul::migrate
