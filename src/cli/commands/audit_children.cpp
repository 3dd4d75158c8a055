#include "cli/commands/audit_children.hpp"

#include "cli/options/upload_options.hpp"
#include "cli/process/child_task.hpp"
#include "cli/process/source.hpp"
#include "cli/process/standard_output.hpp"

#include <string>
#include <unistd.h>
#include <utility>

#include <fmt/core.h>

#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/audit_spool.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {
namespace {

/// In the child: everything of one tree, with the rights of its owner.
Result<migrate::AuditSummary> audit_one(const Arguments& arguments, const std::string& path,
                                        migrate::AuditOptions options, pid_t parent,
                                        migrate::AuditSpoolWriter& spool) {
  auto source = open_source(arguments, path);
  if (!source) {
    return fail(std::move(source.error()));
  }
  options.maildir = source->canonical_path;
  auto kept = become_owner(source->owner, source->read_as);
  if (!kept) {
    return fail(std::move(kept.error()));
  }
  die_with_parent(parent);
  maildir::ScanOptions scan = make_scan_options(arguments, options.now);
  scan.shown_path = text::escape_for_display(path);
  auto tree = maildir::Scanner::open(std::move(source->directory), scan);
  if (!tree) {
    return fail(std::move(tree.error()));
  }
  auto summary = migrate::audit_tree(
      *tree, options, [&spool](const migrate::Finding& finding) { spool.add(finding); });
  if (summary && *kept) {
    summary->notes.push_back(**kept);
  }
  return summary;
}

Result<migrate::AuditedTree> audit_in_child(const Arguments& arguments, const std::string& path,
                                            const migrate::AuditOptions& options) {
  auto file = migrate::make_spool_file();
  if (!file) {
    return fail(std::move(file.error()));
  }
  const int fd = file->get();
  const auto run = run_in_child([&](pid_t parent) {
    migrate::AuditSpoolWriter spool(fd);
    const auto audited = audit_one(arguments, path, options, parent, spool);
    if (const auto finished = spool.finish(audited); !finished) {
      print_aside(fmt::format("mailhaul: {}\n", finished.error().message()));
    }
  });
  if (!run) {
    return fail(run.error());
  }
  return migrate::read_audit_spool(std::move(*file), path);
}

}  // namespace

Result<migrate::AuditReport> audit_all(const Arguments& arguments, const UserMaildirs& trees,
                                       const migrate::AuditOptions& options) {
  migrate::AuditReport report{.without_maildir = trees.without};
  for (const std::string& path : trees.paths) {
    if (trees.paths.size() > 1 && !arguments.has("quiet") && ::isatty(STDERR_FILENO) == 1) {
      print_aside(fmt::format("[{}/{}] {}\n", report.trees.size() + 1, trees.paths.size(),
                              text::escape_for_display(path)));
    }
    auto tree = audit_in_child(arguments, path, options);
    if (!tree) {
      return fail(std::move(tree.error()));
    }
    report.trees.push_back(std::move(*tree));
  }
  return report;
}

}  // namespace mailhaul::cli
