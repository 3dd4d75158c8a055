#include "report/attention_text.hpp"

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/report/verify_report.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

std::string counts_text(const migrate::VerifyCounts& counts) {
  return count_line(counts.missing, "message", "missing") +
         count_line(counts.duplicated, "message", "there twice") +
         count_line(counts.altered, "message", "altered") +
         count_line(counts.refused, "message", "refused by the server") +
         count_line(counts.unknown, "message", "sent, with no answer, and not found") +
         count_line(counts.unreadable, "message", "that cannot be read at the source") +
         count_line(counts.date_differs, "message", "with another date") +
         count_line(counts.flags_differ, "message", "with other flags") +
         count_line(counts.repaired, "message", "stored repaired") +
         count_line(counts.wrapped, "message", "stored wrapped as an attachment") +
         count_line(counts.gone, "message", "removed by the owner of the mailbox") +
         count_line(counts.skipped, "message", "left out by the options given") +
         count_line(counts.empty, "empty file", "left out: there is nothing in it") +
         count_line(counts.compared, "message", "fetched and compared with the source") +
         count_line(counts.not_compared, "message", "whose content was not compared");
}

/// Of a source that lost its messages nothing can be fetched, and the grade does not show it.
std::string content_warning(const migrate::VerifySummary& summary) {
  const bool compared_none = summary.wants_content && summary.messages.compared == 0 &&
                             summary.messages.present != 0 && !summary.stopped;
  return compared_none ? "  no message was compared by its content: look whether the source is "
                         "still complete\n"
                       : "";
}

/// Only mailboxes in which something is not as it should be.
std::string mailboxes_text(const migrate::VerifySummary& summary) {
  std::string out;
  for (const migrate::MailboxVerification& mailbox : summary.mailboxes) {
    const migrate::VerifyGrade grade = grade_of(mailbox.counts);
    if (grade != migrate::VerifyGrade::Perfect) {
      out += fmt::format("  {}: {}, {} of {} there\n", text::escape_for_display(mailbox.mailbox),
                         to_string(grade), format_count(mailbox.counts.present),
                         format_count(mailbox.counts.expected, "message"));
    }
  }
  return out;
}

}  // namespace

std::string verify_attention_text(const migrate::VerifySummary& summary) {
  return stopped_text(summary.stopped) + attention_text(summary.attention, summary.attention_total);
}

std::string verify_text(const migrate::VerifySummary& summary) {
  std::string out;
  if (!summary.stopped) {
    out += fmt::format("Grade: {}. ", to_string(summary.grade()));
  }
  out +=
      fmt::format("{} of {} expected are on {} for {}{}.\n", format_count(summary.messages.present),
                  format_count(summary.messages.expected, "message"),
                  text::escape_for_display(summary.host), text::escape_for_display(summary.user),
                  summary.has_source ? "" : "; the source was not looked at");
  return out + counts_text(summary.messages) + content_warning(summary) + mailboxes_text(summary) +
         verify_attention_text(summary);
}

}  // namespace mailhaul::report
