#include "report/html/attention_section.hpp"
#include "report/html/chart.hpp"
#include "report/html/page.hpp"
#include "report/html/page_date.hpp"
#include "report/html/pieces.hpp"

#include <fmt/core.h>

#include <mailhaul/report/status_page.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

html::Markup counts_part(const StatusCounts& counts) {
  return html::shares({{"stored", counts.stored, html::Tone::Good},
                       {"not sent yet", counts.unsent, html::Tone::Note},
                       {"refused", counts.refused, html::Tone::Error},
                       {"unknown", counts.unknown, html::Tone::Error}});
}

html::Markup mailboxes_part(const StatusReport& status) {
  html::Table mailboxes{.caption = "Each mailbox and the messages that the journal has for it",
                        .columns = {{"Mailbox", "wide"},
                                    {"Stored", "number"},
                                    {"Not sent yet", "number"},
                                    {"Refused", "number"},
                                    {"Unknown", "number"}},
                        .rows = {}};
  for (const MailboxStatus& mailbox : status.mailboxes) {
    mailboxes.rows.push_back(
        {.cells = {html::mailbox_cell(text::escape_for_display(mailbox.name),
                                      mailbox.created ? "made by mailhaul" : "there before", {}),
                   format_count(mailbox.messages.stored), format_count(mailbox.messages.unsent),
                   format_count(mailbox.messages.refused),
                   format_count(mailbox.messages.unknown)}});
  }
  return html::table(mailboxes);
}

std::string facts(const StatusReport& status, std::int64_t now) {
  return fmt::format("To {}; {}; read on {}", text::escape_for_display(status.host),
                     status.last_write == 0
                         ? "nothing was ever written"
                         : "last written on " + html::date_words(status.last_write),
                     html::date_words(now));
}

}  // namespace

std::string status_page(const StatusReport& status, std::int64_t now) {
  std::vector<html::Section> sections = {{"messages", "Messages", counts_part(status.messages)},
                                         {"mailboxes", "Mailboxes", mailboxes_part(status)}};
  if (!status.attention.empty()) {
    sections.push_back({"attention", "What needs attention",
                        html::attention_part(status.attention,
                                             status.messages.refused + status.messages.unknown)});
  }
  const bool open = status.needs_attention();
  return html::render(
      {.title = fmt::format("{} to {}", text::escape_for_display(status.maildir),
                            text::escape_for_display(status.user)),
       .facts = facts(status, now),
       .tone = open ? html::Tone::Error : html::Tone::Good,
       .grade = !status.is_finished() ? "Not finished"
                : open                ? "Needs attention"
                                      : "In order",
       .verdict = open ? status_advice(status) : "Nothing that was begun is left open.",
       .tiles = html::tiles({{"Stored", format_count(status.messages.stored)},
                             {"Not sent yet", format_count(status.messages.unsent)},
                             {"Refused", format_count(status.messages.refused)},
                             {"Unknown", format_count(status.messages.unknown)}}),
       .sections = std::move(sections)});
}

}  // namespace mailhaul::report
