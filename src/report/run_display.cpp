#include <fmt/core.h>

#include <mailhaul/report/progress_text.hpp>
#include <mailhaul/report/run_display.hpp>
#include <mailhaul/report/terminal.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

bool needs_attention(migrate::Outcome outcome) {
  return outcome == migrate::Outcome::Refused || outcome == migrate::Outcome::Unknown ||
         outcome == migrate::Outcome::Unreadable;
}

bool is_plainly_stored(const migrate::MessageReport& report) {
  return report.outcome == migrate::Outcome::AlreadyThere ||
         (report.outcome == migrate::Outcome::Stored && report.form == "as-is");
}

std::string message_line(const migrate::MessageReport& report) {
  std::string line = fmt::format("{}: {}/{}", outcome_word(report.outcome),
                                 text::escape_for_display(report.folder),
                                 text::escape_for_display(report.unique_name));
  if (!report.mailbox.empty()) {
    line += " -> " + text::escape_for_display(report.mailbox);
  }
  if (report.form != "as-is") {
    line.append(", ").append(report.form);
  }
  if (!report.text.empty()) {
    line += ": " + text::escape_for_display(report.text);
  }
  if (!report.subject.empty()) {
    line += fmt::format(" (subject: {})", text::shorten_for_display(report.subject, 60));
  }
  return line;
}

std::string plan_line(const migrate::PlannedFolder& folder) {
  std::string line =
      fmt::format("  {} -> {} ({})", text::escape_for_display(folder.name),
                  text::escape_for_display(folder.mailbox), to_string(folder.reason));
  for (const std::string& change : folder.changes) {
    line += "; " + text::escape_for_display(change);
  }
  return line;
}

bool wants_bar(const DisplaySettings& settings) {
  if (settings.verbosity == Verbosity::Quiet) {
    return false;
  }
  return settings.progress == ProgressStyle::Bar ||
         (settings.progress == ProgressStyle::Auto && can_overwrite(settings.fd));
}

}  // namespace

RunDisplay::RunDisplay(DisplaySettings settings)
    : settings_(std::move(settings)), bar_(wants_bar(settings_)), printer_(settings_.fd, bar_) {}

void RunDisplay::print(std::string_view line) {
  if (!quiet()) {
    printer_.print(line);
  }
}

void RunDisplay::phase(migrate::Phase phase) {
  printer_.clear();
  if (phase != migrate::Phase::Done) {
    print(phase_title(phase));
  }
}

void RunDisplay::plan(const migrate::Plan& plan) {
  for (const migrate::PlannedFolder& folder : plan.folders) {
    print(plan_line(folder));
  }
  for (const migrate::SkippedFolder& folder : plan.skipped) {
    print(fmt::format("  {} is left out: {}", text::escape_for_display(folder.name),
                      text::escape_for_display(folder.why)));
  }
  for (const std::string& text : plan.notes) {
    note(text);
  }
}

bool RunDisplay::shows(const migrate::MessageReport& report) {
  switch (settings_.verbosity) {
    case Verbosity::Quiet:
      return false;
    case Verbosity::Normal:
      return needs_attention(report.outcome) && attention_shown_++ < kShownAttention;
    case Verbosity::Verbose:
      return !is_plainly_stored(report);
    case Verbosity::All:
      return true;
  }
  return true;
}

void RunDisplay::message(const migrate::MessageReport& report) {
  if (settings_.log != nullptr) {
    settings_.log->add(report);
  }
  if (shows(report)) {
    print(message_line(report));
    if (settings_.verbosity == Verbosity::Normal && attention_shown_ == kShownAttention) {
      print("more of this kind are listed at the end only");
    }
  }
}

void RunDisplay::progress(const migrate::Progress& progress) {
  check_log();
  rate_.add(settings_.clock(), progress.bytes_done);
  if (progress.messages_total == 0) {
    return;
  }
  if (bar_) {
    printer_.show(progress_bar(progress, rate_));
  } else if (settings_.progress != ProgressStyle::None) {
    show_line(progress);
  }
}

void RunDisplay::show_line(const migrate::Progress& progress) {
  const Rate::TimePoint now = settings_.clock();
  const bool due = !last_line_ || now - *last_line_ >= kLineDistance;
  if (due || progress.mailbox != mailbox_) {
    mailbox_ = progress.mailbox;
    last_line_ = now;
    print(progress_sentence(progress, rate_));
  }
}

void RunDisplay::waiting(std::string_view why, std::int64_t milliseconds) {
  const std::string line =
      fmt::format("{}: waiting {}", text::escape_for_display(why),
                  format_duration(std::chrono::seconds((milliseconds + 999) / 1000)));
  if (settings_.log != nullptr) {
    settings_.log->add_note("waiting", line);
  }
  print(line);
}

void RunDisplay::note(std::string_view text) {
  if (settings_.log != nullptr) {
    settings_.log->add_note("note", text);
  }
  print("note: " + text::escape_for_display(text));
}

void RunDisplay::warn(std::string_view text) {
  if (settings_.log != nullptr) {
    settings_.log->add_note("warning", text);
  }
  print(fmt::format("warning: {}", text));
}

void RunDisplay::check_log() {
  if (settings_.log != nullptr && !log_failed_ && !settings_.log->flush()) {
    log_failed_ = true;
    print("warning: the log file cannot be written any more; the journal is not concerned");
  }
}

void RunDisplay::finish() {
  check_log();
  printer_.clear();
}

}  // namespace mailhaul::report
