#include "cli/commands/command.hpp"
#include "cli/commands/rehearsal.hpp"
#include "cli/options/arguments.hpp"
#include "cli/options/output_options.hpp"
#include "cli/options/upload_options.hpp"
#include "cli/process/journal_place.hpp"
#include "cli/process/run_outputs.hpp"
#include "cli/process/signals.hpp"
#include "cli/process/source.hpp"
#include "cli/process/standard_output.hpp"
#include "cli/secrets/sign_in_secret.hpp"

#include <optional>
#include <unistd.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/report/json.hpp>
#include <mailhaul/report/run_display.hpp>
#include <mailhaul/report/run_record.hpp>
#include <mailhaul/report/upload_page.hpp>
#include <mailhaul/report/upload_text.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::string_view kStopping =
    "\nmailhaul: stopping when the server has answered; once more ends at once\n";

/// What was read and opened with the rights that the program was started with.
struct Preparation {
  Source source;
  migrate::UploadOptions options;
  JournalPlace journal;
  RunOutputs outputs;
  std::vector<std::string> warnings;
};

Result<void> open_outputs(const Arguments& arguments, Preparation& preparation) {
  auto outputs = RunOutputs::open(arguments, &preparation.source);
  if (!outputs) {
    return fail(std::move(outputs.error()));
  }
  preparation.outputs = std::move(*outputs);
  preparation.options.server.trace_fd = preparation.outputs.trace.get();
  return {};
}

Result<void> read_secret(const Arguments& arguments, int stop_fd, Preparation& preparation) {
  migrate::SignInOptions& sign_in = preparation.options.sign_in;
  if (preparation.options.server.host.empty() || arguments.has("rehearse")) {
    return {};
  }
  auto secret = read_sign_in_secret(
      arguments, sign_in.login_as.empty() ? sign_in.user : sign_in.login_as, stop_fd);
  if (!secret) {
    return fail(std::move(secret.error()));
  }
  sign_in.secret = std::move(secret->provider);
  sign_in.kind = secret->kind;
  if (!secret->warning.empty()) {
    preparation.warnings.push_back(std::move(secret->warning));
  }
  return {};
}

/// Everything that needs the rights of the start, and then gives them up. Nothing on disk is made
/// before options, MAILDIR and secret are known to be good.
Result<Preparation> prepare(const Arguments& arguments, int stop_fd) {
  auto options = make_upload_options(arguments);
  if (!options) {
    return fail(std::move(options.error()));
  }
  auto source = open_source(arguments);
  if (!source) {
    return fail(std::move(source.error()));
  }
  options->maildir = source->canonical_path;
  Preparation preparation{.source = std::move(*source), .options = std::move(*options)};
  if (auto forbidden = forbid_core_dumps(); !forbidden) {
    return fail(std::move(forbidden.error()));
  }
  if (auto read = read_secret(arguments, stop_fd, preparation); !read) {
    return fail(std::move(read.error()));
  }
  auto journal = arguments.has("rehearse")
                     ? JournalPlace()
                     : choose_journal(arguments, preparation.source, preparation.options);
  if (!journal) {
    return fail(std::move(journal.error()));
  }
  if (auto opened = open_outputs(arguments, preparation); !opened) {
    return fail(std::move(opened.error()));
  }
  preparation.journal = std::move(*journal);
  preparation.options.journal_path = preparation.journal.path();
  auto kept = become_owner(preparation.source.owner, preparation.source.read_as);
  if (!kept) {
    return fail(std::move(kept.error()));
  }
  if (*kept) {
    preparation.warnings.push_back(std::move(**kept));
  }
  return preparation;
}

/// What a rehearsal is against.
target::Profile rehearsed_profile(const Arguments& arguments,
                                  const migrate::UploadOptions& options) {
  const auto named = target::parse_profile(arguments.find("rehearse")->text);
  const target::Profile profile =
      named.value_or(options.server.profile.value_or(target::Profile::Exchange2016));
  return profile == target::Profile::Imap ? target::Profile::Exchange2016 : profile;
}

