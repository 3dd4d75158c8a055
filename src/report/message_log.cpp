#include <array>
#include <cerrno>
#include <unistd.h>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <mailhaul/report/message_log.hpp>
#include <mailhaul/text/date_time.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

constexpr std::size_t kPendingMost = 64 * 1024;

std::string column(std::string_view bytes) {
  return bytes.empty() ? "-" : text::escape_for_display(bytes);
}

}  // namespace

std::string_view outcome_word(migrate::Outcome outcome) {
  switch (outcome) {
    case migrate::Outcome::Stored:
      return "stored";
    case migrate::Outcome::AlreadyThere:
      return "already-there";
    case migrate::Outcome::Located:
      return "located";
    case migrate::Outcome::Refused:
      return "refused";
    case migrate::Outcome::Unknown:
      return "unknown";
    case migrate::Outcome::Unreadable:
      return "unreadable";
    case migrate::Outcome::Skipped:
      return "skipped";
    case migrate::Outcome::Empty:
      return "empty";
    case migrate::Outcome::Moved:
      return "moved";
    case migrate::Outcome::Vanished:
      return "vanished";
    case migrate::Outcome::Removed:
      return "removed";
    case migrate::Outcome::AlreadyGone:
      return "already-gone";
    case migrate::Outcome::KeptRead:
      return "kept-read";
    case migrate::Outcome::KeptChanged:
      return "kept-changed";
    case migrate::Outcome::NotRemoved:
      return "not-removed";
    case migrate::Outcome::Missing:
      return "missing";
    case migrate::Outcome::Duplicated:
      return "duplicated";
    case migrate::Outcome::Altered:
      return "altered";
    case migrate::Outcome::NotCompared:
      return "not-compared";
    case migrate::Outcome::DateDiffers:
      return "date-differs";
    case migrate::Outcome::FlagsDiffer:
      return "flags-differ";
  }
  return "unknown";
}

std::string format_log_line(const migrate::MessageReport& report, std::int64_t now) {
  const std::array<std::string, 10> columns{
      text::format_iso(now),
      std::string(outcome_word(report.outcome)),
      column(report.mailbox),
      report.uid == 0 ? "-" : std::to_string(report.uid),
      std::to_string(report.wire_size),
      column(report.folder),
      column(report.unique_name),
      column(report.form),
      column(report.kind),
      column(report.text),
  };
  return fmt::format("{}", fmt::join(columns, "\t"));
}

std::string format_log_note(std::string_view word, std::string_view text, std::int64_t now) {
  return fmt::format("{}\t{}\t-\t-\t-\t-\t-\t-\t-\t{}", text::format_iso(now), word, column(text));
}

void MessageLog::add(const migrate::MessageReport& report) {
  append(format_log_line(report, clock_()));
}

void MessageLog::add_note(std::string_view word, std::string_view text) {
  append(format_log_note(word, text, clock_()));
}

void MessageLog::append(const std::string& line) {
  pending_.append(line).append("\n");
  if (pending_.size() >= kPendingMost) {
    flush();
  }
}

bool MessageLog::flush() {
  std::string_view rest = pending_;
  while (!rest.empty() && !failed_) {
    const ssize_t count = ::write(fd_, rest.data(), rest.size());
    if (count > 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      failed_ = true;
    }
  }
  pending_.clear();
  return !failed_;
}

}  // namespace mailhaul::report
