#include "support/compression.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/decompressor.hpp>

namespace mailhaul::message {
namespace {

/// A source that gives at most `piece` octets at a time.
Decompressor::Source source_of(Bytes packed, std::size_t piece) {
  return [packed = std::move(packed), piece,
          at = std::size_t{0}](std::span<char> buffer) mutable -> Result<std::size_t> {
    const ByteView next = ByteView(packed).substr(at, std::min(piece, buffer.size()));
    std::ranges::copy(next, buffer.begin());
    at += next.size();
    return next.size();
  };
}

Result<Bytes> unpack(StoredForm form, Bytes packed, std::size_t piece = 100'000,
                     std::size_t buffer_size = 100'000) {
  Decompressor decompressor(form, source_of(std::move(packed), piece));
  Bytes buffer(buffer_size, '\0');
  Bytes message;
  for (;;) {
    const Result<std::size_t> count = decompressor.read(std::span(buffer));
    if (!count) {
      return fail(count.error());
    }
    if (*count == 0) {
      return message;
    }
    message += ByteView(buffer).substr(0, *count);
  }
}

Bytes letter(std::size_t lines = 3000) {
  Bytes text = "From: ada@example.org\nSubject: packed\n\n";
  for (std::size_t line = 0; line < lines; ++line) {
    text += std::to_string(line * 7919) + " the quick brown fox\n";
  }
  return text;
}

struct Format {
  StoredForm form;
  Bytes (*pack)(const Bytes&);
  bool has_checksum = true;
};

void PrintTo(const Format& format, std::ostream* out) {
  *out << to_string(format.form);
}

class DecompressorOf : public testing::TestWithParam<Format> {
 protected:
  static StoredForm form() { return GetParam().form; }

  static Bytes pack(const Bytes& octets) { return GetParam().pack(octets); }
};

TEST_P(DecompressorOf, GivesTheMessage) {
  EXPECT_EQ(stored_form_of(pack(letter())), form());
  EXPECT_EQ(unpack(form(), pack(letter())), letter());
  EXPECT_EQ(unpack(form(), pack("x")), "x");
}

TEST_P(DecompressorOf, DoesNotCareWhereInputAndOutputAreCut) {
  const Bytes packed = pack(letter(40));
  for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U, 64U}) {
    EXPECT_EQ(unpack(form(), packed, piece, 1), letter(40)) << piece;
    EXPECT_EQ(unpack(form(), packed, piece, 1000), letter(40)) << piece;
  }
}

TEST_P(DecompressorOf, NeverGivesAPartOfAMessageAGoodEnd) {
  const Bytes packed = pack(letter(40));
  for (std::size_t length = 0; length < packed.size(); ++length) {
    EXPECT_FALSE(unpack(form(), packed.substr(0, length))) << length;
  }
}

TEST_P(DecompressorOf, RefusesWhatStandsBehindTheEnd) {
  EXPECT_FALSE(unpack(form(), pack(letter(40)) + "garbage garbage garbage"));
}

TEST_P(DecompressorOf, RefusesDamage) {
  const Bytes packed = pack(letter(40));
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < packed.size(); ++at) {
    Bytes bad = packed;
    bad[at] = static_cast<char>(bad[at] ^ 0x40);
    const Result<Bytes> message = unpack(form(), bad);
    // Some octets of headers (a time stamp, the system) mean nothing for the content.
    accepted += message && *message != letter(40) ? 1U : 0U;
  }
  if (GetParam().has_checksum) {
    EXPECT_EQ(accepted, 0);
  }
}

TEST_P(DecompressorOf, SaysWhatIsDamaged) {
  const Result<Bytes> message = unpack(form(), pack(letter()).substr(0, 1000));
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().kind, ErrorKind::Unreadable);
  EXPECT_EQ(message.error().text, "it is stored compressed (" + std::string(to_string(form())) +
                                      ") and is damaged: its end is missing");
}

TEST_P(DecompressorOf, HandsOnErrorsOfTheDisk) {
  Decompressor decompressor(
      form(), [](std::span<char>) { return fail(ErrorKind::Unreadable, "the disk is broken"); });
  Bytes buffer(100, '\0');
  const auto read = decompressor.read(std::span(buffer));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().text, "the disk is broken");
}

TEST_P(DecompressorOf, StopsAtABomb) {
  if (form() == StoredForm::Lz4) {
    return;  // its blocks cannot shrink to less than 1/255
  }
  const Bytes bomb = pack(Bytes(40'000'000, '\0'));
  ASSERT_LT(bomb.size(), 45'000);
  const Result<Bytes> message = unpack(form(), bomb);
  ASSERT_FALSE(message);
  EXPECT_NE(message.error().text.find("unpacks to more than 250 times its size"), Bytes::npos)
      << message.error().text;
}

TEST_P(DecompressorOf, TakesASmallMessageOfBlanks) {
  const Bytes blanks(limits::kUnpackedUnchecked - 100'000, ' ');
  EXPECT_EQ(unpack(form(), pack(blanks)), blanks);
}

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = {
      {StoredForm::Gzip, [](const Bytes& octets) { return test::gzip(octets); }},
      {StoredForm::Bzip2, [](const Bytes& octets) { return test::bzip2(octets); }},
      {StoredForm::Xz, [](const Bytes& octets) { return test::xz(octets); }},
      {StoredForm::Zstd, [](const Bytes& octets) { return test::zstd(octets); }},
      {StoredForm::Lz4, [](const Bytes& octets) { return test::dovecot_lz4(octets); }, false},
  };
  return kFormats;
}

INSTANTIATE_TEST_SUITE_P(All, DecompressorOf, testing::ValuesIn(formats()),
                         [](const auto& test) { return std::string(to_string(test.param.form)); });

class DecompressorOfMembers : public DecompressorOf {};

TEST_P(DecompressorOfMembers, ReadsSeveralMembersAsOneMessage) {
  EXPECT_EQ(unpack(form(), pack("Subject: a\n") + pack("\n") + pack("body\n"), 1, 5),
            "Subject: a\n\nbody\n");
}

INSTANTIATE_TEST_SUITE_P(All, DecompressorOfMembers,
                         testing::Values(formats()[0], formats()[1], formats()[2], formats()[3]),
                         [](const auto& test) { return std::string(to_string(test.param.form)); });

TEST(Decompressor, ReadsSeveralChunksOfLz4) {
  EXPECT_EQ(unpack(StoredForm::Lz4, test::dovecot_lz4(letter(), 1000), 7, 13), letter());
}

TEST(Decompressor, RefusesAnXzFileThatWantsMoreMemoryThanMailNeeds) {
  EXPECT_EQ(unpack(StoredForm::Xz, test::xz(letter(), 64U << 20U)), letter());
  const Result<Bytes> message = unpack(StoredForm::Xz, test::xz(letter(), 512U << 20U));
  ASSERT_FALSE(message);
  EXPECT_NE(message.error().text.find("of memory"), Bytes::npos) << message.error().text;
}

TEST(Decompressor, RefusesChunksOfLz4ThatAreNoneOfDovecots) {
  Bytes packed = test::dovecot_lz4(letter());
  packed[16] = '\x7f';
  EXPECT_FALSE(unpack(StoredForm::Lz4, packed));
}

}  // namespace
}  // namespace mailhaul::message
