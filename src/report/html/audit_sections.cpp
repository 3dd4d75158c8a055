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

Markup count_badge(std::uint64_t count, std::string_view noun, Tone tone) {
  if (count == 0) {
    return {};
  }
  Markup spaced = " ";
  spaced += badge(tone, format_count(count, noun));
  return spaced;
}

Markup folder_cell(const TreeRow& row) {
  const migrate::SeverityCounts& findings = row.folder->findings;
  return element(
      "span", {{"class", "level"}, {"style", "--depth:" + std::to_string(row.depth)}},
      {element("span", {{"class", "unseen"}}, {text::escape_for_display(row.above)}),
       text::escape_for_display(row.label), count_badge(findings.errors, "error", Tone::Error),
       count_badge(findings.warnings, "warning", Tone::Warning)});
}

Markup mailbox_cell(const AuditedFolder& folder) {
  std::string why = reason_sentence(folder);
  for (const std::string& change : folder.changes) {
    why += "; " + text::escape_for_display(change);
  }
  return element("span", {mailbox_words(folder), element("span", {{"class", "why"}}, {why})});
}

Markup size_cell(const AuditedFolder& folder, std::uint64_t most) {
  Markup cell = format_bytes(folder.bytes);
  cell += meter(folder.bytes, most);
  return cell;
}

Markup folders_part(const AuditSummary& summary) {
  std::uint64_t most = 0;
  for (const AuditedFolder& folder : summary.folders) {
    most = std::max(most, folder.bytes);
  }
  Table folders{.caption = "Each folder, the mailbox that gets its messages, and why",
                .columns = {{"Folder", "wide"},
                            {"Mailbox", "wide"},
                            {"Messages", "number"},
                            {"Size", "amount"}},
                .rows = {}};
  for (const TreeRow& row : tree_rows(summary.folders)) {
    folders.rows.push_back(
        {.cells = {folder_cell(row), mailbox_cell(*row.folder), format_count(row.folder->messages),
                   size_cell(*row.folder, most)},
         .style = row.folder->left_out.empty() ? "" : "left-out"});
  }
  Markup notes;
  for (const std::string& note : summary.notes) {
    notes += element("li", {text::escape_for_display(note)});
  }
  Markup all = table(folders);
  all += notes.empty() ? Markup() : element("ul", {{"class", "remarks"}}, {notes});
  return all;
}

Markup messages_part(const AuditSummary& summary, const Place& place) {
  std::vector<Share> parts;
  for (const ForecastPart& part : parts_of(summary.totals.forecast)) {
    parts.push_back({.label = part.words, .value = part.messages, .tone = tone_of(part.fate)});
  }
  const Markup sizes = histogram({.id = place.prefix + "sizes",
                                  .title = "Messages by size",
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
    sections.push_back({place.prefix + "server", "The server", server_part(*summary.server)});
  }
  sections.push_back({place.prefix + "details", "Details", details_part(summary)});
  return sections;
}

}  // namespace mailhaul::report::html
