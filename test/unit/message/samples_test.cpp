// One file for each kind of broken message: what is found in it and what Exchange would need.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/rewriter.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::message {
namespace {

namespace fs = std::filesystem;

const fs::path kDirectory = MAILHAUL_SOURCE_DIR "/testdata/messages";

const RepairPolicy kPolicy{.line = 9900,
                           .references = 40'000,
                           .address = 1950,
                           .file_name = 255,
                           .nuls = true,
                           .transfer_encodings = true,
                           .encoded_words = true,
                           .mbox_from = true,
                           .header_end = true,
                           .read_reports = true,
                           .apple_double = true,
                           .calendar_replies = true};

Bytes stored_octets(const std::string& name) {
  std::ifstream file(kDirectory / (name + ".eml"), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Bytes wire_of(const std::string& name) {
  return to_wire_form(stored_octets(name));
}

Facts facts_of(const std::string& name) {
  return examine(wire_of(name), kAllFacts);
}

/// The remedies of each sample, by name; "" where it goes as it is.
const std::map<std::string, std::string> kRemedies = {
    {"8bit-header", ""},
    {"apple-double", "appledouble-as-mixed"},
    {"bad-encoded-word-inside", "relabel-charset"},
    {"bare-cr", ""},
    {"base64-incomplete", "reencode-part"},
    {"base64-with-footer", "wrap"},
    {"calendar-reply", "calendar-as-attachment"},
    {"crlf", ""},
    {"deep-messages", ""},
    {"gzip", ""},
    {"leading-blank-line", ""},
    {"long-address", "cut-address"},
    {"long-file-name", "cut-file-name"},
    {"long-header-line", "fold-header"},
    {"long-line", "reencode-part"},
    {"long-references", "cut-references"},
    {"mail-crypt", ""},
    {"malformed-header-line", ""},
    {"many-parts", ""},
    {"mbox-from", "drop-mbox-from"},
    {"mbox-from-quoted", "drop-mbox-from"},
    {"mixed-line-ends", ""},
    {"no-blank-line", "end-header"},
    {"no-header", ""},
    {"nul-body", "reencode-part"},
    {"nul-header", "blank-nul"},
    {"nul-tail", "reencode-part"},
    {"nuls-only", ""},
    {"one-newline", ""},
    {"plain", ""},
    {"read-report", "report-as-mixed"},
    {"receipt", ""},
    {"signed-long-line", "wrap"},
    {"unknown-charset", "relabel-charset"},
    {"zero-byte", ""},
};

/// Files that hold no message and are never judged.
bool holds_a_message(const Facts& facts) {
  return facts.substance == Substance::Something && facts.stored_form == StoredForm::Plain;
}

TEST(Samples, AllHaveAnExpectation) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(kDirectory)) {
    if (entry.path().extension() == ".eml") {
      ++files;
      EXPECT_TRUE(kRemedies.contains(entry.path().stem())) << entry.path();
    }
  }
  EXPECT_EQ(files, kRemedies.size());
}

TEST(Samples, NeedTheseRemedies) {
  for (const auto& [name, expected] : kRemedies) {
    const Facts facts = facts_of(name);
    if (!holds_a_message(facts)) {
      continue;
    }
    const auto plan = plan_repair(facts, kPolicy);
    std::string remedies = plan ? "" : "wrap";
    for (const Remedy remedy : plan ? plan->remedies : std::vector<Remedy>()) {
      remedies += (remedies.empty() ? "" : " ") + std::string(to_string(remedy));
    }
    EXPECT_EQ(remedies, expected) << name;
  }
}

TEST(Samples, NeedNoneOnceRepairedOrWrapped) {
  for (const auto& [name, expected] : kRemedies) {
    const Bytes wire = wire_of(name);
    const Facts facts = examine(wire, kAllFacts);
    if (expected.empty()) {
      continue;
    }
    const auto plan = plan_repair(facts, kPolicy);
    const auto rewriter = plan ? make_repairer(*plan) : make_wrapper(facts);
    const Facts copy = examine(rewrite(*rewriter, wire), kAllFacts);
    const auto again = plan_repair(copy, kPolicy);
    ASSERT_TRUE(again) << name;
    EXPECT_TRUE(again->is_empty()) << name;
    EXPECT_EQ(copy.nul_count, 0U) << name;
    EXPECT_EQ(copy.identity.message_id, facts.identity.message_id) << name;
    EXPECT_EQ(copy.identity.date_subject_hash, facts.identity.date_subject_hash) << name;
  }
}

TEST(Samples, ThatHoldNoMessageAreKnown) {
  EXPECT_EQ(facts_of("zero-byte").substance, Substance::Nothing);
  EXPECT_EQ(facts_of("one-newline").substance, Substance::BlanksOnly);
  EXPECT_EQ(facts_of("nuls-only").substance, Substance::NulsOnly);
  EXPECT_EQ(facts_of("gzip").stored_form, StoredForm::Gzip);
  EXPECT_EQ(facts_of("mail-crypt").stored_form, StoredForm::MailCrypt);
  EXPECT_EQ(facts_of("no-header").field_count, 0U);
  EXPECT_EQ(facts_of("leading-blank-line").field_count, 0U);
}

TEST(Samples, ShowTheirOddities) {
  EXPECT_TRUE(facts_of("8bit-header").has_8bit_header);
  EXPECT_EQ(facts_of("malformed-header-line").malformed_lines, 1U);
  EXPECT_EQ(facts_of("malformed-header-line").identity.message_id,
            "<malformed-header-line@example.org>");
  EXPECT_EQ(facts_of("many-parts").parts->leaves, 260U);
  EXPECT_EQ(facts_of("deep-messages").parts->embedded_depth, 41U);
  EXPECT_EQ(facts_of("receipt").details->receipt_fields.size(), 1U);
  EXPECT_EQ(facts_of("bare-cr").longest_line, facts_of("plain").longest_line);
}

TEST(Samples, InCrLfAreInWireFormAlready) {
  EXPECT_EQ(wire_of("crlf"), stored_octets("crlf"));
  EXPECT_EQ(wire_of("mixed-line-ends").find("\r\r"), Bytes::npos);
}

}  // namespace
}  // namespace mailhaul::message
