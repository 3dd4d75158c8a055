#include "report/html/upload_sections.hpp"

#include "report/attention_text.hpp"
#include "report/audit/audit_words.hpp"
#include "report/html/chart.hpp"
#include "report/html/folder_tree.hpp"
#include "report/html/pieces.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

using migrate::UploadSummary;

namespace {

std::uint64_t lost(const UploadSummary& summary) {
  return summary.messages.refused + summary.messages.unknown + summary.messages.unreadable;
}

Markup changed_line(const ChangedMessage& message) {
  Markup line = element("code", {text::escape_for_display(message.folder) + "/" +
                                 text::escape_for_display(message.unique_name)});
  line += ": " + text::escape_for_display(message.form);
  line += message.text.empty() ? "" : ", " + text::escape_for_display(message.text);
  return element("li", {line});
}

Row folder_row(const FolderRecord& folder, const TreeRow& place, std::uint64_t most) {
  const bool is_left_out = folder.mailbox.empty();
  const std::string mailbox = is_left_out ? "left out" : text::escape_for_display(folder.mailbox);
  return {
      .cells = {tree_label(place, count_badge(folder.attention, "problem", Tone::Error)),
                mailbox_cell(mailbox, reason_sentence(folder.why, folder.changes), folder.changes),
                format_count(folder.stored), format_count(folder.already_there),
                size_cell(folder.bytes, most)},
      .style = is_left_out ? "left-out" : ""};
}

}  // namespace

Markup upload_tiles(const UploadSummary& summary) {
  const std::uint64_t problems = summary.attention_total;
  return tiles({{"Found", format_count(summary.messages.found)},
                {summary.dry_run ? "To send" : "Sent now", format_count(summary.messages.uploaded)},
                {"There before", format_count(summary.messages.already_there)},
                {"Size sent", format_bytes(summary.bytes_sent)},
                {"Mailboxes", format_count(summary.mailboxes.planned)},
                {"Need attention", format_count(problems), problems ? Tone::Error : Tone::Good}});
}

Markup upload_steps(const UploadSummary& summary) {
  Markup steps;
  const auto add = [&steps](const std::string& text) { steps += element("li", {text}); };
  if (summary.stopped) {
    add("The run stopped before its end. " + text::escape_for_display(summary.stopped->hint));
    if (continues_when_repeated(summary.stopped->kind)) {
      add("Run the same command again: it continues where this run ended, and sends nothing "
          "twice.");
    }
  }
  if (summary.dry_run) {
    add("Leave --dry-run out to send.");
  }
  if (lost(summary) != 0) {
    add(
        fmt::format("Look at {} below. Run the same command again once the reason is gone: what "
                    "arrived is not sent again, and what did not is tried again.",
                    format_count(lost(summary), "message")));
  } else if (summary.attention_total != 0) {
    add("Look at what needs attention below, then run the same command again.");
  }
  if (steps.empty()) {
    add("Nothing has to be done. Run the same command again at cut-over, to bring over what has "
        "arrived since.");
  }
  return element("ol", {{"class", "steps"}}, {steps});
}

Markup outcomes_part(const UploadSummary& summary) {
  const auto& messages = summary.messages;
  const std::uint64_t changed = messages.repaired + messages.wrapped;
  return shares({
      {"already there", messages.already_there, Tone::Good},
      {summary.dry_run ? "to be sent as they are" : "sent as they are",
       messages.uploaded - std::min(messages.uploaded, changed), Tone::Good},
      {"as a repaired copy", messages.repaired, Tone::Warning},
      {"as an attachment", messages.wrapped, Tone::Warning},
      {"left out by the options given", messages.skipped, Tone::Note},
      {"empty, nothing to send", messages.empty, Tone::Note},
      {"gone from the source since", messages.vanished, Tone::Note},
      {"refused by the server", messages.refused, Tone::Error},
      {"sent, with no answer, and not found", messages.unknown, Tone::Error},
      {"unreadable", messages.unreadable, Tone::Error},
  });
}

Markup sent_folders_part(const UploadSummary& summary, const RunRecord& record) {
  std::uint64_t most = 0;
  std::vector<std::string> names;
  names.reserve(record.folders().size());
  for (const FolderRecord& folder : record.folders()) {
    most = std::max(most, folder.bytes);
    names.push_back(folder.name);
  }
  Table folders{.caption = "Each folder, its mailbox and why, and what was sent",
                .columns = {{"Folder", "wide"},
                            {"Mailbox", "wide"},
                            {summary.dry_run ? "To send" : "Sent now", "number"},
                            {"There before", "number"},
                            {"Size", "amount"}},
                .rows = {}};
  for (const TreeRow& row : tree_rows(names)) {
    folders.rows.push_back(folder_row(record.folders()[row.index], row, most));
  }
  Markup all = table(folders);
  all += remarks(record.notes());
  return all;
}

Markup changed_part(const UploadSummary& summary, const RunRecord& record) {
  Markup lines;
  for (const ChangedMessage& message : record.changed()) {
    lines += changed_line(message);
  }
  const std::uint64_t total = summary.messages.repaired + summary.messages.wrapped;
  if (total > record.changed().size()) {
    lines += element("li", {{"class", "faint"}},
                     {fmt::format("and {} more: --log FILE lists every message",
                                  format_count(total - record.changed().size()))});
  }
  Markup all = element("p", {"The server is known to refuse these as they are. A repaired copy "
                             "reads the same; where a repair would not be honest, the untouched "
                             "message came as an attachment of a small one."});
  all += element("ul", {{"class", "places"}}, {lines});
  return all;
}

Markup keywords_part(const UploadSummary& summary) {
  Table keywords{.caption = "Labels that messages have here and the server does not keep",
                 .columns = {{"Keyword"}, {"Messages", "number"}},
                 .rows = {}};
  for (const auto& [keyword, count] : summary.keywords_not_kept) {
    keywords.rows.push_back({.cells = {text::escape_for_display(keyword), format_count(count)}});
  }
  return table(keywords);
}

}  // namespace mailhaul::report::html
