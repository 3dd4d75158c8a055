/// An audit as an administrator may get it, with names that try to be something else.
#pragma once

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <mailhaul/migrate/audit.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::report::test {

using migrate::Finding;
using migrate::Severity;

/// A name that is markup, reorders text, rings a bell and is no UTF-8.
inline constexpr std::string_view kHostileName =
    "<script src=\"http://evil.example/x.js\">alert('1')</script>&\xE2\x80\xAEgpj.\a\xFF";

/// Groups findings as the audit does.
inline std::vector<migrate::FindingGroup> group(const std::vector<Finding>& findings) {
  std::vector<migrate::FindingGroup> groups;
  for (const Finding& finding : findings) {
    auto found = std::find_if(groups.begin(), groups.end(), [&finding](const auto& candidate) {
      return candidate.code == finding.code;
    });
    if (found == groups.end()) {
      found = groups.insert(groups.end(), {.code = finding.code});
    }
    found->severity = std::max(found->severity, finding.severity);
    ++found->places;
    found->count += finding.count;
    found->bytes += finding.bytes;
    if (found->examples.size() < migrate::FindingGroup::kExamples) {
      found->examples.push_back(finding);
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
    return std::tuple(b.severity, b.places) < std::tuple(a.severity, a.places);
  });
  return groups;
}

/// A tree that holds these findings, grouped, and one by one.
inline migrate::AuditedTree tree_with(std::string maildir, std::vector<Finding> findings) {
  migrate::AuditedTree tree{.maildir = maildir};
  migrate::AuditSummary& summary = tree.summary;
  summary.maildir = std::move(maildir);
  summary.profile = "exchange2016";
  summary.layout = "maildir++";
  summary.encoding = "mutf7";
  summary.findings = group(findings);
  migrate::SeverityCounts& counts = summary.totals.findings;
  for (const Finding& finding : findings) {
    ++(finding.severity == Severity::Error     ? counts.errors
       : finding.severity == Severity::Warning ? counts.warnings
                                               : counts.notes);
  }
  if (counts.errors != 0) {
    summary.grade = migrate::Grade::NeedsAction;
  } else if (counts.warnings != 0) {
    summary.grade = migrate::Grade::ReadyWithChanges;
  }
  tree.for_each_finding = [findings = std::move(findings)](const migrate::FindingSink& sink) {
    std::for_each(findings.begin(), findings.end(), sink);
    return Result<void>();
  };
  return tree;
}

inline std::vector<Finding> sample_findings() {
  std::vector<Finding> findings = {
      {.code = "message.too-big",
       .severity = Severity::Error,
       .folder = "Archive/2012",
       .directory = ".Archive.2012",
       .unique_name = "1343821200.M8P4.mx",
       .bytes = 48'200'000,
       .text = "it has 48.2 MB, and the limit is 36.7 MB",
       .remedy = "listed as refused"},
      {.code = "folder.symlink",
       .severity = Severity::Error,
       .directory = ".shared\xFF",
       .text = "it leads to /srv/shared",
       .remedy = "nothing of it is moved"},
      {.code = "folder.trailing-space",
       .severity = Severity::Warning,
       .folder = "Rechnungen ",
       .directory = ".Rechnungen ",
       .text = "its mailbox is called \"Rechnungen\"",
       .remedy = "the blank is taken off"},
      {.code = "message.signed",
       .severity = Severity::Warning,
       .folder = std::string(kHostileName.substr(0, kHostileName.size() - 1)),
       .directory = ".evil",
       .unique_name = std::string(kHostileName),
       .text = "it is signed and has a line of 12,000 octets",
       .remedy = "sent as an attachment"},
      {.code = "folder.empty", .folder = "Drafts", .directory = ".Drafts"},
      {.code = "folder.stale-tmp",
       .folder = "INBOX",
       .count = 14,
       .bytes = 52'000,
       .text = "14 files, the oldest of 2019-03-02"},
  };
  for (int number = 1; number <= 12; ++number) {
    findings.push_back({.code = "message.line-too-long",
                        .severity = Severity::Warning,
                        .folder = "INBOX",
                        .unique_name = "12000000" + std::to_string(number) + ".M1P1.mx",
                        .text = "it has a line of " + std::to_string(10'000 + number) + " octets",
                        .remedy = "a repaired copy is sent"});
  }
  return findings;
}

inline std::vector<migrate::AuditedFolder> sample_folders() {
  return {
      {.name = "INBOX",
       .mailbox = "INBOX",
       .reason = "inbox",
       .messages = 8'214,
       .bytes = 912'000'000,
       .findings = {.errors = 0, .warnings = 12, .notes = 1}},
      {.directory = ".Archive.2012",
       .name = "Archive/2012",
       .mailbox = "Archive/2012",
       .reason = "same-name",
       .messages = 20'377,
       .bytes = 2'400'000'000,
       .findings = {.errors = 1}},
      {.directory = ".Archive.2012.Kunden",
       .name = "Archive/2012/Kunden",
       .mailbox = "Archive/2012/Kunden",
       .reason = "same-name",
       .messages = 311,
       .bytes = 61'000'000},
      {.directory = ".Drafts", .name = "Drafts", .mailbox = "Entwürfe", .reason = "special-use"},
      {.directory = ".Rechnungen ",
       .name = "Rechnungen ",
       .mailbox = "Rechnungen",
       .reason = "renamed",
       .changes = {"blanks at the ends removed"},
       .messages = 96,
       .bytes = 18'300'000,
       .findings = {.warnings = 1}},
      {.directory = ".INBOX.Sent",
       .name = "INBOX/Sent",
       .mailbox = "Gesendete Elemente",
       .reason = "merged",
       .messages = 2'101,
       .bytes = 388'000'000},
      {.directory = ".Spam",
       .name = "Spam",
       .left_out = "--exclude",
       .messages = 5'120,
       .bytes = 40'000'000},
      {.directory = ".evil",
       .name = std::string(kHostileName.substr(0, kHostileName.size() - 1)),
       .mailbox = "script",
       .reason = "renamed",
       .changes = {"control characters removed"},
       .messages = 1,
       .bytes = 12'900,
       .findings = {.warnings = 1}},
  };
}

/// Ada's Maildir: errors, warnings and notes, folders three levels deep, one left out.
inline migrate::AuditedTree sample_tree() {
  migrate::AuditedTree tree = tree_with("/home/ada/Maildir", sample_findings());
  migrate::AuditSummary& summary = tree.summary;
  summary.folders = sample_folders();
  summary.totals.folders = 7;
  summary.totals.folders_left_out = 1;
  summary.totals.mailboxes = 7;
  summary.totals.mailboxes_to_create = 4;
  summary.totals.messages = 31'100;
  summary.totals.bytes = 3'779'312'900;
  summary.totals.duplicates = 208;
  summary.totals.forecast = {
      .as_is = 31'074, .repaired = 12, .wrapped = 1, .refused = 1, .skipped = 5'120, .empty = 12};
  summary.sizes = {{{.messages = 9'120, .bytes = 24'000'000},
                    {.messages = 12'400, .bytes = 110'000'000},
                    {.messages = 5'010, .bytes = 160'000'000},
                    {.messages = 2'870, .bytes = 380'000'000},
                    {.messages = 1'120, .bytes = 600'000'000},
                    {.messages = 402, .bytes = 800'000'000},
                    {.messages = 150, .bytes = 900'000'000},
                    {.messages = 26, .bytes = 600'000'000},
                    {.messages = 2, .bytes = 205'312'900},
                    {}}};
  std::uint64_t messages = 3;
  for (int year = 1998; year <= 2026; ++year) {
    if (year != 2001) {
      summary.years[year] = {.messages = messages, .bytes = messages * 100'000};
    }
    messages = messages * 7 / 5 % 3'400 + 7;
  }
  summary.keywords = {{.name = "$Label1", .messages = 211}, {.name = "Invoice", .messages = 40}};
  summary.header_name_count = 812;
  summary.notes = {"INBOX/Sent is joined with Sent, since both go to Gesendete Elemente"};
  summary.seconds = 4.2;
  return tree;
}

/// Nothing found.
inline migrate::AuditedTree clean_tree() {
  migrate::AuditedTree tree = tree_with("/home/grace/Maildir", {});
  tree.summary.folders = {{.name = "INBOX",
                           .mailbox = "INBOX",
                           .reason = "inbox",
                           .messages = 12,
                           .bytes = 48'000,
                           .forecast = {.as_is = 12}}};
  tree.summary.totals = {
      .folders = 1, .mailboxes = 1, .messages = 12, .bytes = 48'000, .forecast = {.as_is = 12}};
  tree.summary.sizes[0] = {.messages = 12, .bytes = 48'000};
  tree.summary.years[2025] = {.messages = 12, .bytes = 48'000};
  return tree;
}

/// Could not be opened.
inline migrate::AuditedTree failed_tree() {
  migrate::AuditedTree tree = tree_with("/home/eve/Maildir", {});
  tree.failure = Error{
      .kind = ErrorKind::SourceUnusable, .text = "is no Maildir", .where = "/home/eve/Maildir"};
  return tree;
}

inline migrate::AuditReport report_of(std::vector<migrate::AuditedTree> trees) {
  return {.trees = std::move(trees)};
}

}  // namespace mailhaul::report::test
