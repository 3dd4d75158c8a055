#include "sample_audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/report/audit_report.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::report {
namespace {

using test::report_of;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const migrate::AuditReport& report, AuditDetail detail = AuditDetail::Grouped) {
  std::string out;
  const auto written =
      write_audit_text(report, detail, [&out](std::string_view piece) { out += piece; });
  EXPECT_TRUE(written);
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

TEST(AuditText, PlanIsATableFromFolderToMailbox) {
  const std::string text = text_of(report_of({test::clean_tree()}));
  EXPECT_THAT(text, HasSubstr("  FOLDER  MAILBOX  WHY    MESSAGES     SIZE\n"
                              "  INBOX   INBOX    inbox        12  48.0 kB\n"));
}

TEST(AuditText, ChangesOfANameStandBelowItsRow) {
  EXPECT_THAT(text_of(report_of({test::sample_tree()})),
              HasSubstr(" 18.3 MB\n    blanks at the ends removed\n"));
}

TEST(AuditText, SaysWhichFoldersAreLeftOutAndWhy) {
  EXPECT_THAT(text_of(report_of({test::sample_tree()})),
              ::testing::ContainsRegex("Spam +left out +--exclude +5,120"));
}

TEST(AuditText, WorstComesFirst) {
  const std::string text = text_of(report_of({test::sample_tree()}));
  const std::size_t errors = text.find("\nErrors: ");
  const std::size_t warnings = text.find("\nWarnings: ");
  const std::size_t notes = text.find("\nNotes: ");
  ASSERT_NE(errors, std::string::npos);
  EXPECT_LT(errors, warnings);
  EXPECT_LT(warnings, notes);
  EXPECT_LT(notes, text.find("\nNeeds action: "));
}

TEST(AuditText, EqualFindingsAreCountedAndTheFirstAreShown) {
  const std::string text = text_of(report_of({test::sample_tree()}));
  EXPECT_THAT(text,
              AllOf(HasSubstr("\n  message.line-too-long (12 messages): "),
                    HasSubstr("- INBOX/120000005.M1P1.mx: "), Not(HasSubstr("120000006.M1P1.mx")),
                    HasSubstr("- and 7 more; -v lists them all\n")));
}

TEST(AuditText, VerboseHasEveryFindingAndWholeNames) {
  const std::string text = text_of(report_of({test::sample_tree()}), AuditDetail::All);
  EXPECT_THAT(text, AllOf(HasSubstr("  warning: INBOX/1200000012.M1P1.mx: it has a line of 10012 "
                                    "octets; a repaired copy is sent [message.line-too-long]\n"),
                          HasSubstr("  Archive/2012/Kunden  "), Not(HasSubstr("…"))));
}

TEST(AuditText, WhatIsDoneWithAllOfAKindIsNotSaidOfEach) {
  const migrate::FindingKind* kind = migrate::find_finding_kind("message.symlink");
  ASSERT_NE(kind, nullptr);
  const std::string text =
      text_of(report_of({test::tree_with("/m", {{.code = "message.symlink",
                                                 .severity = migrate::Severity::Error,
                                                 .unique_name = "1.a",
                                                 .text = "x",
                                                 .remedy = std::string(kind->handling)}})}),
              AuditDetail::All);
  EXPECT_THAT(text, HasSubstr("  error: 1.a: x [message.symlink]\n"));
}

TEST(AuditText, FitsEightyColumns) {
  for (const std::string& line : lines_of(text_of(report_of({test::sample_tree()})))) {
    // A name is shown whole where it is the point.
    if (line.find("evil.example") == std::string::npos) {
      EXPECT_LE(text::display_columns(line), 80U) << line;
    }
  }
}

TEST(AuditText, NamesCannotWriteToTheTerminal) {
  const std::string text = text_of(report_of({test::sample_tree()}), AuditDetail::All);
  EXPECT_EQ(text.find('\a'), std::string::npos);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\xE2\x80\xAE")), HasSubstr("\\x07\\xFF"),
                          HasSubstr(".shared\\xFF")));
}

TEST(AuditText, QuietSaysOnlyWhatNeedsAttention) {
  EXPECT_EQ(text_of(report_of({test::clean_tree()}), AuditDetail::Attention), "");
  const std::string text = text_of(report_of({test::sample_tree()}), AuditDetail::Attention);
  EXPECT_THAT(text, AllOf(HasSubstr("message.too-big"), HasSubstr("message.line-too-long"),
                          Not(HasSubstr("folder.empty")), Not(HasSubstr("FOLDER"))));
}

