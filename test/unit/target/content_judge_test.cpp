/// How the rules come together: as it is, repaired, wrapped or listed.
#include "content_samples.hpp"

#include <algorithm>

#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::target {
namespace {

using namespace std::string_literals;
using message::Remedy;

const std::string kSigned = "signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256";

/// The copy that the judgement asks for.
Bytes copy_of(const Bytes& wire, const Judgement& judgement) {
  return judgement.handling == Handling::Repair
             ? message::rewrite(*message::make_repairer(judgement.repair), wire)
             : message::rewrite(*message::make_wrapper(facts_of(wire)), wire);
}

TEST(ContentJudge, SendsASoundMessageAsItIs) {
  for (const Profile profile : kAllProfiles) {
    const Judgement judgement = judge(facts_of(with_fields("X-Mailer: x\r\n")), profile);
    EXPECT_EQ(judgement.handling, Handling::AsIs);
    EXPECT_TRUE(judgement.reasons.empty());
    EXPECT_TRUE(judgement.notes.empty());
    EXPECT_TRUE(judgement.repair.is_empty());
  }
}

TEST(ContentJudge, APlainServerNeedsNoLinesDetailsOrStructure) {
  const message::FactsNeeded needed = facts_needed(Profile::Imap);
  EXPECT_FALSE(needed.lines);
  EXPECT_FALSE(needed.details);
  EXPECT_FALSE(needed.structure);
}

TEST(ContentJudge, EveryExchangeNeedsAllFacts) {
  for (const Profile profile : kExchangeProfiles) {
    const message::FactsNeeded needed = facts_needed(profile);
    EXPECT_TRUE(needed.lines && needed.details && needed.structure) << to_string(profile);
  }
}

TEST(ContentJudge, ARequestedChangeNeedsAllFactsOnAnyServer) {
  EXPECT_TRUE(facts_needed(Profile::Imap, {.rename_receipts = true}).structure);
  EXPECT_TRUE(facts_needed(Profile::Imap, {.strip_x_fields = true}).details);
}

TEST(ContentJudge, LeavesItToAPlainServerToRefuse) {
  const Bytes wire = "From a@x Sat Jan  1 00:00:00 2000\r\n\r\n\0"s + line(20'000);
  const Judgement judgement = judge(facts_of(wire), Profile::Imap);
  EXPECT_EQ(judgement.handling, Handling::AsIs);
  EXPECT_EQ(kinds(judgement.notes), (Kinds{"no-header", "nul", "mbox-from"}));
}

/// What can be mended in one message, all at once.
const Bytes kManyFaults =
    "From a@x Sat Jan  1 00:00:00 2000\r\nFrom: =?134?q?a?= <a@x>\r\nX-Long: " + line(12'000) +
    "To: \"" + std::string(2500, 'n') + "\" <b@x>\r\nX-Nul: \0\r\n"s +
    "Content-Type: multipart/appledouble; boundary=b\r\n\r\n--b\r\n"
    "Content-Type: text/plain; name=\"" +
    std::string(300, 'n') + "\"\r\n\r\n" + line(10'000) +
    "--b\r\nContent-Type: text/calendar; method=reply\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "YWJ\r\n--b--\r\n";

TEST(ContentJudge, RepairsSeveralFaultsAtOnce) {
  for (const Profile profile : kExchangeProfiles) {
    const Judgement judgement = judge(facts_of(kManyFaults), profile);
    EXPECT_EQ(judgement.handling, Handling::Repair);
    EXPECT_EQ(kinds(judgement.reasons),
              (Kinds{"line-too-long", "header-line-too-long", "nul", "undecodable-part",
                     "unknown-charset", "calendar-reply", "appledouble", "address-too-long",
                     "file-name-too-long", "mbox-from"}));
    for (const Reason& reason : judgement.reasons) {
      EXPECT_NE(std::ranges::find(judgement.repair.remedies, *reason.remedy),
                judgement.repair.remedies.end())
          << reason.kind;
    }
  }
}

TEST(ContentJudge, NothingSpeaksAgainstARepairedCopy) {
  const Bytes copy = copy_of(kManyFaults, judge(facts_of(kManyFaults), Profile::Exchange2016));
  EXPECT_EQ(kinds(find_reasons(facts_of(copy), Profile::Exchange2016)), Kinds{});
}

TEST(ContentJudge, NothingSpeaksAgainstAWrappedCopy) {
  const std::vector<Bytes> messages = {"no header at all\r\n", kHead + "\r\n" + Bytes(3, '\0'),
                                       multipart("mixed", std::vector<Bytes>(400, "\r\nx")),
                                       multipart(kSigned, {"\r\n" + line(20'000)})};
  for (const Bytes& wire : messages) {
    const Bytes copy = copy_of(wire, Judgement{.handling = Handling::Wrap});
    EXPECT_EQ(kinds(find_reasons(facts_of(copy), Profile::Exchange2016)), Kinds{});
  }
}

TEST(ContentJudge, ACopyIsJudgedByItsOwnSize) {
  const message::Facts copy = facts_of(with_body("abc\r\n"));
  EXPECT_EQ(kinds(find_reasons(copy, Profile::Exchange2016, copy.wire_size)), Kinds{});
  EXPECT_EQ(kinds(find_reasons(copy, Profile::Exchange2016, copy.wire_size - 1)), Kinds{"too-big"});
}

TEST(ContentJudge, WhatIsSignedIsWrappedAndNotRepaired) {
  const Judgement judgement =
      judge(facts_of(multipart(kSigned, {"\r\n" + line(20'000)})), Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::Wrap);
  EXPECT_EQ(kinds(judgement.reasons), Kinds{"line-too-long"});
  EXPECT_EQ(judgement.reasons.front().remedy, Remedy::Wrap);
  EXPECT_EQ(kinds(judgement.notes), Kinds{"signed"});
  EXPECT_TRUE(judgement.repair.is_empty());
}

TEST(ContentJudge, ASignedMessageWithoutFaultGoesAsItIs) {
  const Judgement judgement = judge(facts_of(multipart(kSigned, {"\r\nx"})), Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::AsIs);
  EXPECT_EQ(kinds(judgement.notes), Kinds{"signed"});
}

TEST(ContentJudge, AnEncryptedMessageIsNotRepairedEither) {
  const Judgement judgement =
      judge(facts_of(kHead + "Content-Type: application/pkcs7-mime\r\n\r\n" + line(20'000)),
            Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::Wrap);
}

TEST(ContentJudge, WhatStandsBeforeASignedPartMayGo) {
  const Judgement judgement =
      judge(facts_of("From a@x Sat Jan  1 00:00:00 2000\r\n" + multipart(kSigned, {"\r\nx"})),
            Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::Repair);
  EXPECT_EQ(judgement.repair.remedies, std::vector{Remedy::DropMboxFrom});
}

TEST(ContentJudge, AMessageThatIsNotFullyKnownIsWrappedAndNotRepaired) {
  Bytes fields;
  while (fields.size() < 300'000) {
    fields += "X-A: " + line(900);
  }
  const Judgement judgement =
      judge(facts_of(with_fields("X-B: " + line(12'000) + fields)), Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::Wrap);
}

TEST(ContentJudge, AReasonThatNoPlanAnswersIsWrapped) {
  message::Facts facts = facts_of(with_fields(""));
  facts.details->unknown_charsets = {"134"};
  const Judgement judgement = judge(facts, Profile::Exchange2016);
  EXPECT_EQ(judgement.handling, Handling::Wrap);
  EXPECT_EQ(judgement.reasons.front().remedy, Remedy::Wrap);
}

TEST(ContentJudge, LeavesFaultsAloneThatKeepNothingFromBeingSent) {
  const Bytes subject = "Subject: =?utf-8?b?a?=\r\n";
  const Bytes wire = subject + "\r\n" + line(12'000);
  const Judgement judgement = judge(facts_of(wire), Profile::Exchange2016);
  EXPECT_EQ(judgement.repair.remedies, std::vector{Remedy::ReencodePart});
  EXPECT_EQ(kinds(judgement.notes), Kinds{"malformed-encoded-word"});
  EXPECT_TRUE(copy_of(wire, judgement).starts_with(subject));
}

TEST(ContentJudge, TheDecisiveReasonComesFirst) {
  const Bytes wire = kHead + "\r\n" + line(12'000);
  const Judgement judgement = judge(facts_of(wire), Profile::Exchange2016, {.size_limit = 12'000});
  EXPECT_EQ(judgement.handling, Handling::Refuse);
  EXPECT_EQ(kinds(judgement.reasons), (Kinds{"too-big", "line-too-long"}));

  const Judgement wrapped =
      judge(facts_of("X-A: \0\r\n"s + multipart("mixed", std::vector<Bytes>(300, "\r\nx"))),
            Profile::Exchange2016);
  EXPECT_EQ(wrapped.handling, Handling::Wrap);
  EXPECT_EQ(kinds(wrapped.reasons), (Kinds{"too-many-parts", "nul"}));
  for (const Reason& reason : wrapped.reasons) {
    EXPECT_EQ(reason.remedy, Remedy::Wrap);
  }
}

TEST(ContentJudge, WhatCannotBeRepairedIsMoreDecisiveThanWhatCan) {
  const Judgement judgement =
      judge(facts_of("X-A: \0\r\nContent-Transfer-Encoding: base64\r\n\r\n====\r\n"s),
            Profile::Exchange2016);
  EXPECT_EQ(kinds(judgement.reasons), (Kinds{"undecodable-part", "nul"}));
}

TEST(ContentJudge, AMessageThatWouldBeTooBigWhenWrappedIsListed) {
  const Bytes wire = multipart(kSigned, {"\r\n" + line(20'000)});
  const std::uint64_t in_base64 = (wire.size() + 2) / 3 * 4;
  const auto handling = [&wire](std::uint64_t limit) {
    return judge(facts_of(wire), Profile::Exchange2016, {.size_limit = limit}).handling;
  };
  EXPECT_EQ(handling(in_base64), Handling::Wrap);
  EXPECT_EQ(handling(in_base64 - 1), Handling::Refuse);
  const Judgement listed =
      judge(facts_of(wire), Profile::Exchange2016, {.size_limit = in_base64 - 1});
  EXPECT_EQ(kinds(listed.reasons), (Kinds{"too-big", "line-too-long"}));
  EXPECT_TRUE(listed.reasons.front().text.starts_with("wrapped as an attachment it has"));
}

TEST(ContentJudge, WithoutRepairItListsAndTellsTheRemedy) {
  const JudgeOptions options{.may_change = false};
  const Judgement repairable =
      judge(facts_of(with_body(line(12'000))), Profile::Exchange2016, options);
  EXPECT_EQ(repairable.handling, Handling::Refuse);
  EXPECT_EQ(repairable.reasons.front().remedy, Remedy::ReencodePart);
  const Judgement wrappable = judge(facts_of("no header\r\n"), Profile::Exchange2016, options);
  EXPECT_EQ(wrappable.handling, Handling::Refuse);
  EXPECT_EQ(wrappable.reasons.front().remedy, Remedy::Wrap);
  EXPECT_EQ(judge(facts_of(with_body("x")), Profile::Exchange2016, options).handling,
            Handling::AsIs);
}

TEST(ContentJudge, ChangesWhatIsAskedForOnAnyServer) {
  const JudgeOptions options{.may_change = false,
                             .rename_receipts = true,
                             .strip_x_fields = true,
                             .kept_x_fields = {"x-mailer"}};
  const Bytes wire = with_fields("Return-Receipt-To: a@x\r\nX-Mailer: m\r\nX-Spam: s\r\n");
  for (const Profile profile : kAllProfiles) {
    const Judgement judgement = judge(facts_of(wire), profile, options);
    EXPECT_EQ(judgement.handling, Handling::Repair);
    EXPECT_TRUE(judgement.reasons.empty());
    EXPECT_EQ(copy_of(wire, judgement), with_fields("X-Return-Receipt-To: a@x\r\nX-Mailer: m\r\n"));
  }
}

TEST(ContentJudge, AsksForNoCopyWhereARequestFindsNothing) {
  const Judgement judgement =
      judge(facts_of(with_fields("X-Mailer: m\r\n")), Profile::Imap, {.rename_receipts = true});
  EXPECT_EQ(judgement.handling, Handling::AsIs);
}

TEST(ContentJudge, ARequestAndARepairMakeOneCopy) {
  const Judgement judgement =
      judge(facts_of(kHead + "Return-Receipt-To: a@x\r\n\r\n" + line(12'000)),
            Profile::Exchange2016, {.rename_receipts = true});
  EXPECT_EQ(judgement.repair.remedies, (std::vector{Remedy::ReencodePart, Remedy::RenameReceipt}));
}

TEST(Handling, HasNames) {
  EXPECT_EQ(to_string(Handling::AsIs), "as-is");
  EXPECT_EQ(to_string(Handling::Repair), "repair");
  EXPECT_EQ(to_string(Handling::Wrap), "wrap");
  EXPECT_EQ(to_string(Handling::Refuse), "refuse");
}

}  // namespace
}  // namespace mailhaul::target
