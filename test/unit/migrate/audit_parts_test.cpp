/// The small parts of the audit, each by itself.
#include "migrate/audit/audit_codec.hpp"
#include "migrate/audit/duplicate_finder.hpp"
#include "migrate/audit/finding_collector.hpp"
#include "migrate/audit/quota_answer.hpp"
#include "migrate/server/append_limit.hpp"
#include "unit/migrate/audit_rig.hpp"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/audit_spool.hpp>

namespace mailhaul::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(FindingCollector, KeepsTheWorstExamplesAndCountsAll) {
  std::size_t told = 0;
  const FindingSink sink = [&told](const Finding&) { ++told; };
  FindingCollector findings(sink);
  for (int i = 0; i < 20; ++i) {
    Finding finding = finding_of("message.nul");
    finding.severity = i == 15 ? Severity::Error : Severity::Note;
    finding.text = std::to_string(i);
    findings.add(finding);
  }
  findings.add(finding_of("message.signed"));
  EXPECT_EQ(told, 21U);
  const auto groups = findings.groups();
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_EQ(groups[0].code, "message.nul");
  EXPECT_EQ(groups[0].severity, Severity::Error);
  EXPECT_EQ(groups[0].places, 20U);
  ASSERT_THAT(groups[0].examples, SizeIs(FindingGroup::kExamples));
  EXPECT_EQ(groups[0].examples[0].text, "15");
  EXPECT_EQ(groups[0].examples[1].text, "0");
  EXPECT_EQ(findings.counts(), (SeverityCounts{.errors = 1, .warnings = 0, .notes = 20}));
}

message::Facts facts_of(unsigned char content, std::int64_t message_id) {
  message::Facts facts;
  facts.fingerprint.octets[0] = content;
  facts.identity.message_id_hash = message_id;
  return facts;
}

TEST(DuplicateFinder, TellsEqualMessagesFromEqualMessageIds) {
  DuplicateFinder finder;
  finder.add(0, facts_of(1, 7));
  finder.add(1, facts_of(2, 7));
  finder.add(2, facts_of(1, 7));
  finder.add(3, facts_of(3, 0));
  finder.add(4, facts_of(4, 0));
  const auto matches = finder.finish();
  ASSERT_THAT(matches, SizeIs(2));
  EXPECT_EQ(matches[0].index, 1U);
  EXPECT_EQ(matches[0].first, 0U);
  EXPECT_FALSE(matches[0].is_same_message);
  EXPECT_EQ(matches[1].index, 2U);
  EXPECT_TRUE(matches[1].is_same_message);
}

TEST(QuotaAnswer, IsTheStorageOfTheLine) {
  const auto quota = parse_quota("* QUOTA \"a (b\" (MESSAGE 3 100 STORAGE 10 512)");
  ASSERT_TRUE(quota.has_value());
  EXPECT_EQ(quota->used, 10U);
  EXPECT_EQ(quota->limit, 512U);
  EXPECT_FALSE(parse_quota("* QUOTAROOT INBOX \"\"").has_value());
  EXPECT_FALSE(parse_quota("* QUOTA \"\" (MESSAGE 3 100)").has_value());
  EXPECT_FALSE(parse_quota("* QUOTA \"\" (STORAGE x 100)").has_value());
}

TEST(AppendLimit, IsTheNumberOfTheCapability) {
  EXPECT_EQ(announced_append_limit(imap::Capabilities("IMAP4rev1 APPENDLIMIT=1000")), 1000U);
  EXPECT_FALSE(announced_append_limit(imap::Capabilities("IMAP4rev1 APPENDLIMIT")));
  EXPECT_FALSE(announced_append_limit(imap::Capabilities("APPENDLIMIT=99999999999999999999")));
}

