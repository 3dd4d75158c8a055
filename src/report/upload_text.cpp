#include "report/attention_text.hpp"

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/report/upload_text.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::report {

namespace {

using migrate::UploadSummary;

/// A line that is filled to 80 columns; what does not fit goes on below it, further in.
std::string filled(std::size_t indent, std::string_view text) {
  return std::string(indent, ' ') + text::wrap(text, indent + 2) + "\n";
}

void append_messages(std::string& out, const UploadSummary& summary) {
  const auto& messages = summary.messages;
  out += count_line(messages.already_there, "message", "already there from an earlier run");
  out += count_line(messages.repaired, "message", "repaired so that the server takes it");
  out += count_line(messages.wrapped, "message", "wrapped as an attachment");
  out += count_line(messages.flags_updated, "flag change", "carried over");
  out += count_line(messages.flags_not_set, "message",
                    "stored without a flag: several on the server could be it");
  out += count_line(messages.moved, "message", "moved as at the source");
  out += count_line(messages.skipped, "message", "left out by the options given");
  out += count_line(messages.empty, "empty file", "left out: there is nothing in it");
  out += count_line(messages.vanished, "message", "gone from the source since");
  out += count_line(messages.removed, "message",
                    summary.dry_run ? "of these would be removed from the server"
                                    : "of these removed from the server");
  out += count_line(messages.adopted, "message", "recognised on the server and adopted");
  out += count_line(messages.refused, "message", "refused by the server");
  out += count_line(messages.unknown, "message", "sent, with no answer, and not found");
  out += count_line(messages.unreadable, "message", "that cannot be read");
  for (const auto& [keyword, count] : summary.keywords_not_kept) {
    out +=
        filled(2, fmt::format("the server does not keep the keyword {} of {}",
                              text::escape_for_display(keyword), format_count(count, "message")));
  }
}

/// Only where names can run out.
void append_header_names(std::string& out, const UploadSummary& summary) {
  if (!summary.header_name_limit || summary.header_names == 0) {
    return;
  }
  const bool are_many = summary.header_names > *summary.header_name_limit / 2;
  out += filled(2, fmt::format("{} of X- header fields sent; a database of {} "
                               "holds {} for all its mailboxes{}",
                               format_count(summary.header_names, "different name"),
                               summary.profile, format_count(*summary.header_name_limit),
                               are_many ? "; --strip-x-headers leaves them out" : ""));
}

std::string rate_of(const UploadSummary& summary) {
  if (summary.seconds < 0.5 || summary.messages.uploaded == 0) {
    return "";
  }
  return fmt::format(
      ", {:.0f} messages/s, {}/s", static_cast<double>(summary.messages.uploaded) / summary.seconds,
      format_bytes(
          static_cast<std::uint64_t>(static_cast<double>(summary.bytes_sent) / summary.seconds)));
}

std::string headline(const UploadSummary& summary) {
  // A dry run needs no server.
  const std::string whereto =
      summary.host.empty() ? std::string()
                           : fmt::format(" to {} on {}", text::escape_for_display(summary.user),
                                         text::escape_for_display(summary.host));
  if (summary.dry_run) {
    return fmt::format("Would send {} in {}{}; nothing was sent.",
                       format_count(summary.messages.uploaded, "message"),
                       summary.mailboxes.planned == 1
                           ? "1 mailbox"
                           : format_count(summary.mailboxes.planned) + " mailboxes",
                       whereto);
  }
  return fmt::format(
      "{} uploaded{}, {} in {}{}.", format_count(summary.messages.uploaded, "message"), whereto,
      format_bytes(summary.bytes_sent),
      format_duration(std::chrono::seconds(static_cast<std::int64_t>(summary.seconds))),
      rate_of(summary));
}

void append_renamed(std::string& out, const RunRecord& record) {
  for (const FolderRecord& folder : record.folders()) {
    for (const std::string& change : folder.changes) {
      out +=
          fmt::format("  folder {} becomes {}: {}\n", text::escape_for_display(folder.name),
                      text::escape_for_display(folder.mailbox), text::escape_for_display(change));
    }
  }
}

void append_changed(std::string& out, const UploadSummary& summary, const RunRecord& record) {
  for (const ChangedMessage& message : record.changed()) {
    out += fmt::format("  {}/{} is {}: {}\n", text::escape_for_display(message.folder),
                       text::escape_for_display(message.unique_name), message.form,
                       text::escape_for_display(message.text));
  }
  const std::uint64_t all = summary.messages.repaired + summary.messages.wrapped;
  if (all > record.changed().size()) {
    out += fmt::format("  and {} more; --log FILE lists them all\n",
                       format_count(all - record.changed().size()));
  }
}

void append_counts(std::string& out, const UploadSummary& summary) {
  out += fmt::format("  {} found; mailboxes: {} planned, {} created, {} there before\n",
                     format_count(summary.messages.found, "message"), summary.mailboxes.planned,
                     summary.mailboxes.created, summary.mailboxes.existing);
  append_messages(out, summary);
  append_header_names(out, summary);
  out += upload_attention_text(summary);
  if (!summary.needs_attention() && !summary.stopped) {
    out += "Nothing needs attention.\n";
  }
}

}  // namespace

std::string upload_attention_text(const UploadSummary& summary) {
  return stopped_text(summary.stopped) + attention_text(summary.attention, summary.attention_total);
}

std::string upload_text(const UploadSummary& summary) {
  std::string out = filled(0, headline(summary));
  append_counts(out, summary);
  return out;
}

std::string rehearsal_text(const UploadSummary& summary, const RunRecord& record) {
  const auto least = std::chrono::ceil<std::chrono::seconds>(summary.rehearsed->duration);
  std::string out = fmt::format(
      "Rehearsed against an emulated {}; nothing left this machine.\n"
      "{} of {} stored; at least {} at the pace that it allows.\n",
      summary.profile, format_count(summary.messages.uploaded, "message"),
      format_bytes(summary.bytes_sent), format_duration(least));
  if (!summary.rehearsed->grade.empty()) {
    out +=
        fmt::format("Verified afterwards: {}; {} fetched again and compared.\n",
                    summary.rehearsed->grade, format_count(summary.rehearsed->compared, "message"));
  }
  append_renamed(out, record);
  append_changed(out, summary, record);
  append_counts(out, summary);
  return out;
}

}  // namespace mailhaul::report
