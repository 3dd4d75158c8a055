#include "report/audit/audit_words.hpp"
#include "report/audit/finding_text.hpp"
#include "report/audit/plan_text.hpp"
#include "report/audit/server_words.hpp"
#include "report/audit/tree_order.hpp"

#include <fmt/core.h>

#include <mailhaul/report/audit_report.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::report {

using migrate::AuditedTree;
using migrate::AuditReport;
using migrate::AuditSummary;
using migrate::AuditTotals;
using migrate::Severity;

namespace {

constexpr std::size_t kColumns = 80;

std::size_t columns_for(AuditDetail detail) {
  return detail == AuditDetail::All ? 0 : kColumns;
}

Severity least_shown(AuditDetail detail) {
  return detail == AuditDetail::Attention ? Severity::Warning : Severity::Note;
}

std::string heading(const AuditSummary& summary) {
  std::string out = fmt::format("Audit of {} for {}", text::escape_for_display(summary.maildir),
                                profile_title(summary.profile));
  if (summary.server) {
    out += fmt::format(", mailbox {} on {}", text::escape_for_display(summary.server->user),
                       text::escape_for_display(summary.server->host));
  }
  out += summary.is_quick ? " (names and sizes only)\n" : "\n";
  return out;
}

std::string notes_text(const AuditSummary& summary) {
  std::string out;
  const auto append = [&out](const std::vector<std::string>& notes) {
    for (const std::string& note : notes) {
      out += "  " + text::wrap(text::escape_for_display(note), 2) + "\n";
    }
  };
  append(summary.notes);
  if (summary.server) {
    append(summary.server->notes);
  }
  return out.empty() ? out : "\nAbout the plan:\n" + out;
}

/// Extents, forecast and verdict: the lines that are still on the screen at the end.
std::string verdict_text(const AuditTotals& totals, migrate::Grade grade) {
  std::string out = fmt::format("{} in {}, {}", format_count(totals.messages, "message"),
                                format_count(totals.folders, "folder"), format_bytes(totals.bytes));
  if (totals.duplicates != 0) {
    out += fmt::format("; {} of them twice in a folder", format_count(totals.duplicates));
  }
  out += "\n";
  for (const ForecastPart& part : parts_of(totals.forecast)) {
    out += fmt::format("  {:>9} {}\n", format_count(part.messages), part.words);
  }
  out += text::wrap(fmt::format("{}: {}.", grade_title(grade), verdict_words(totals, grade)), 0) +
         "\n";
  out += counts_words(totals.findings);
  out += totals.findings == migrate::SeverityCounts{}
             ? ".\n"
             : "; mailhaul audit --explain CODE tells more.\n";
  return out;
}

Result<void> write_every_finding(const AuditedTree& tree, const TextSink& out) {
  out("\nEvery finding, folder by folder:\n");
  return tree.for_each_finding(
      [&out](const migrate::Finding& finding) { out(finding_line(finding)); });
}

Result<void> write_tree(const AuditedTree& tree, AuditDetail detail, const TextSink& out) {
  const AuditSummary& summary = tree.summary;
  const std::string groups = groups_text(summary.findings, least_shown(detail));
  if (detail == AuditDetail::Attention && groups.empty()) {
    return {};
  }
  out(heading(summary));
  if (detail != AuditDetail::Attention) {
    out("\n" + plan_text(summary.folders, columns_for(detail)) + notes_text(summary));
    if (summary.server) {
      out(server_text(summary, *summary.server, detail == AuditDetail::All));
    }
  }
  out(groups.empty() ? groups : "\n" + groups);
  if (detail == AuditDetail::All && !summary.findings.empty()) {
    if (auto written = write_every_finding(tree, out); !written) {
      return written;
    }
  }
  out("\n" + verdict_text(summary.totals, summary.grade));
  return {};
}

Result<void> write_trees(const AuditReport& report, AuditDetail detail, const TextSink& out) {
  for (const AuditedTree& tree : report.trees) {
    if (detail != AuditDetail::All || tree.failure) {
      continue;
    }
    if (auto written = write_tree(tree, detail, out); !written) {
      return written;
    }
    out("\n");
  }
  if (detail == AuditDetail::Attention && report.grade() == migrate::Grade::Ready) {
    return {};
  }
  out(fmt::format("Audit of {}\n\n", format_count(report.trees.size(), "Maildir")));
  out(trees_text(report.trees, columns_for(detail)));
  const std::string groups =
      groups_text(joined_groups(report.trees), least_shown(detail), trees_of_groups(report.trees));
  out(groups.empty() ? groups : "\n" + groups);
  out("\n" + verdict_text(migrate::total(report.trees), report.grade()));
  if (report.without_maildir != 0) {
    out(fmt::format("{} without a Maildir left out.\n",
                    report.without_maildir == 1
                        ? "1 directory"
                        : format_count(report.without_maildir) + " directories"));
  }
  return {};
}

}  // namespace

Result<void> write_audit_text(const AuditReport& report, AuditDetail detail, const TextSink& out) {
  return report.trees.size() == 1 && !report.trees[0].failure
             ? write_tree(report.trees[0], detail, out)
             : write_trees(report, detail, out);
}

}  // namespace mailhaul::report
