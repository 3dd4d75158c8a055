#include <algorithm>
#include <set>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::migrate {
namespace {

void add(SeverityCounts& sum, const SeverityCounts& more) {
  sum.errors += more.errors;
  sum.warnings += more.warnings;
  sum.notes += more.notes;
}

void add(AuditTotals& sum, const AuditTotals& more) {
  sum.folders += more.folders;
  sum.folders_left_out += more.folders_left_out;
  sum.mailboxes += more.mailboxes;
  sum.mailboxes_to_create += more.mailboxes_to_create;
  sum.messages += more.messages;
  sum.bytes += more.bytes;
  sum.forecast += more.forecast;
  add(sum.findings, more.findings);
  sum.duplicates += more.duplicates;
  sum.duplicate_bytes += more.duplicate_bytes;
}

}  // namespace

Forecast& Forecast::operator+=(const Forecast& more) {
  as_is += more.as_is;
  repaired += more.repaired;
  wrapped += more.wrapped;
  refused += more.refused;
  unreadable += more.unreadable;
  skipped += more.skipped;
  empty += more.empty;
  vanished += more.vanished;
  unknown += more.unknown;
  return *this;
}

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::Ready:
      return "ready";
    case Grade::ReadyWithChanges:
      return "ready-with-changes";
    case Grade::NeedsAction:
      return "needs-action";
  }
  return "needs-action";
}

std::string_view describe(Grade grade) {
  switch (grade) {
    case Grade::Ready:
      return "everything will arrive as it is";
    case Grade::ReadyWithChanges:
      return "everything will arrive, some of it changed or under another name";
    case Grade::NeedsAction:
      return "some mail will be left behind unless somebody acts";
  }
  return "";
}

Grade AuditReport::grade() const {
  Grade worst = Grade::Ready;
  for (const AuditedTree& tree : trees) {
    worst = std::max(worst, tree.grade());
  }
  return worst;
}

AuditTotals total(std::span<const AuditedTree> trees) {
  AuditTotals sum;
  for (const AuditedTree& tree : trees) {
    if (!tree.failure) {
      add(sum, tree.summary.totals);
    }
  }
  return sum;
}

std::uint64_t count_header_names(std::span<const AuditedTree> trees) {
  std::set<std::string_view> names;
  for (const AuditedTree& tree : trees) {
    names.insert(tree.summary.header_names.begin(), tree.summary.header_names.end());
  }
  return names.size();
}

}  // namespace mailhaul::migrate
