#include "cli/commands/audit_children.hpp"
#include "cli/commands/audit_trees.hpp"
#include "cli/commands/command.hpp"
#include "cli/options/audit_options.hpp"
#include "cli/options/map_file.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/process/output_file.hpp"
#include "cli/process/privileges.hpp"
#include "cli/process/report_file.hpp"
#include "cli/process/source.hpp"
#include "cli/process/standard_output.hpp"
#include "cli/secrets/sign_in_secret.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/report/audit_page.hpp>
#include <mailhaul/report/audit_report.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::cli {

namespace {

/// Owns nothing: what the results of all users are read and shown as.
constexpr Owner kNobody{.user = 65534, .group = 65534};

Result<ExitStatus> explain(const Value& code) {
  if (const migrate::FindingKind* kind = migrate::find_finding_kind(code.text)) {
    return print(migrate::explain_finding(*kind)).map([] { return ExitStatus::Done; });
  }
  std::vector<std::string_view> codes;
  for (const migrate::FindingKind& kind : migrate::finding_kinds()) {
    codes.push_back(kind.code);
  }
  const auto near = text::nearest(code.text, codes);
  return fail(ErrorKind::Usage,
              fmt::format("{} is no finding", text::escape_for_display(code.text)), code.origin,
              near ? fmt::format("did you mean {}?", *near)
                   : std::string("mailhaul-findings(7) lists them all"));
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
    print_aside(fmt::format("mailhaul: {}\n", secret->warning));
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
  StandardOutput output;
  const report::TextSink out = [&output](std::string_view text) { output.write(text); };
  auto shown = arguments.has("json")
                   ? report::write_audit_json(report, static_cast<int>(status_of(report)), out)
                   : report::write_audit_text(report, detail_of(arguments), out);
  auto printed = output.finish();
  return shown ? printed : shown;
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
  const auto shown = show(arguments, *report);
  if (auto written = write_map(arguments, *report, *map); !written) {
    return fail(std::move(written.error()));
  }
  return status_after_print(shown, file->write(forms_of(*report), status_of(*report)));
}

}  // namespace mailhaul::cli
