#include "report/html/attention_section.hpp"
#include "report/html/page.hpp"
#include "report/html/page_date.hpp"
#include "report/html/pieces.hpp"

#include <fmt/core.h>

#include <mailhaul/report/rollback_report.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

html::Markup mailboxes_part(const migrate::RollbackSummary& summary) {
  html::Table mailboxes{.caption = "Each mailbox and what became of its messages",
                        .columns = {{"Mailbox", "wide"},
                                    {"Removed", "number"},
                                    {"Already gone", "number"},
                                    {"Kept", "number"}},
                        .rows = {}};
  for (const migrate::MailboxRollback& mailbox : summary.by_mailbox) {
    mailboxes.rows.push_back(
        {.cells = {html::mailbox_cell(text::escape_for_display(mailbox.mailbox),
                                      mailbox.is_removed ? "removed as well" : "stays", {}),
                   format_count(mailbox.removed), format_count(mailbox.already_gone),
                   format_count(mailbox.kept)}});
  }
  return html::table(mailboxes);
}

std::string verdict_of(const migrate::RollbackSummary& summary) {
  if (summary.stopped) {
    return "It stopped before the end; the same command goes on.";
  }
  if (summary.dry_run) {
    return "A dry run: nothing was removed.";
  }
  return summary.needs_attention() ? "Some of what was uploaded is still there."
                                   : "What was uploaded is gone, or was kept as asked.";
}

}  // namespace

std::string rollback_page(const migrate::RollbackSummary& summary, std::int64_t now) {
  std::vector<html::Section> sections = {{"mailboxes", "Mailboxes", mailboxes_part(summary)}};
  if (summary.attention_total != 0) {
    sections.push_back({"attention", "What needs attention",
                        html::attention_part(summary.attention, summary.attention_total)});
  }
  const bool open = summary.needs_attention() || summary.stopped;
  const auto& messages = summary.messages;
  return html::render(
      {.title = fmt::format("Rollback of {} on {}", text::escape_for_display(summary.user),
                            text::escape_for_display(summary.host)),
       .facts = "Made on " + html::date_words(now),
       .tone = open ? html::Tone::Error : html::Tone::Good,
       .grade = open ? "Needs attention" : "In order",
       .verdict = verdict_of(summary),
       .tiles = html::tiles({{"Messages removed", format_count(messages.removed)},
                             {"Already gone", format_count(messages.already_gone)},
                             {"Kept", format_count(messages.kept_changed + messages.kept_read +
                                                   messages.kept_by_server)},
                             {"Mailboxes removed", format_count(summary.mailboxes.removed)}}),
       .sections = std::move(sections)});
}

}  // namespace mailhaul::report
