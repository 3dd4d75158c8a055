#include "cli/commands/command.hpp"
#include "cli/commands/journalled_run.hpp"
#include "cli/options/values.hpp"
#include "cli/process/standard_output.hpp"

#include <utility>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/migrate/rollback.hpp>
#include <mailhaul/report/rollback_report.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::string_view kStopping =
    "\nmailhaul: stopping after this batch of messages; once more ends at once\n";

Result<migrate::RollbackOptions> make_options(const Arguments& arguments, JournalledRun& run) {
  const auto settle_after = parse_optional(arguments, "settle-after", parse_pause);
  if (!settle_after) {
    return fail(settle_after.error());
  }
  return migrate::RollbackOptions{.server = run.server,
                                  .sign_in = run.sign_in,
                                  .journal_path = run.journal.path,
                                  .keep_read = arguments.has("keep-read"),
                                  .restore_removed = arguments.has("restore-removed"),
                                  .dry_run = arguments.has("dry-run"),
                                  .settle_after = *settle_after};
}

Result<migrate::RollbackSummary> roll_back(const JournalledRun& prepared,
                                           const migrate::RollbackOptions& options,
                                           migrate::Observer& observer,
                                           const StopSignals& signals) {
  if (auto same = check_maildir(prepared.journal); !same) {
    return fail(std::move(same.error()));
  }
  return migrate::rollback(options, observer,
                           {.requested = &signals.requested(), .wake_fd = signals.wake_fd()});
}

ReportForms forms_of(const migrate::RollbackSummary& summary, ExitStatus status) {
  return {.page = whole([&] { return report::rollback_page(summary, now_seconds()); }),
          .json = whole(
              [&, status] { return report::rollback_json(summary, static_cast<int>(status)); }),
          .text = whole([&] { return report::rollback_text(summary); })};
}

}  // namespace

Result<ExitStatus> run_rollback(const Arguments& arguments) {
  auto signals = StopSignals::install(kStopping);
  if (!signals) {
    return fail(std::move(signals.error()));
  }
  auto prepared = prepare_journalled_run(arguments, *signals);
  if (!prepared) {
    return fail(std::move(prepared.error()));
  }
  const auto options = make_options(arguments, *prepared);
  if (!options) {
    return fail(options.error());
  }
  RunView view(arguments, *prepared);
  auto summary = roll_back(*prepared, *options, view.observer(), *signals);
  view.finish();
  if (!summary) {
    return view.tell_failure(std::move(summary.error()), "rollback", *signals);
  }
  const ExitStatus status = status_after(*signals, summary->stopped, summary->needs_attention());
  const auto printed =
      print_results(arguments,
                    arguments.has("quiet") ? report::rollback_attention_text(*summary)
                                           : report::rollback_text(*summary),
                    [&] { return report::rollback_json(*summary, static_cast<int>(status)); });
  return status_after_print(printed,
                            prepared->outputs.report.write(forms_of(*summary, status), status));
}

}  // namespace mailhaul::cli
