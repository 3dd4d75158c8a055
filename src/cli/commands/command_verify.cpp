#include "cli/commands/command.hpp"
#include "cli/commands/journalled_run.hpp"
#include "cli/options/selection_options.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/options/values.hpp"
#include "cli/process/standard_output.hpp"

#include <optional>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/verify.hpp>
#include <mailhaul/report/verify_report.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::uint64_t kLargestSample = 1'000'000'000;
constexpr std::string_view kStopping =
    "\nmailhaul: stopping when the server has answered; once more ends at once\n";

/// Those that read files are read with the rights of the start.
Result<migrate::VerifyOptions> make_options(const Arguments& arguments) {
  auto selection = make_selection_options(arguments);
  if (!selection) {
    return fail(std::move(selection.error()));
  }
  auto mapping = make_mapping_options(arguments);
  if (!mapping) {
    return fail(std::move(mapping.error()));
  }
  const auto sample = parse_optional(arguments, "sample", [](const Value& value) {
    return parse_count(value, 1, kLargestSample);
  });
  if (!sample) {
    return fail(sample.error());
  }
  if (arguments.has("content") && arguments.operands().empty()) {
    return fail(ErrorKind::Usage, "--content compares with MAILDIR, and none is given");
  }
  if (*sample && !arguments.has("content")) {
    return fail(ErrorKind::Usage, "--sample belongs to --content", arguments.find("sample")->origin,
                "give both or none");
  }
  return migrate::VerifyOptions{.selection = std::move(*selection),
                                .mapping = std::move(*mapping),
                                .date_from = make_date_source(arguments),
                                .accept_server_dates = arguments.has("accept-server-dates"),
                                .received_date = arguments.has("received-date-header"),
                                .content = arguments.has("content"),
                                .sample = *sample};
}

Result<migrate::VerifySummary> compare(const Arguments& arguments, JournalledRun& prepared,
                                       migrate::VerifyOptions options, migrate::Observer& observer,
                                       const StopSignals& signals) {
  if (auto same = check_maildir(prepared.journal); !same) {
    return fail(std::move(same.error()));
  }
  options.server = prepared.server;
  options.sign_in = prepared.sign_in;
  options.journal_path = prepared.journal.path;
  std::optional<maildir::Scanner> tree;
  if (prepared.journal.source) {
    auto opened = maildir::Scanner::open(std::move(prepared.journal.source->directory),
                                         make_scan_options(arguments, now_seconds()));
    if (!opened) {
      return fail(std::move(opened.error()));
    }
    tree.emplace(std::move(*opened));
  }
  return migrate::verify(tree ? &*tree : nullptr, options, observer,
                         {.requested = &signals.requested(), .wake_fd = signals.wake_fd()});
}

ReportForms forms_of(const migrate::VerifySummary& summary, ExitStatus status) {
  return {
      .page = whole([&] { return report::verify_page(summary, now_seconds()); }),
      .json = whole([&, status] { return report::verify_json(summary, static_cast<int>(status)); }),
      .text = whole([&] { return report::verify_text(summary); })};
}

}  // namespace

Result<ExitStatus> run_verify(const Arguments& arguments) {
  auto signals = StopSignals::install(kStopping);
  if (!signals) {
    return fail(std::move(signals.error()));
  }
  auto options = make_options(arguments);
  if (!options) {
    return fail(std::move(options.error()));
  }
  auto prepared = prepare_journalled_run(arguments, *signals);
  if (!prepared) {
    return fail(std::move(prepared.error()));
  }
  RunView view(arguments, *prepared);
  auto summary = compare(arguments, *prepared, std::move(*options), view.observer(), *signals);
  view.finish();
  if (!summary) {
    return view.tell_failure(std::move(summary.error()), "verify", *signals);
  }
  summary->wants_content = arguments.has("content");
  const ExitStatus status = status_after(*signals, summary->stopped, summary->needs_attention());
  const auto printed =
      print_results(arguments,
                    arguments.has("quiet") ? report::verify_attention_text(*summary)
                                           : report::verify_text(*summary),
                    [&] { return report::verify_json(*summary, static_cast<int>(status)); });
  return status_after_print(printed,
                            prepared->outputs.report.write(forms_of(*summary, status), status));
}

}  // namespace mailhaul::cli