/// A spool with two findings and a result, or an error.
UniqueFd filled(const Result<AuditSummary>& result) {
  auto file = make_spool_file();
  AuditSpoolWriter spool(file->get());
  for (const char* text : {"one", "two"}) {
    Finding finding = finding_of("message.nul");
    finding.text = text;
    finding.unique_name = "\xff\n";
    spool.add(finding);
  }
  EXPECT_TRUE(spool.finish(result).has_value());
  return *std::move(file);
}

std::vector<std::string> texts_of(const AuditedTree& tree) {
  std::vector<std::string> texts;
  static_cast<void>(
      tree.for_each_finding([&texts](const Finding& finding) { texts.push_back(finding.text); }));
  return texts;
}

TEST(AuditSpool, GivesBackWhatWasPutIntoIt) {
  const test::TemporaryMaildir tree(std::string(kOrdinaryTree) +
                                    "maildir .Old\\x20\nsymlink cur/x /etc/passwd\n");
  const Audited audited(tree.path());
  const AuditedTree read = read_audit_spool(filled(audited.summary), "here");
  EXPECT_FALSE(read.failure.has_value());
  EXPECT_EQ(read.maildir, "here");
  // Every member is written and read by one list of them, so equal octets are equal summaries.
  Bytes before;
  Bytes after;
  encode(audited.summary, before);
  encode(read.summary, after);
  EXPECT_EQ(before, after);
  EXPECT_EQ(read.summary.folders.at(1).changes, audited.summary.folders.at(1).changes);
  EXPECT_THAT(texts_of(read), ElementsAre("one", "two"));
  EXPECT_THAT(texts_of(read), ElementsAre("one", "two"));
}

TEST(AuditSpool, CarriesTheReasonOfAFailure) {
  const AuditedTree tree = read_audit_spool(
      filled(fail(ErrorKind::SourceUnusable, "no Maildir", "/x", "look again")), "/x");
  ASSERT_TRUE(tree.failure.has_value());
  EXPECT_EQ(tree.failure->kind, ErrorKind::SourceUnusable);
  EXPECT_EQ(tree.failure->message(), "/x: no Maildir");
  EXPECT_EQ(tree.failure->hint, "look again");
  EXPECT_EQ(tree.grade(), Grade::NeedsAction);
}

TEST(AuditSpool, CutAtEveryOctetIsAFailureAndNeverASummary) {
  const UniqueFd whole = filled(AuditSummary{.profile = "imap"});
  const off_t size = ::lseek(whole.get(), 0, SEEK_END);
  ASSERT_GT(size, 0);
  Bytes octets(static_cast<std::size_t>(size), '\0');
  ASSERT_EQ(::pread(whole.get(), octets.data(), octets.size(), 0), size);
  for (std::size_t length = 0; length < octets.size(); ++length) {
    auto file = make_spool_file();
    ASSERT_EQ(::write(file->get(), octets.data(), length), static_cast<ssize_t>(length));
    const AuditedTree tree = read_audit_spool(*std::move(file), "x");
    ASSERT_TRUE(tree.failure.has_value()) << length;
    EXPECT_EQ(tree.failure->kind, ErrorKind::Internal);
  }
}

TEST(AuditTotals, AreThoseOfTheTreesThatCouldBeAudited) {
  AuditReport report;
  report.trees.resize(3);
  report.trees[0].summary.totals = {.folders = 2, .messages = 5, .forecast = {.as_is = 5}};
  report.trees[0].summary.header_names = {"x-a", "x-b"};
  report.trees[1].summary.totals = {.folders = 1, .messages = 7, .forecast = {.refused = 7}};
  report.trees[1].summary.header_names = {"x-b", "x-c"};
  report.trees[2].failure = Error{.text = "gone"};
  report.trees[2].summary.totals.messages = 100;
  EXPECT_EQ(total(report.trees).messages, 12U);
  EXPECT_EQ(total(report.trees).forecast.lost(), 7U);
  EXPECT_EQ(count_header_names(report.trees), 3U);
  EXPECT_EQ(report.grade(), Grade::NeedsAction);
}

}  // namespace
}  // namespace mailhaul::migrate
