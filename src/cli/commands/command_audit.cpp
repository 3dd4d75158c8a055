#include "cli/commands/command.hpp"
#include "cli/options/audit_options.hpp"
#include "cli/options/map_file.hpp"
#include "cli/options/suggestion.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/process/child_task.hpp"
#include "cli/process/output_file.hpp"
#include "cli/process/report_file.hpp"
#include "cli/process/source.hpp"
#include "cli/process/user_maildirs.hpp"
#include "cli/secrets/sign_in_secret.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/audit_spool.hpp>
#include <mailhaul/report/audit_page.hpp>
#include <mailhaul/report/audit_report.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

/// Owns nothing: what the results of all users are read and shown as.
constexpr Owner kNobody{.user = 65534, .group = 65534};

Result<ExitStatus> explain(const Value& code) {
  if (const migrate::FindingKind* kind = migrate::find_finding_kind(code.text)) {
    fmt::print("{}", migrate::explain_finding(*kind));
    return ExitStatus::Done;
  }
  std::vector<std::string_view> codes;
  for (const migrate::FindingKind& kind : migrate::finding_kinds()) {
    codes.push_back(kind.code);
  }
  const auto near = nearest(code.text, codes);
  return fail(ErrorKind::Usage,
              fmt::format("{} is no finding", text::escape_for_display(code.text)), code.origin,
              near ? fmt::format("did you mean {}?", *near)
                   : std::string("mailhaul-findings(7) lists them all"));
}

/// The trees to look at, and how many homes have none.
Result<UserMaildirs> choose_trees(const Arguments& arguments) {
  UserMaildirs trees;
  if (const Value* homes = arguments.find("users-under")) {
    const Value* name = arguments.find("maildir-name");
    auto found = find_user_maildirs(homes->text, name == nullptr ? "Maildir" : name->text);
    if (!found) {
      return fail(std::move(found.error()));
    }
    trees = std::move(*found);
  }
  trees.paths.insert(trees.paths.begin(), arguments.operands().begin(), arguments.operands().end());
  if (trees.paths.empty()) {
    return fail(ErrorKind::Usage, "no MAILDIR is given", {},
                arguments.has("users-under") ? "no home has one; see --maildir-name"
                                             : "usage: " + find_command("audit")->usage());
  }
  return trees;
}

/// Options that mean one tree cannot be meant for several.
Result<void> check_single(const Arguments& arguments, std::size_t trees) {
  for (const std::string_view name : {"host", "write-map", "inbox", "control", "shared"}) {
    if (trees > 1 && arguments.has(name)) {
      return fail(ErrorKind::Usage, "several MAILDIRs are given", arguments.values(name)[0].origin,
                  "leave the option out, or audit one MAILDIR after the other");
    }
  }
  return {};
}

/// A tree that cannot be opened is told of when its turn comes.
Result<void> check_outside_all(const Arguments& arguments, const std::vector<std::string>& trees,
                               const std::string& path, std::string_view option) {
  for (const std::string& tree : trees) {
    if (const auto source = open_source(arguments, tree)) {
      if (auto outside = check_outside(*source, path, option); !outside) {
        return outside;
      }
    }
  }
  return {};
}

Result<UniqueFd> open_result(const Arguments& arguments, const std::vector<std::string>& trees,
                             std::string_view option) {
  const Value* file = arguments.find(option);
  if (file == nullptr) {
    return UniqueFd();
  }
  if (auto outside = check_outside_all(arguments, trees, file->text, option); !outside) {
    return fail(std::move(outside.error()));
  }
  return open_output_file(file->text, ExistingContent::Drop, option);
}

Result<ReportFile> open_report(const Arguments& arguments, const std::vector<std::string>& trees) {
  if (const Value* file = arguments.find("report")) {
    if (auto outside = check_outside_all(arguments, trees, file->text, "report"); !outside) {
      return fail(std::move(outside.error()));
    }
  }
  return ReportFile::open(arguments);
}

Result<void> write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return fail(ErrorKind::FileSystem, "cannot be written", text::escape_for_display(path));
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return {};
}

/// In the child: everything of one tree, with the rights of its owner.
Result<migrate::AuditSummary> audit_one(const Arguments& arguments, const std::string& path,
                                        migrate::AuditOptions options,
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
  die_with_parent();
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
  const auto run = run_in_child([&] {
    std::signal(SIGPIPE, SIG_IGN);
    migrate::AuditSpoolWriter spool(fd);
    const auto audited = audit_one(arguments, path, options, spool);
    if (const auto finished = spool.finish(audited); !finished) {
      fmt::print(stderr, "mailhaul: {}\n", finished.error().message());
    }
  });
  if (!run) {
    return fail(run.error());
  }
  return migrate::read_audit_spool(std::move(*file), path);
}

