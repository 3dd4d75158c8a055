#include "report/html/attention_section.hpp"
#include "report/html/page.hpp"
#include "report/html/page_date.hpp"
#include "report/html/pieces.hpp"

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/report/verify_report.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

html::Markup mailboxes_part(const migrate::VerifySummary& summary) {
  html::Table mailboxes{.caption = "Each mailbox and how it compares with the journal",
                        .columns = {{"Mailbox", "wide"},
                                    {"Expected", "number"},
                                    {"There", "number"},
                                    {"Missing", "number"},
                                    {"Twice", "number"},
                                    {"Other date", "number"},
                                    {"Other flags", "number"}},
                        .rows = {}};
  for (const migrate::MailboxVerification& mailbox : summary.mailboxes) {
    const migrate::VerifyCounts& counts = mailbox.counts;
    mailboxes.rows.push_back(
        {.cells = {html::mailbox_cell(text::escape_for_display(mailbox.mailbox),
                                      std::string(to_string(grade_of(counts))), {}),
                   format_count(counts.expected), format_count(counts.present),
                   format_count(counts.missing), format_count(counts.duplicated),
                   format_count(counts.date_differs), format_count(counts.flags_differ)}});
  }
  return html::table(mailboxes);
}

std::string verdict_of(const migrate::VerifySummary& summary) {
  if (summary.stopped) {
    return "It stopped before the end; run the same command again.";
  }
  switch (summary.grade()) {
    case migrate::VerifyGrade::Perfect:
      return "Every expected message is there once, with its date and flags.";
    case migrate::VerifyGrade::Good:
      return "Every expected message is there once.";
    case migrate::VerifyGrade::Investigate:
      return "Nothing is missing without a reason, but some messages need a look.";
    case migrate::VerifyGrade::Poor:
      return "Messages are missing.";
  }
  return "";
}

html::Tone tone_of(const migrate::VerifySummary& summary) {
  return summary.stopped || summary.needs_attention() ? html::Tone::Error : html::Tone::Good;
}

}  // namespace

std::string verify_page(const migrate::VerifySummary& summary, std::int64_t now) {
  std::vector<html::Section> sections = {{"mailboxes", "Mailboxes", mailboxes_part(summary)}};
  if (summary.attention_total != 0) {
    sections.push_back({"attention", "What needs attention",
                        html::attention_part(summary.attention, summary.attention_total)});
  }
  if (!summary.differences.empty()) {
    sections.push_back(
        {"differences", "Other dates and flags than planned",
         html::attention_part(summary.differences,
                              summary.messages.date_differs + summary.messages.flags_differ)});
  }
  return html::render(
      {.title = fmt::format("Verification of {} on {}", text::escape_for_display(summary.user),
                            text::escape_for_display(summary.host)),
       .facts = "Made on " + html::date_words(now),
       .tone = tone_of(summary),
       .grade = summary.stopped ? "Not complete" : std::string(to_string(summary.grade())),
       .verdict = verdict_of(summary),
       .tiles = html::tiles({{"Expected", format_count(summary.messages.expected)},
                             {"There", format_count(summary.messages.present)},
                             {"Missing", format_count(summary.messages.missing)},
                             {"There twice", format_count(summary.messages.duplicated)}}),
       .sections = std::move(sections)});
}

}  // namespace mailhaul::report
