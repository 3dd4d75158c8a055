#include "report/audit/audit_words.hpp"
#include "report/html/audit_sections.hpp"
#include "report/html/pieces.hpp"

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

using migrate::Finding;
using migrate::FindingGroup;
using migrate::FindingKind;
using migrate::Severity;

namespace {

/// More steps than these are no beginning.
constexpr std::size_t kMostSteps = 7;

std::string singular(Severity severity) {
  std::string word = severity_heading(severity);
  word.pop_back();
  return word;
}

/// A code has letters, digits, '.' and '-' only.
std::string id_of(const FindingGroup& group, const Place& place) {
  std::string id = place.prefix + "finding-" + std::string(group.code);
  for (char& c : id) {
    c = c == '.' ? '-' : c;
  }
  return id;
}

/// The title as the beginning of a sentence.
std::string title_of(const FindingGroup& group) {
  const FindingKind* kind = migrate::find_finding_kind(group.code);
  return text::capitalised(kind == nullptr ? group.code : kind->title);
}

Markup example(const Finding& finding) {
  Markup line = element("code", {place_of(finding)});
  if (!finding.text.empty()) {
    line += ": " + text::escape_for_display(finding.text);
  }
  if (const std::string remedy = own_remedy(finding); !remedy.empty()) {
    line += element("span", {{"class", "faint"}}, {"; " + remedy});
  }
  return element("li", {line});
}

Markup examples(const FindingGroup& group) {
  Markup lines;
  for (const Finding& finding : group.examples) {
    lines += example(finding);
  }
  if (lines.empty()) {
    return {};
  }
  if (group.places > group.examples.size()) {
    lines += element("li", {{"class", "faint"}},
                     {"and " + format_count(group.places - group.examples.size()) +
                      " more: the JSON report lists every one"});
  }
  return element("ul", {{"class", "places"}}, {lines});
}

Markup words(const FindingGroup& group) {
  const FindingKind* kind = migrate::find_finding_kind(group.code);
  if (kind == nullptr) {
    return {};
  }
  Markup remedy = element("p", {element("strong", {"mailhaul: "}), kind->handling});
  if (!kind->advice.empty()) {
    remedy += element("p", {element("strong", {"You: "}), kind->advice});
  }
  Markup all = element("p", {kind->explanation});
  all += element("div", {{"class", "remedy"}}, {remedy});
  return all;
}

Markup trees_with(const FindingGroup& group, const TreesOfGroups& trees) {
  const auto found = trees.find(group.code);
  return found == trees.end() ? Markup() : element("p", {"In ", found->second});
}

Markup finding(const FindingGroup& group, const Place& place, const TreesOfGroups& trees) {
  const std::string tone = tone_class(tone_of(group.severity));
  Attributes attributes{{"id", id_of(group, place)}, {"class", "finding " + tone}};
  if (group.severity != Severity::Note) {
    attributes.push_back({"open", "open"});
  }
  const Markup summary = element(
      "summary", {badge(tone_of(group.severity), singular(group.severity)),
                  element(heading_name(place.level + 1),
                          {title_of(group) + " ", element("span", {{"class", "faint"}},
                                                          {"(" + extent_of(group) + ")"})})});
  return element("details", attributes,
                 {summary, element("div", {words(group), examples(group), trees_with(group, trees),
                                           element("p", {{"class", "why"}},
                                                   {"Code: ", element("code", {group.code})})})});
}

Markup step(const FindingGroup& group, const Place& place) {
  const FindingKind* kind = migrate::find_finding_kind(group.code);
  return element("li", {element("a", {{"href", "#" + id_of(group, place)}},
                                {title_of(group) + " (" + extent_of(group) + ")"}),
                        ". ", kind->advice});
}

Markup last_step(bool something_found) {
  return element("li",
                 {something_found ? "Then see " : "See ", "what the server makes of it: ",
                  element("code", {"mailhaul upload --dry-run --host SERVER --user NAME MAILDIR"}),
                  " shows the plan against the mailboxes that are there, and sends nothing."});
}

}  // namespace

Tone tone_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return Tone::Error;
    case Severity::Warning:
      return Tone::Warning;
    case Severity::Note:
      return Tone::Note;
  }
  return Tone::Note;
}

Markup findings_part(std::span<const FindingGroup> groups, const Place& place,
                     const TreesOfGroups& trees) {
  if (groups.empty()) {
    return element("p", {"Nothing was found that a move would change or lose."});
  }
  Markup all;
  for (const FindingGroup& group : groups) {
    all += finding(group, place, trees);
  }
  return all;
}

Markup steps_part(std::span<const FindingGroup> groups, const Place& place) {
  Markup steps;
  std::size_t count = 0;
  for (const FindingGroup& group : groups) {
    const FindingKind* kind = migrate::find_finding_kind(group.code);
    const bool helps = kind != nullptr && !kind->advice.empty() && group.severity != Severity::Note;
    if (helps && count < kMostSteps) {
      steps += step(group, place);
      ++count;
    }
  }
  steps += last_step(count != 0);
  return element("ol", {{"class", "steps"}}, {steps});
}

}  // namespace mailhaul::report::html
