#include <algorithm>

#include <fmt/core.h>

#include <mailhaul/report/progress_text.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

std::string_view describe(migrate::Phase phase) {
  switch (phase) {
    case migrate::Phase::Scan:
      return "Reading the Maildir";
    case migrate::Phase::Connect:
      return "Connecting";
    case migrate::Phase::Plan:
      return "Planning";
    case migrate::Phase::Create:
      return "Creating mailboxes";
    case migrate::Phase::Send:
      return "Sending messages";
    case migrate::Phase::Settle:
      return "Settling what is not certain";
    case migrate::Phase::Flags:
      return "Setting flags";
    case migrate::Phase::Done:
      return "Done";
    case migrate::Phase::Compare:
      return "Comparing";
    case migrate::Phase::Remove:
      return "Removing what was uploaded";
  }
  return "";
}

/// From 0 to 1. Sizes on disk are an estimate, so the messages decide when all is done.
double share_done(const migrate::Progress& progress) {
  if (progress.messages_total == 0) {
    return 0.0;
  }
  if (progress.messages_done >= progress.messages_total) {
    return 1.0;
  }
  const double by_count =
      static_cast<double>(progress.messages_done) / static_cast<double>(progress.messages_total);
  if (progress.bytes_total == 0) {
    return by_count;
  }
  return std::min(
      0.99, static_cast<double>(progress.bytes_done) / static_cast<double>(progress.bytes_total));
}

std::uint64_t bytes_left(const migrate::Progress& progress) {
  return progress.bytes_total - std::min(progress.bytes_total, progress.bytes_done);
}

std::string draw_bar(double share) {
  constexpr int kWidth = 20;
  const int full = static_cast<int>(share * kWidth);
  std::string bar(static_cast<std::size_t>(full), '#');
  return "[" + bar.append(static_cast<std::size_t>(kWidth - full), '.') + "]";
}

std::string rate_text(const Rate& bytes) {
  const auto rate = bytes.per_second();
  return rate ? format_bytes(static_cast<std::uint64_t>(*rate)) + "/s" : "";
}

}  // namespace

std::string phase_title(migrate::Phase phase) {
  // A run of another command has no further steps to count.
  if (phase >= migrate::Phase::Done) {
    return std::string(describe(phase));
  }
  return fmt::format("[{}/{}] {}", static_cast<int>(phase) + 1,
                     static_cast<int>(migrate::Phase::Done), describe(phase));
}

std::string progress_bar(const migrate::Progress& progress, const Rate& bytes) {
  const double share = share_done(progress);
  std::string out =
      fmt::format("{} {:3} % {}/{}", draw_bar(share), static_cast<int>(share * 100.0),
                  format_count(progress.messages_done), format_count(progress.messages_total));
  if (const std::string rate = rate_text(bytes); !rate.empty()) {
    out += "  " + rate;
  }
  if (const auto left = bytes.time_for(bytes_left(progress))) {
    out += "  " + format_duration(*left) + " left";
  }
  if (!progress.mailbox.empty()) {
    out += "  " + text::escape_for_display(progress.mailbox);
  }
  return out;
}

std::string progress_sentence(const migrate::Progress& progress, const Rate& bytes) {
  std::string out =
      fmt::format("{} of {}, {} of {}", format_count(progress.messages_done),
                  format_count(progress.messages_total, "message"),
                  format_bytes(progress.bytes_done), format_bytes(progress.bytes_total));
  if (const std::string rate = rate_text(bytes); !rate.empty()) {
    out += ", " + rate;
  }
  if (const auto left = bytes.time_for(bytes_left(progress))) {
    out += ", " + format_duration(*left) + " left";
  }
  if (!progress.mailbox.empty()) {
    out += ", now " + text::escape_for_display(progress.mailbox);
  }
  return out;
}

}  // namespace mailhaul::report
