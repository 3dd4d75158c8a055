#include "report/json/audit_value.hpp"
#include "report/json/object_stream.hpp"

#include <mailhaul/report/audit_report.hpp>

namespace mailhaul::report {

using migrate::AuditedTree;
using migrate::AuditSummary;

namespace {

Result<void> write_findings(const AuditedTree& tree, ObjectStream& object) {
  object.begin_array("findings");
  auto written = tree.for_each_finding(
      [&object](const migrate::Finding& finding) { object.item(finding_value(finding)); });
  object.end_array();
  return written;
}

void write_folders(const AuditSummary& summary, ObjectStream& object) {
  object.begin_array("folders");
  for (const migrate::AuditedFolder& folder : summary.folders) {
    object.item(folder_value(folder));
  }
  object.end_array();
}

/// The object of one tree; `exit` is written if there is one.
Result<void> write_tree(const AuditedTree& tree, const Json& exit, const TextSink& out) {
  ObjectStream object(out);
  object.member("schema", "mailhaul.audit/1");
  if (!exit.is_null()) {
    object.member("exit", exit);
  }
  if (tree.failure) {
    Json failed;
    put_bytes(failed, "maildir", tree.maildir);
    failed["failure"] = error_object(*tree.failure);
    object.members(failed);
    object.end();
    return {};
  }
  object.members(opening_values(tree.summary));
  write_folders(tree.summary, object);
  auto written = write_findings(tree, object);
  object.members(closing_values(tree.summary));
  object.end();
  return written;
}

Result<void> write_trees(const migrate::AuditReport& report, int exit, const TextSink& out) {
  ObjectStream object(out);
  object.member("schema", "mailhaul.audits/1");
  object.member("exit", exit);
  object.member("grade", to_string(report.grade()));
  object.member("without_maildir", report.without_maildir);
  object.member("summary", totals_value(migrate::total(report.trees)));
  object.member("header_names", migrate::count_header_names(report.trees));
  object.begin_array("audits");
  Result<void> written;
  for (std::size_t at = 0; at < report.trees.size() && written; ++at) {
    out(at == 0 ? "" : ",");
    written = write_tree(report.trees[at], Json(), out);
  }
  object.end_array();
  object.end();
  return written;
}

}  // namespace

Result<void> write_audit_json(const migrate::AuditReport& report, int exit, const TextSink& out) {
  auto written = report.trees.size() == 1 ? write_tree(report.trees[0], exit, out)
                                          : write_trees(report, exit, out);
  out("\n");
  return written;
}

}  // namespace mailhaul::report
