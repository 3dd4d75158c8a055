#include "report/audit/finding_text.hpp"

#include "report/audit/audit_words.hpp"

#include <optional>

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::report {

using migrate::Finding;
using migrate::FindingGroup;
using migrate::FindingKind;
using migrate::Severity;

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kDeeper = 6;

/// "      head text", the text wrapped below itself.
std::string paragraph(std::size_t indent, std::string_view head, std::string_view text) {
  std::string out(indent, ' ');
  const std::size_t column = indent + text::display_columns(head);
  return out.append(head).append(text::wrap(text, column)).append("\n");
}

std::string examples_text(const FindingGroup& group) {
  std::string out;
  for (const Finding& finding : group.examples) {
    const std::string what = text::escape_for_display(finding.text);
    out += paragraph(kDeeper, "- ",
                     what.empty() ? place_of(finding) : place_of(finding) + ": " + what);
  }
  if (!group.examples.empty() && group.places > group.examples.size()) {
    out += paragraph(kDeeper, "- ",
                     fmt::format("and {} more; -v lists them all",
                                 format_count(group.places - group.examples.size())));
  }
  return out;
}

/// What applies to all of them comes once: the remedy of a single finding is in the full list.
std::string group_text(const FindingGroup& group, const TreesOfGroups& trees) {
  const FindingKind* kind = migrate::find_finding_kind(group.code);
  std::string head = fmt::format("{} ({})", group.code, extent_of(group));
  if (kind != nullptr) {
    head.append(": ").append(kind->title);
  }
  std::string out = std::string(kIndent, ' ') + text::wrap(head, kDeeper) + "\n";
  if (group.severity == Severity::Note) {
    return out;
  }
  out += examples_text(group);
  if (const auto found = trees.find(group.code); found != trees.end()) {
    out += paragraph(kDeeper, "in: ", found->second);
  }
  if (kind != nullptr && !kind->handling.empty()) {
    out += paragraph(kDeeper, "mailhaul: ", kind->handling);
  }
  if (kind != nullptr && !kind->advice.empty()) {
    out += paragraph(kDeeper, "you: ", kind->advice);
  }
  return out;
}

}  // namespace

std::string groups_text(std::span<const FindingGroup> groups, Severity least,
                        const TreesOfGroups& trees) {
  std::string out;
  std::optional<Severity> heading;
  for (const FindingGroup& group : groups) {
    if (group.severity < least) {
      continue;
    }
    if (heading != group.severity) {
      heading = group.severity;
      out += fmt::format("{}{}: {}\n", out.empty() ? "" : "\n", severity_heading(group.severity),
                         severity_meaning(group.severity));
    }
    out += group_text(group, trees);
  }
  return out;
}

std::string finding_line(const Finding& finding) {
  std::string line =
      fmt::format("  {}: {}", migrate::to_string(finding.severity), place_of(finding));
  if (!finding.text.empty()) {
    line += ": " + text::escape_for_display(finding.text);
  }
  if (const std::string remedy = own_remedy(finding); !remedy.empty()) {
    line += "; " + remedy;
  }
  return line.append(" [").append(finding.code).append("]\n");
}

}  // namespace mailhaul::report
