/// What verify and rollback have in common: an earlier upload's journal, and the server.
#pragma once

#include "cli/options/arguments.hpp"
#include "cli/process/chosen_journal.hpp"
#include "cli/process/run_outputs.hpp"
#include "cli/process/signals.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/cli/exit_status.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/report/message_log.hpp>
#include <mailhaul/report/run_display.hpp>

namespace mailhaul::cli {

/// What was read and opened with the rights that the program was started with.
struct JournalledRun {
  ChosenJournal journal;
  migrate::ServerOptions server;   ///< without a host: the journal's
  migrate::SignInOptions sign_in;  ///< without a user: the journal's
  RunOutputs outputs;
  std::vector<std::string> warnings;
};

/// Everything that needs the rights of the start, and then gives them up.
[[nodiscard]] Result<JournalledRun> prepare_journalled_run(const Arguments& arguments,
                                                           const StopSignals& signals);

/// The status of a run that came to its end or stopped early.
[[nodiscard]] ExitStatus status_after(const StopSignals& signals,
                                      const std::optional<Error>& stopped, bool needs_attention);

/// `words` on standard output, or on standard error beside the JSON of `json`.
[[nodiscard]] Result<void> print_results(const Arguments& arguments, const std::string& words,
                                         const std::function<std::string()>& json);

/// Shows the run, and writes its log.
class RunView {
 public:
  /// `prepared` must outlive the view.
  RunView(const Arguments& arguments, const JournalledRun& prepared);

  [[nodiscard]] migrate::Observer& observer() { return display_; }

  /// Nothing more is shown.
  void finish() { display_.finish(); }

  /// A run of `command` that could not begin, for log and report.
  [[nodiscard]] Failure tell_failure(Error error, std::string_view command,
                                     const StopSignals& signals);

 private:
  const JournalledRun* prepared_;
  std::optional<report::MessageLog> log_;
  report::RunDisplay display_;
};

}  // namespace mailhaul::cli
