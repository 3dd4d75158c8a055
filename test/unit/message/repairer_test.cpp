#include "message/transfer_coder.hpp"

#include <string>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/rewriter.hpp>

namespace mailhaul::message {
namespace {

using namespace std::string_literals;

const RepairPolicy kPolicy{
    .line = 998, .nuls = true, .transfer_encodings = true, .encoded_words = true};

/// One sound part before and one behind the part with the fault.
Bytes with_part(const Bytes& part) {
  return "Subject: s\r\nContent-Type: multipart/mixed; "
         "boundary=b\r\n\r\npreamble\r\n--b\r\n\r\nbefore \r\n--b\r\n" +
         part + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>behind</p>\r\n--b--\r\nepilogue\r\n";
}

RepairPlan plan_for(const Bytes& wire) {
  auto plan = plan_repair(examine(wire, kAllFacts), kPolicy);
  EXPECT_TRUE(plan);
  return plan ? *plan : RepairPlan();
}

Bytes repaired(const Bytes& wire) {
  return rewrite(*make_repairer(plan_for(wire)), wire);
}

TEST(Repairer, EncodesOnePartAndTouchesNothingElse) {
  const std::string content = std::string(3000, 'x') + " = \0 \xe4\r\nnext"s;
  const Bytes wire = with_part("Content-Type: text/plain\r\n\r\n" + content);
  const Bytes copy = repaired(wire);
  const std::size_t front = wire.find("\r\n\r\nxxx");
  const std::size_t back = wire.size() - wire.find("\r\n--b\r\nContent-Type: text/html");
  EXPECT_EQ(copy.substr(0, front), wire.substr(0, front));
  EXPECT_EQ(copy.substr(copy.size() - back), wire.substr(wire.size() - back));

  const Facts facts = examine(copy, kAllFacts);
  EXPECT_LE(facts.longest_line, 76U);
  EXPECT_EQ(facts.nul_count, 0U);
  ASSERT_EQ(facts.parts->parts.size(), 4U);
  const Part& part = facts.parts->parts[2];
  EXPECT_EQ(part.encoding, TransferEncoding::QuotedPrintable);
  QuotedPrintableDecoder decoder;
  Bytes decoded;
  decoder.update(ByteView(copy).substr(part.body.begin, part.body.size()), decoded);
  EXPECT_EQ(decoded, content);
}

TEST(Repairer, BreaksTheLinesOfBase64) {
  Bytes line;
  for (int i = 0; i < 1000; ++i) {
    line += "YWJj";
  }
  const Bytes copy = repaired(with_part("Content-Transfer-Encoding: base64\r\n\r\n" + line));
  const Facts facts = examine(copy, kAllFacts);
  EXPECT_LE(facts.longest_line, 76U);
  ASSERT_EQ(facts.parts->parts.size(), 4U);
  EXPECT_EQ(facts.parts->parts[2].decodability->decoded_size, 3000U);
  EXPECT_TRUE(facts.parts->parts[2].decodability->is_clean());
}

TEST(Repairer, RepairsHeaderAndBodyOfTheSamePartAndOthersToo) {
  const Bytes wire = "Subject: =?134?q?a?=\r\n" +
                     with_part("X: =?134?q?b?=\r\n\r\n" + std::string(2000, 'x')) + "\0"s;
  const Bytes copy = repaired(wire);
  EXPECT_TRUE(plan_for(copy).is_empty());
  EXPECT_EQ(copy.find("?134?"), std::string::npos);
  EXPECT_TRUE(copy.ends_with("epilogue\r\n "));
}

TEST(Repairer, WithAnEmptyPlanCopies) {
  const Bytes wire = with_part("\r\nsound");
  EXPECT_EQ(repaired(wire), wire);
}

TEST(Repairer, HandlesEmptyRanges) {
  const Bytes wire = "A: b\r\n\r\n";
  RepairPlan plan;
  plan.edits.push_back({.range = {8, 8}, .to = TransferEncoding::Base64});
  EXPECT_EQ(rewrite(*make_repairer(plan), wire), wire);
}

TEST(Repairer, GivesTheSameCopyHoweverTheOriginalIsCut) {
  const Bytes wire =
      "Subject: =?134?q?a?=\r\n" + with_part("\r\n" + std::string(1100, 'x') + " \r\n") + "\0"s;
  const RepairPlan plan = plan_for(wire);
  const Bytes whole = rewrite(*make_repairer(plan), wire);
  for (std::size_t piece = 1; piece < 200; piece += 3) {
    const auto repairer = make_repairer(plan);
    Bytes copy;
    for (std::size_t at = 0; at < wire.size(); at += piece) {
      repairer->update(ByteView(wire).substr(at, piece), copy);
    }
    repairer->finish(copy);
    ASSERT_EQ(copy, whole) << piece;
  }
}

}  // namespace
}  // namespace mailhaul::message
