#include "report/attention_text.hpp"

#include <fmt/core.h>

#include <mailhaul/report/rollback_report.hpp>
#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

std::string rollback_attention_text(const migrate::RollbackSummary& summary) {
  return stopped_text(summary.stopped) + attention_text(summary.attention, summary.attention_total);
}

std::string rollback_text(const migrate::RollbackSummary& summary) {
  const auto& messages = summary.messages;
  const std::string removed = fmt::format(
      "{} and {}", format_count(messages.removed, "message"),
      summary.mailboxes.removed == 1 ? "1 mailbox"
                                     : format_count(summary.mailboxes.removed) + " mailboxes");
  const std::string place = fmt::format("{} on {}", text::escape_for_display(summary.user),
                                        text::escape_for_display(summary.host));
  std::string out = summary.dry_run ? fmt::format("Would remove {} from {}; nothing was removed.\n",
                                                  removed, place)
                                    : fmt::format("{} removed from {}.\n", removed, place);
  out += count_line(messages.already_gone, "message", "removed before by the owner of the mailbox");
  out += count_line(messages.restored, "message", "of these will be uploaded again");
  out += count_line(messages.kept_read, "message", "kept because it was read");
  out += count_line(messages.kept_changed, "message", "kept because it is not what was uploaded");
  out += count_line(messages.kept_by_server, "message", "that the server did not remove");
  out += count_line(messages.unknown, "message", "sent, with no answer, and not found");
  if (summary.mailboxes.kept != 0) {
    out += fmt::format("  {} made by mailhaul and kept: not empty\n",
                       summary.mailboxes.kept == 1
                           ? "1 mailbox"
                           : format_count(summary.mailboxes.kept) + " mailboxes");
  }
  out += rollback_attention_text(summary);
  if (!summary.needs_attention() && !summary.stopped) {
    out += "Nothing needs attention.\n";
  }
  return out;
}

}  // namespace mailhaul::report
