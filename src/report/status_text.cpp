#include "report/attention_text.hpp"

#include <fmt/core.h>

#include <mailhaul/report/status_report.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/date_time.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

namespace {

std::string counts_text(const StatusCounts& counts) {
  std::string out = format_count(counts.stored) + " stored";
  const auto append = [&out](std::uint64_t count, std::string_view what) {
    if (count != 0) {
      out += fmt::format(", {} {}", format_count(count), what);
    }
  };
  append(counts.unsent, "not sent yet");
  append(counts.refused, "refused");
  append(counts.unknown, "unknown");
  return out;
}

}  // namespace

std::string status_text(const StatusReport& status) {
  std::string out = fmt::format("{} -> {} on {} ({})\n", text::escape_for_display(status.maildir),
                                text::escape_for_display(status.user),
                                text::escape_for_display(status.host), status.profile);
  out +=
      fmt::format("  journal {}, {}\n", text::escape_for_display(status.journal),
                  status.last_write == 0 ? "never written"
                                         : "last written " + text::format_iso(status.last_write));
  for (const MailboxStatus& mailbox : status.mailboxes) {
    out += fmt::format("  {}: {}{}\n", text::escape_for_display(mailbox.name),
                       counts_text(mailbox.messages), mailbox.created ? ", made by mailhaul" : "");
  }
  out += fmt::format("Messages: {}\n", counts_text(status.messages));
  return out + (status.needs_attention() ? status_attention_text(status)
                                         : std::string("Nothing needs attention.\n"));
}

std::string status_attention_text(const StatusReport& status) {
  if (!status.needs_attention()) {
    return "";
  }
  std::string out = attention_lines(status.attention);
  const std::uint64_t all = status.messages.refused + status.messages.unknown;
  if (all > status.attention.size()) {
    out += fmt::format("  and {} more\n", format_count(all - status.attention.size()));
  }
  return out + status_advice(status) + "\n";
}

std::string status_advice(const StatusReport& status) {
  if (!status.is_finished()) {
    return fmt::format("The move is not finished: {} not sent yet. Run mailhaul upload again.",
                       status.messages.unsent == 1
                           ? "1 message is"
                           : format_count(status.messages.unsent, "message") + " are");
  }
  return status.needs_attention() ? "Run mailhaul upload again: it retries what is left." : "";
}

}  // namespace mailhaul::report
