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

void append_count(std::string& out, std::uint64_t count, std::string_view noun,
                  std::string_view what) {
  if (count != 0) {
    out += fmt::format("  {} {}\n", format_count(count, noun), what);
  }
}

std::string place_of(const migrate::Attention& attention) {
  std::string place = text::escape_for_display(attention.folder);
  if (!attention.unique_name.empty()) {
    place += "/" + text::escape_for_display(attention.unique_name);
  }
  if (!attention.mailbox.empty()) {
    place += " -> " + text::escape_for_display(attention.mailbox);
  }
  return place;
}

void append_messages(std::string& out, const UploadSummary& summary) {
  const auto& messages = summary.messages;
  append_count(out, messages.already_there, "message", "already there from an earlier run");
  append_count(out, messages.repaired, "message", "repaired so that the server takes it");
  append_count(out, messages.wrapped, "message", "wrapped as an attachment");
  append_count(out, messages.flags_updated, "flag change", "carried over");
  append_count(out, messages.moved, "message", "moved as at the source");
  append_count(out, messages.skipped, "message", "left out by the options given");
  append_count(out, messages.empty, "empty file", "left out: there is nothing in it");
  append_count(out, messages.vanished, "message", "gone from the source since");
  append_count(out, messages.removed, "message",
               summary.dry_run ? "of these would be removed from the server"
                               : "of these removed from the server");
  append_count(out, messages.adopted, "message", "recognised on the server and adopted");
  append_count(out, messages.refused, "message", "refused by the server");
  append_count(out, messages.unknown, "message", "sent, with no answer, and not found");
  append_count(out, messages.unreadable, "message", "that cannot be read");
  for (const auto& [keyword, count] : summary.keywords_not_kept) {
    out +=
        filled(2, fmt::format("the server does not keep the keyword {} of {}",
                              text::escape_for_display(keyword), format_count(count, "message")));
  }
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
  out += upload_attention_text(summary);
  if (!summary.needs_attention() && !summary.stopped) {
    out += "Nothing needs attention.\n";
  }
}

}  // namespace

std::string subject_line(const migrate::Attention& attention) {
  return attention.subject.empty()
             ? std::string()
             : fmt::format("    subject: {}\n", text::shorten_for_display(attention.subject, 72));
}

std::string upload_attention_text(const UploadSummary& summary) {
  std::string out;
  if (summary.stopped) {
    out += fmt::format("Stopped before the end: {}.\n", summary.stopped->message());
    if (!summary.stopped->hint.empty()) {
      out += fmt::format("  {}\n", summary.stopped->hint);
    }
    out += "Nothing is lost: run the same command again to continue.\n";
  }
  if (summary.attention_total == 0) {
    return out;
  }
  out += fmt::format("{} attention:\n",
                     summary.attention_total == 1
                         ? "1 thing needs"
                         : format_count(summary.attention_total, "thing") + " need");
  for (const migrate::Attention& attention : summary.attention) {
    out += fmt::format("  {}: {} [{}]\n", place_of(attention),
                       text::escape_for_display(attention.text),
                       text::escape_for_display(attention.kind));
    out += subject_line(attention);
  }
  if (summary.attention_total > summary.attention.size()) {
    out += fmt::format("  and {} more; --log FILE lists them all\n",
                       format_count(summary.attention_total - summary.attention.size()));
  }
  return out;
}

std::string upload_text(const UploadSummary& summary) {
  std::string out = filled(0, headline(summary));
  append_counts(out, summary);
  return out;
}

std::string rehearsal_text(const UploadSummary& summary, const RunRecord& record) {
  const auto least = std::chrono::ceil<std::chrono::seconds>(*summary.rehearsed);
  std::string out = fmt::format(
      "Rehearsed against an emulated {}; nothing left this machine.\n"
      "{} of {} stored; at least {} at the pace that it allows.\n",
      summary.profile, format_count(summary.messages.uploaded, "message"),
      format_bytes(summary.bytes_sent), format_duration(least));
  append_renamed(out, record);
  append_changed(out, summary, record);
  append_counts(out, summary);
  return out;
}

}  // namespace mailhaul::report