Result<migrate::UploadSummary> run(const Arguments& arguments, Preparation& preparation,
                                   migrate::Observer& observer, const StopSignals& signals) {
  auto tree = maildir::Scanner::open(std::move(preparation.source.directory),
                                     make_scan_options(arguments, now_seconds()));
  if (!tree) {
    return fail(std::move(tree.error()));
  }
  if (auto made = preparation.journal.make_directories(); !made) {
    return fail(std::move(made.error()));
  }
  const migrate::StopSignal stop{.requested = &signals.requested(), .wake_fd = signals.wake_fd()};
  if (arguments.has("rehearse")) {
    return rehearse(*tree, rehearsed_profile(arguments, preparation.options),
                    std::move(preparation.options), observer, stop);
  }
  auto summary = migrate::upload(*tree, preparation.options, observer, stop);
  // A run that could not begin leaves no empty directories.
  preparation.journal.remove_empty_directories();
  return summary;
}

ExitStatus status_of(const migrate::UploadSummary& summary, const StopSignals& signals) {
  if (signals.requested()) {
    return exit_status_of_signal(StopSignals::received());
  }
  if (summary.stopped) {
    return exit_status_of(summary.stopped->kind);
  }
  return summary.needs_attention() ? ExitStatus::Attention : ExitStatus::Done;
}

std::string words_of(const migrate::UploadSummary& summary, const report::RunRecord& record) {
  return summary.rehearsed ? report::rehearsal_text(summary, record) : report::upload_text(summary);
}

/// Words on standard output, or on standard error beside JSON; quietly only what needs attention.
Result<void> print_summary(const Arguments& arguments, const migrate::UploadSummary& summary,
                           const report::RunRecord& record, ExitStatus status) {
  const std::string words =
      arguments.has("quiet") ? report::upload_attention_text(summary) : words_of(summary, record);
  if (!arguments.has("json")) {
    return print(words);
  }
  print_aside(words);
  return print(report::upload_json(summary, record, static_cast<int>(status)));
}

ReportForms forms_of(const migrate::UploadSummary& summary, const report::RunRecord& record,
                     ExitStatus status) {
  return {.page = whole([&] { return report::upload_page(summary, record, now_seconds()); }),
          .json = whole([&, status] {
            return report::upload_json(summary, record, static_cast<int>(status));
          }),
          .text = whole([&] { return words_of(summary, record); })};
}

/// A run that could not begin, for log and report.
Failure tell_failure(Error error, const Preparation& preparation, report::MessageLog* log,
                     const StopSignals& signals) {
  if (log != nullptr) {
    log->add_note("error", error.message());
  }
  if (signals.requested()) {
    error.kind = ErrorKind::Interrupted;
  }
  static_cast<void>(
      preparation.outputs.report.write_failure("upload", error, exit_status_of(error.kind)));
  return fail(std::move(error));
}

}  // namespace

Result<ExitStatus> run_upload(const Arguments& arguments) {
  auto signals = StopSignals::install(kStopping);
  if (!signals) {
    return fail(std::move(signals.error()));
  }
  auto preparation = prepare(arguments, signals->wake_fd());
  if (!preparation) {
    return fail(std::move(preparation.error()));
  }
  std::optional<report::MessageLog> log;
  if (preparation->outputs.log.valid()) {
    log.emplace(preparation->outputs.log.get(), now_seconds);
  }
  report::RunDisplay display(make_display_settings(arguments, log ? &*log : nullptr));
  for (const std::string& warning : preparation->warnings) {
    display.warn(warning);
  }
  report::RunRecord record(display);
  auto summary = run(arguments, *preparation, record, *signals);
  display.finish();
  if (!summary) {
    return tell_failure(std::move(summary.error()), *preparation, log ? &*log : nullptr, *signals);
  }
  const ExitStatus status = status_of(*summary, *signals);
  const auto printed = print_summary(arguments, *summary, record, status);
  return status_after_print(
      printed, preparation->outputs.report.write(forms_of(*summary, record, status), status));
}

}  // namespace mailhaul::cli
