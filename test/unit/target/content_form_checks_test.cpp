/// What a file is, and its size.
#include "content_samples.hpp"

namespace mailhaul::target {
namespace {

using namespace std::string_literals;
using message::StoredForm;
using message::Substance;

message::Facts sound_facts(std::uint64_t wire_size) {
  message::Facts facts = facts_of(with_body("x\r\n"));
  facts.wire_size = wire_size;
  return facts;
}

TEST(ContentFormChecks, AFileThatHoldsNoMessageIsOnlyListedAndForThisAlone) {
  const std::vector<std::pair<Bytes, std::string_view>> files = {
      {"", "empty"},
      {Bytes(5000, '\0'), "all-nul"},
      {"\x1f\x8b\x08"s + Bytes(12'000, '\0'), "compressed"},
      {"BZh9" + Bytes(12'000, 'x'), "compressed"},
      {"CRYPTED\x03\x07\x02"s + Bytes(12'000, 'x'), "encrypted-on-disk"},
  };
  for (const auto& [wire, kind] : files) {
    for (const Profile profile : kAllProfiles) {
      const Judgement judgement = judge(facts_of(wire), profile);
      EXPECT_EQ(judgement.handling, Handling::Refuse) << kind;
      EXPECT_EQ(kinds(judgement.reasons), Kinds{kind});
      EXPECT_EQ(judgement.reasons.front().remedy, std::nullopt);
      EXPECT_TRUE(judgement.notes.empty());
    }
  }
}

TEST(ContentFormChecks, NamesTheFormOfCompression) {
  message::Facts facts = sound_facts(100);
  facts.stored_form = StoredForm::Zstd;
  EXPECT_EQ(judge(facts, Profile::Imap).reasons.front().text,
            "it is stored compressed (zstd) and was not unpacked");
}

TEST(ContentFormChecks, OneOctetAboveWhatTheServerTakesIsTooBig) {
  const JudgeOptions options{.size_limit = 20'000'000};
  for (const Profile profile : kAllProfiles) {
    EXPECT_EQ(judge(sound_facts(20'000'000), profile, options).handling, Handling::AsIs);
    const Judgement above = judge(sound_facts(20'000'001), profile, options);
    EXPECT_EQ(above.handling, Handling::Refuse);
    EXPECT_EQ(kinds(above.reasons), Kinds{"too-big"});
    EXPECT_EQ(above.reasons.front().text,
              "it has 20000001 octets; this server takes none above 20000000");
    EXPECT_EQ(above.reasons.front().remedy, std::nullopt);
  }
}

TEST(ContentFormChecks, TheDefaultLimitIsNoReasonButANote) {
  for (const Profile profile : kExchangeProfiles) {
    const std::uint64_t limit = profile == Profile::ExchangeOnline ? 36'700'160 : 10'485'760;
    EXPECT_TRUE(judge(sound_facts(limit), profile).notes.empty());
    const Judgement above = judge(sound_facts(limit + 1), profile);
    EXPECT_EQ(above.handling, Handling::AsIs);
    EXPECT_EQ(kinds(above.notes), Kinds{"over-default-limit"});
  }
  EXPECT_TRUE(judge(sound_facts(1'000'000'000), Profile::Imap).notes.empty());
}

TEST(ContentFormChecks, WhatTheServerTakesOutweighsTheDefaultLimit) {
  const JudgeOptions raised{.size_limit = 50'000'000};
  EXPECT_TRUE(judge(sound_facts(40'000'000), Profile::Exchange2016, raised).notes.empty());
  EXPECT_EQ(kinds(judge(sound_facts(50'000'001), Profile::Exchange2016, raised).reasons),
            Kinds{"too-big"});
}

}  // namespace
}  // namespace mailhaul::target