TEST(AuditText, CleanTreeIsReady) {
  EXPECT_THAT(text_of(report_of({test::clean_tree()})),
              AllOf(HasSubstr("12 messages in 1 folder, 48.0 kB\n         12 as they are\nReady: "),
                    HasSubstr("no errors, no warnings, no notes.\n")));
}

TEST(AuditText, PromisesNothingAboutMessagesThatWereNotLookedAt) {
  migrate::AuditedTree tree = test::clean_tree();
  EXPECT_THAT(text_of(report_of({tree})), HasSubstr("Ready: everything will arrive as it is."));
  tree.summary.totals.forecast = {.unknown = 12};
  EXPECT_THAT(text_of(report_of({tree})),
              HasSubstr("Ready: as far as names and sizes show, everything will arrive as it is."));
}

TEST(AuditText, SeveralTreesAreTotalledTheWorstFirst) {
  const std::string text =
      text_of(report_of({test::clean_tree(), test::sample_tree(), test::failed_tree()}));
  EXPECT_THAT(
      text, AllOf(HasSubstr("Audit of 3 Maildirs\n"), HasSubstr("not audited"),
                  HasSubstr("is no Maildir"), HasSubstr("  message.too-big (1 message, 48.2 MB)")));
  EXPECT_LT(text.find("/home/eve/"), text.find("/home/ada/"));
  EXPECT_LT(text.find("/home/ada/"), text.find("/home/grace/"));
  EXPECT_THAT(text, Not(HasSubstr("FOLDER")));
}

migrate::AuditedTree tree_with_server() {
  migrate::AuditedTree tree = test::clean_tree();
  tree.summary.server = migrate::AuditedServer{
      .host = "mail.example",
      .user = "ada",
      .profile_reason = "as --target says",
      .capabilities = {"IMAP4rev1", "UIDPLUS"},
      .language = "de",
      .append_limit = 36'700'160,
      .quota = migrate::AuditedQuota{.used = 1024, .limit = 2048},
      .mailboxes = {
          {.name = "INBOX", .attributes = "\\HasNoChildren", .is_planned = true, .messages = 3},
          {.name = "Kalender"}}};
  return tree;
}

TEST(AuditText, SaysWhatTheServerSaid) {
  const std::string text = text_of(report_of({tree_with_server()}));
  EXPECT_THAT(text, AllOf(HasSubstr("\nThe server:\n"), HasSubstr("Signed in "),
                          HasSubstr("  as ada\n"), HasSubstr(", as --target says\n"),
                          HasSubstr("  36.7 MB\n"), HasSubstr("  1.0 MB of 2.1 MB used\n"),
                          HasSubstr("  2, 1 of them in the plan, with 3 messages\n")));
  EXPECT_THAT(text, Not(HasSubstr("UIDPLUS")));
  EXPECT_THAT(text_of(report_of({tree_with_server()}), AuditDetail::All),
              HasSubstr("  IMAP4rev1 UIDPLUS\n"));
  EXPECT_THAT(text_of(report_of({test::clean_tree()})), Not(HasSubstr("The server")));
}

TEST(AuditText, FindingsOfSeveralTreesSayWhereTheyAre) {
  const auto tree = [](const std::string& path, std::size_t places) {
    return test::tree_with(
        path, std::vector<migrate::Finding>(places, {.code = "message.symlink",
                                                     .severity = migrate::Severity::Error,
                                                     .unique_name = "1.a"}));
  };
  EXPECT_THAT(text_of(report_of({tree("/a", 1), tree("/b", 2)})),
              HasSubstr(" in: /b (2), /a (1)\n"));
  EXPECT_THAT(text_of(report_of({tree("/a", 1), tree("/b", 1), tree("/c", 1), tree("/d", 1)})),
              HasSubstr(" in: /a (1), /b (1), /c (1) and 1 more\n"));
  EXPECT_THAT(text_of(report_of({tree("/a", 1)})), Not(HasSubstr(" in: ")));
}

TEST(AuditText, AFailureToReadTheFindingsIsPassedOn) {
  migrate::AuditedTree tree = test::sample_tree();
  tree.for_each_finding = [](const migrate::FindingSink&) {
    return Result<void>(fail(ErrorKind::FileSystem, "cannot be read"));
  };
  EXPECT_FALSE(write_audit_text(report_of({tree}), AuditDetail::All, [](std::string_view) {}));
}

}  // namespace
}  // namespace mailhaul::report
