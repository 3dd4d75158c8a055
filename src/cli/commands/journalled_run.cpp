#include "cli/commands/journalled_run.hpp"

#include "cli/options/output_options.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/process/standard_output.hpp"
#include "cli/secrets/sign_in_secret.hpp"

#include <unistd.h>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

std::string text_of(const Arguments& arguments, std::string_view option) {
  const Value* value = arguments.find(option);
  return value == nullptr ? std::string() : value->text;
}

/// The journal is not read before root is given up, so its user cannot be named in a prompt.
Result<void> read_secret(const Arguments& arguments, int stop_fd, JournalledRun& run) {
  run.sign_in.user = text_of(arguments, "user");
  run.sign_in.login_as = text_of(arguments, "login-as");
  const std::string& name = run.sign_in.login_as.empty() ? run.sign_in.user : run.sign_in.login_as;
  auto secret = read_sign_in_secret(arguments, name.empty() ? "the mailbox" : name, stop_fd);
  if (!secret) {
    return fail(std::move(secret.error()));
  }
  run.sign_in.secret = std::move(secret->provider);
  run.sign_in.kind = secret->kind;
  if (!secret->warning.empty()) {
    run.warnings.push_back(std::move(secret->warning));
  }
  return {};
}

Result<void> open_outputs(const Arguments& arguments, JournalledRun& run) {
  auto outputs = RunOutputs::open(arguments, run.journal.source ? &*run.journal.source : nullptr);
  if (!outputs) {
    return fail(std::move(outputs.error()));
  }
  run.outputs = std::move(*outputs);
  run.server.trace_fd = run.outputs.trace.get();
  return {};
}

/// A user can write any server into the journal, and root's secret would be sent there.
Result<void> require_named_target(const Arguments& arguments, const ChosenJournal& journal) {
  const bool is_another_users = ::geteuid() == 0 && journal.owner.user != 0;
  if (!is_another_users || (arguments.has("host") && arguments.has("user"))) {
    return {};
  }
  return fail(ErrorKind::Usage,
              "root has to name the server and the mailbox, since the owner of the journal could "
              "have changed them there",
              text::escape_for_display(journal.path), "give --host and --user");
}

/// nullptr if no log is wanted.
report::MessageLog* open_log(const RunOutputs& outputs, std::optional<report::MessageLog>& log) {
  return outputs.log.valid() ? &log.emplace(outputs.log.get(), now_seconds) : nullptr;
}

}  // namespace

Result<JournalledRun> prepare_journalled_run(const Arguments& arguments,
                                             const StopSignals& signals) {
  auto server = make_server_options(arguments);
  if (!server) {
    return fail(std::move(server.error()));
  }
  auto journal = choose_existing_journal(arguments, JournalNaming::ByServerToo);
  if (!journal) {
    return fail(std::move(journal.error()));
  }
  if (auto named = require_named_target(arguments, *journal); !named) {
    return fail(std::move(named.error()));
  }
  JournalledRun run{.journal = std::move(*journal), .server = std::move(*server)};
  if (auto forbidden = forbid_core_dumps(); !forbidden) {
    return fail(std::move(forbidden.error()));
  }
  if (auto read = read_secret(arguments, signals.wake_fd(), run); !read) {
    return fail(std::move(read.error()));
  }
  if (auto opened = open_outputs(arguments, run); !opened) {
    return fail(std::move(opened.error()));
  }
  auto kept = become_owner(
      run.journal.owner, run.journal.source ? run.journal.source->read_as : maildir::ReadAs::Owner);
  if (!kept) {
    return fail(std::move(kept.error()));
  }
  if (*kept) {
    run.warnings.push_back(std::move(**kept));
  }
  return run;
}

ExitStatus status_after(const StopSignals& signals, const std::optional<Error>& stopped,
                        bool needs_attention) {
  if (signals.requested()) {
    return exit_status_of_signal(StopSignals::received());
  }
  if (stopped) {
    return exit_status_of(stopped->kind);
  }
  return needs_attention ? ExitStatus::Attention : ExitStatus::Done;
}

Result<void> print_results(const Arguments& arguments, const std::string& words,
                           const std::function<std::string()>& json) {
  if (!arguments.has("json")) {
    return print(words);
  }
  print_aside(words);
  return print(json());
}

RunView::RunView(const Arguments& arguments, const JournalledRun& prepared)
    : prepared_(&prepared),
      display_(make_display_settings(arguments, open_log(prepared.outputs, log_))) {
  for (const std::string& warning : prepared.warnings) {
    display_.warn(warning);
  }
}

Failure RunView::tell_failure(Error error, std::string_view command, const StopSignals& signals) {
  if (log_) {
    log_->add_note("error", error.message());
  }
  if (signals.requested()) {
    error.kind = ErrorKind::Interrupted;
  }
  static_cast<void>(
      prepared_->outputs.report.write_failure(command, error, exit_status_of(error.kind)));
  return fail(std::move(error));
}

}  // namespace mailhaul::cli
