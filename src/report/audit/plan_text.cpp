#include "report/audit/plan_text.hpp"

#include "report/audit/audit_words.hpp"
#include "report/audit/tree_order.hpp"
#include "report/text/text_table.hpp"

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

std::string changes_words(const migrate::AuditedFolder& folder) {
  std::string words;
  for (const std::string& change : folder.changes) {
    words += (words.empty() ? "" : "; ") + text::escape_for_display(change);
  }
  return words;
}

}  // namespace

std::string plan_text(std::span<const migrate::AuditedFolder> folders, std::size_t columns) {
  TextTable table({{.title = "FOLDER", .least = 12},
                   {.title = "MAILBOX", .least = 12},
                   {.title = "WHY"},
                   {.title = "MESSAGES", .is_number = true},
                   {.title = "SIZE", .is_number = true}});
  for (const migrate::AuditedFolder& folder : folders) {
    table.add({text::escape_for_display(folder.name), mailbox_words(folder), reason_words(folder),
               format_count(folder.messages), format_bytes(folder.bytes)},
              changes_words(folder));
  }
  return table.render(columns);
}

std::string trees_text(std::span<const migrate::AuditedTree> trees, std::size_t columns) {
  TextTable table({{.title = "MAILDIR", .least = 20},
                   {.title = "VERDICT"},
                   {.title = "ERRORS", .is_number = true},
                   {.title = "WARNINGS", .is_number = true},
                   {.title = "MESSAGES", .is_number = true},
                   {.title = "SIZE", .is_number = true}});
  for (const migrate::AuditedTree* tree : worst_first(trees)) {
    const migrate::AuditTotals& totals = tree->summary.totals;
    const std::string maildir = text::escape_for_display(tree->maildir);
    if (tree->failure) {
      table.add({maildir, "not audited", "-", "-", "-", "-"},
                text::escape_for_display(tree->failure->message()));
      continue;
    }
    table.add({maildir, std::string(grade_title(tree->grade())),
               format_count(totals.findings.errors), format_count(totals.findings.warnings),
               format_count(totals.messages), format_bytes(totals.bytes)});
  }
  return table.render(columns);
}

}  // namespace mailhaul::report