/// Secrets are read before any child is made; only a run over one tree has one.
Result<void> read_secret(const Arguments& arguments, migrate::AuditOptions& options) {
  if (options.server.host.empty()) {
    return {};
  }
  if (auto forbidden = forbid_core_dumps(); !forbidden) {
    return forbidden;
  }
  const migrate::SignInOptions& sign_in = options.sign_in;
  auto secret = read_sign_in_secret(arguments,
                                    sign_in.login_as.empty() ? sign_in.user : sign_in.login_as, -1);
  if (!secret) {
    return fail(std::move(secret.error()));
  }
  options.sign_in.kind = secret->kind;
  options.sign_in.secret = std::move(secret->provider);
  if (!secret->warning.empty()) {
    fmt::print(stderr, "mailhaul: {}\n", secret->warning);
  }
  return {};
}

report::AuditDetail detail_of(const Arguments& arguments) {
  if (arguments.has("quiet")) {
    return report::AuditDetail::Attention;
  }
  return arguments.has("verbose") ? report::AuditDetail::All : report::AuditDetail::Grouped;
}

ExitStatus status_of(const migrate::AuditReport& report) {
  return report.grade() == migrate::Grade::Ready ? ExitStatus::Done : ExitStatus::Attention;
}

Result<void> show(const Arguments& arguments, const migrate::AuditReport& report) {
  const report::TextSink out = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  };
  const auto shown =
      arguments.has("json")
          ? report::write_audit_json(report, static_cast<int>(status_of(report)), out)
          : report::write_audit_text(report, detail_of(arguments), out);
  if (shown && std::fflush(stdout) != 0) {
    return fail(ErrorKind::FileSystem, "standard output cannot be written");
  }
  return shown;
}

ReportForms forms_of(const migrate::AuditReport& report) {
  const int exit = static_cast<int>(status_of(report));
  return {.page = whole([&report] { return report::audit_page(report, now_seconds()); }),
          .json =
              [&report, exit](const report::TextSink& out) {
                return report::write_audit_json(report, exit, out);
              },
          .text =
              [&report](const report::TextSink& out) {
                return report::write_audit_text(report, report::AuditDetail::All, out);
              }};
}

/// What the plan of the one tree is written to.
Result<void> write_map(const Arguments& arguments, const migrate::AuditReport& report,
                       const UniqueFd& file) {
  if (!file.valid()) {
    return {};
  }
  return write_all(file.get(), format_map_file(report.trees.front().summary),
                   arguments.find("write-map")->text);
}

Result<migrate::AuditReport> audit_all(const Arguments& arguments, const UserMaildirs& trees,
                                       const migrate::AuditOptions& options) {
  migrate::AuditReport report{.without_maildir = trees.without};
  for (const std::string& path : trees.paths) {
    if (trees.paths.size() > 1 && !arguments.has("quiet") && ::isatty(STDERR_FILENO) == 1) {
      fmt::print(stderr, "[{}/{}] {}\n", report.trees.size() + 1, trees.paths.size(),
                 text::escape_for_display(path));
    }
    auto tree = audit_in_child(arguments, path, options);
    if (!tree) {
      return fail(std::move(tree.error()));
    }
    report.trees.push_back(std::move(*tree));
  }
  return report;
}

}  // namespace

Result<ExitStatus> run_audit(const Arguments& arguments) {
  if (const Value* code = arguments.find("explain")) {
    return explain(*code);
  }
  auto options = make_audit_options(arguments);
  if (!options) {
    return fail(std::move(options.error()));
  }
  const auto trees = choose_trees(arguments);
  if (!trees) {
    return fail(trees.error());
  }
  if (auto single = check_single(arguments, trees->paths.size()); !single) {
    return fail(std::move(single.error()));
  }
  if (auto read = read_secret(arguments, *options); !read) {
    return fail(std::move(read.error()));
  }
  const auto map = open_result(arguments, trees->paths, "write-map");
  if (!map) {
    return fail(map.error());
  }
  const auto file = open_report(arguments, trees->paths);
  if (!file) {
    return fail(file.error());
  }
  const auto report = audit_all(arguments, *trees, *options);
  if (!report) {
    return fail(report.error());
  }
  // What the children found is read without root's rights.
  if (auto kept = become_owner(kNobody, maildir::ReadAs::Owner); !kept) {
    return fail(std::move(kept.error()));
  }
  if (report->trees.size() == 1 && report->trees.front().failure) {
    const Error& error = *report->trees.front().failure;
    static_cast<void>(file->write_failure("audit", error, exit_status_of(error.kind)));
    return fail(error);
  }
  auto written = show(arguments, *report);
  written = written ? write_map(arguments, *report, *map) : written;
  if (!written) {
    return fail(std::move(written.error()));
  }
  return file->write(forms_of(*report), status_of(*report));
}

}  // namespace mailhaul::cli
