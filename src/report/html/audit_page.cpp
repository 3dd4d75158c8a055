#include "report/audit/audit_words.hpp"
#include "report/audit/tree_order.hpp"
#include "report/html/audit_sections.hpp"
#include "report/html/page_date.hpp"
#include "report/html/pieces.hpp"

#include <fmt/core.h>

#include <mailhaul/report/audit_page.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

using migrate::AuditedTree;
using migrate::AuditReport;
using migrate::AuditSummary;

namespace {

using namespace html;  // NOLINT(google-build-using-namespace): this file is a page

std::string tree_facts(const AuditSummary& summary, std::int64_t now) {
  std::string facts = "For " + profile_title(summary.profile);
  if (summary.server) {
    facts += fmt::format(", mailbox {} on {}", text::escape_for_display(summary.server->user),
                         text::escape_for_display(summary.server->host));
  }
  if (summary.is_quick) {
    facts += "; names and sizes only, no message was opened";
  }
  return facts + "; looked at on " + date_words(now);
}

std::string sentence(std::string_view clause) {
  return text::capitalised(clause) + ".";
}

std::string page_of_tree(const AuditSummary& summary, std::int64_t now) {
  return render({.title = "Audit of " + text::escape_for_display(summary.maildir),
                 .facts = tree_facts(summary, now),
                 .tone = tone_of(summary.grade),
                 .grade = std::string(grade_title(summary.grade)),
                 .verdict = sentence(verdict_words(summary.totals, summary.grade)),
                 .tiles = audit_tiles(summary.totals),
                 .sections = tree_sections(summary, {.this_year = year_of(now)})});
}

std::string id_of(std::size_t number) {
  return fmt::format("tree-{}", number);
}

Row tree_row(const AuditedTree& tree, std::size_t number) {
  const migrate::AuditTotals& totals = tree.summary.totals;
  const Markup name =
      element("a", {{"href", "#" + id_of(number)}}, {text::escape_for_display(tree.maildir)});
  if (tree.failure) {
    return {.cells = {name, badge(Tone::Error, "Not audited"), "", "", "", ""}};
  }
  return {.cells = {name, badge(tone_of(tree.grade()), std::string(grade_title(tree.grade()))),
                    format_count(totals.findings.errors), format_count(totals.findings.warnings),
                    format_count(totals.messages), format_bytes(totals.bytes)}};
}

Markup trees_part(const std::vector<const AuditedTree*>& trees) {
  Table table_of_trees{.caption = "Every Maildir, the one with the most to do first",
                       .columns = {{"Maildir"},
                                   {"Verdict"},
                                   {"Errors", "number"},
                                   {"Warnings", "number"},
                                   {"Messages", "number"},
                                   {"Size", "number"}},
                       .rows = {}};
  for (std::size_t at = 0; at < trees.size(); ++at) {
    table_of_trees.rows.push_back(tree_row(*trees[at], at + 1));
  }
  return table(table_of_trees);
}

/// One tree of several: folded, with the same parts as a page of its own.
Markup tree_details(const AuditedTree& tree, std::size_t number, std::int64_t now) {
  const Markup summary = element(
      "summary", {element("h3", {text::escape_for_display(tree.maildir)}),
                  badge(tone_of(tree.grade()),
                        tree.failure ? "Not audited" : std::string(grade_title(tree.grade())))});
  Markup parts;
  if (tree.failure) {
    parts += element("p", {text::escape_for_display(tree.failure->message()) + "."});
    parts += element("p", {text::escape_for_display(tree.failure->hint)});
  } else {
    parts += audit_tiles(tree.summary.totals);
    const Place place{.prefix = id_of(number) + "-", .level = 4, .this_year = year_of(now)};
    for (const Section& part : tree_sections(tree.summary, place)) {
      parts += section(part, place.level);
    }
  }
  // A link to what is inside unfolds it; one to the element itself would not.
  return element("details", {{"class", "user"}},
                 {summary, element("div", {{"id", id_of(number)}}, {parts})});
}

std::string page_of_trees(const AuditReport& report, std::int64_t now) {
  const auto trees = worst_first(report.trees);
  const auto groups = joined_groups(report.trees);
  const migrate::AuditTotals totals = migrate::total(report.trees);
  Markup each;
  for (std::size_t at = 0; at < trees.size(); ++at) {
    each += tree_details(*trees[at], at + 1, now);
  }
  return render({.title = "Audit of " + format_count(report.trees.size(), "Maildir"),
                 .facts = "Looked at on " + date_words(now),
                 .tone = tone_of(report.grade()),
                 .grade = std::string(grade_title(report.grade())),
                 .verdict = sentence(verdict_words(totals, report.grade())),
                 .tiles = audit_tiles(totals),
                 .sections = {{"trees", "Maildirs", trees_part(trees)},
                              {"steps", "What to do first", steps_part(groups, {})},
                              {"findings", "What was found in all",
                               findings_part(groups, {}, trees_of_groups(report.trees))},
                              {"each", "Each Maildir", each}}});
}

}  // namespace

std::string audit_page(const AuditReport& report, std::int64_t now) {
  return report.trees.size() == 1 && !report.trees[0].failure
             ? page_of_tree(report.trees[0].summary, now)
             : page_of_trees(report, now);
}

}  // namespace mailhaul::report
