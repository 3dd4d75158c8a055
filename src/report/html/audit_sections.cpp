#include "report/html/audit_sections.hpp"

#include "report/audit/audit_words.hpp"
#include "report/html/bands.hpp"
#include "report/html/chart.hpp"
#include "report/html/folder_tree.hpp"
#include "report/html/pieces.hpp"

#include <algorithm>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

using migrate::AuditedFolder;
using migrate::AuditSummary;

namespace {

Tone tone_of(Fate fate) {
  switch (fate) {
    case Fate::AsTheyAre:
      return Tone::Good;
    case Fate::Changed:
      return Tone::Warning;
    case Fate::NotSent:
      return Tone::Note;
    case Fate::Lost:
      return Tone::Error;
  }
  return Tone::Note;
}

Markup finding_badges(const AuditedFolder& folder) {
  Markup badges = count_badge(folder.findings.errors, "error", Tone::Error);
  badges += count_badge(folder.findings.warnings, "warning", Tone::Warning);
  return badges;
}

Markup folder_mailbox(const AuditedFolder& folder) {
  return mailbox_cell(
      mailbox_words(folder),
      reason_sentence(folder.left_out.empty() ? folder.reason : folder.left_out, folder.changes),
      folder.changes);
}

Markup folders_part(const AuditSummary& summary) {
  std::uint64_t most = 0;
  std::vector<std::string> names;
  names.reserve(summary.folders.size());
  for (const AuditedFolder& folder : summary.folders) {
    most = std::max(most, folder.bytes);
    names.push_back(folder.name);
  }
  Table folders{.caption = "Each folder, the mailbox that gets its messages, and why",
                .columns = {{"Folder", "wide"},
                            {"Mailbox", "wide"},
                            {"Messages", "number"},
                            {"Size", "amount"}},
                .rows = {}};
  for (const TreeRow& row : tree_rows(names)) {
    const AuditedFolder& folder = summary.folders[row.index];
    folders.rows.push_back(
        {.cells = {tree_label(row, finding_badges(folder)), folder_mailbox(folder),
                   format_count(folder.messages), size_cell(folder.bytes, most)},
         .style = folder.left_out.empty() ? "" : "left-out"});
  }
  Markup all = table(folders);
  all += remarks(summary.notes);
  return all;
}

Markup messages_part(const AuditSummary& summary, const Place& place) {
  std::vector<Share> parts;
  for (const ForecastPart& part : parts_of(summary.totals.forecast)) {
    parts.push_back({.label = part.words, .value = part.messages, .tone = tone_of(part.fate)});
  }
  const Markup sizes = histogram({.id = place.prefix + "sizes",
                                  .title = "Messages by size, up to",
                                  .noun = "message",
                                  .bars = size_bars(summary.sizes)});
  const Markup years = histogram({.id = place.prefix + "years",
                                  .title = "Messages by year",
                                  .noun = "message",
                                  .bars = year_bars(summary.years, place.this_year)});
  Markup all = parts.empty() ? Markup() : shares(parts);
  all += element("div", {{"class", "charts"}}, {sizes, years});
  return all;
}

}  // namespace

Tone tone_of(migrate::Grade grade) {
  switch (grade) {
    case migrate::Grade::Ready:
      return Tone::Good;
    case migrate::Grade::ReadyWithChanges:
      return Tone::Warning;
    case migrate::Grade::NeedsAction:
      return Tone::Error;
  }
  return Tone::Error;
}

Markup audit_tiles(const migrate::AuditTotals& totals) {
  const migrate::SeverityCounts& found = totals.findings;
  return tiles(
      {{"Messages", format_count(totals.messages)},
       {"Size", format_bytes(totals.bytes)},
       {"Folders", format_count(totals.folders)},
       {"Errors", format_count(found.errors), found.errors ? Tone::Error : Tone::Good},
       {"Warnings", format_count(found.warnings), found.warnings ? Tone::Warning : Tone::Good},
       {"Notes", format_count(found.notes)}});
}

std::vector<Section> tree_sections(const AuditSummary& summary, const Place& place) {
  std::vector<Section> sections = {
      {place.prefix + "steps", "What to do first", steps_part(summary.findings, place)},
      {place.prefix + "folders", "Folders and where they go", folders_part(summary)},
      {place.prefix + "messages", "What becomes of the messages", messages_part(summary, place)},
      {place.prefix + "findings", "What was found", findings_part(summary.findings, place)},
  };
  if (summary.server) {
    sections.push_back(
        {place.prefix + "server", "The server", server_part(summary, *summary.server)});
  }
  sections.push_back({place.prefix + "details", "Details", details_part(summary)});
  return sections;
}

}  // namespace mailhaul::report::html
