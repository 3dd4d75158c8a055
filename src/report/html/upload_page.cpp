#include "report/audit/audit_words.hpp"
#include "report/html/attention_section.hpp"
#include "report/html/page.hpp"
#include "report/html/page_date.hpp"
#include "report/html/upload_sections.hpp"

#include <chrono>

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/report/upload_page.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

using migrate::UploadSummary;

namespace {

struct Verdict {
  html::Tone tone = html::Tone::Good;
  std::string grade;
  std::string sentence;
};

Verdict verdict_on(const UploadSummary& summary) {
  if (summary.stopped) {
    return {
        html::Tone::Error, "Stopped before the end",
        fmt::format("{}. Nothing is lost.", text::escape_for_display(summary.stopped->message()))};
  }
  if (summary.needs_attention()) {
    return {html::Tone::Error, "Needs attention",
            fmt::format("{} not as planned; everything else {}.",
                        summary.attention_total == 1
                            ? "1 thing is"
                            : format_count(summary.attention_total, "thing") + " are",
                        summary.dry_run ? "can be sent" : "has arrived")};
  }
  if (summary.dry_run) {
    return {html::Tone::Good, "Ready to send", "Nothing was sent: this was a dry run."};
  }
  return {html::Tone::Good, "Complete", "Every message that was to be moved has arrived."};
}

std::string facts(const UploadSummary& summary, std::int64_t now) {
  const std::string whereto =
      summary.host.empty()
          ? "By the rules of " + profile_title(summary.profile) + ", without a server"
          : fmt::format("To {} on {}", text::escape_for_display(summary.user),
                        text::escape_for_display(summary.host));
  return fmt::format("{}; {}; took {}", whereto, html::date_words(now),
                     format_duration(std::chrono::seconds(
                         static_cast<std::chrono::seconds::rep>(summary.seconds))));
}

std::string title(const UploadSummary& summary) {
  const std::string what = summary.dry_run ? "Dry run of the move" : "The move";
  return summary.user.empty() ? what : what + " to " + text::escape_for_display(summary.user);
}

std::vector<html::Section> sections(const UploadSummary& summary, const RunRecord& record) {
  std::vector<html::Section> parts = {
      {"steps", "What to do now", html::upload_steps(summary)},
      {"messages", "What became of the messages", html::outcomes_part(summary)},
  };
  if (summary.attention_total != 0) {
    parts.push_back({"attention", "What needs attention",
                     html::attention_part(summary.attention, summary.attention_total)});
  }
  if (!record.folders().empty()) {
    parts.push_back({"folders", "Folders and mailboxes", html::sent_folders_part(summary, record)});
  }
  if (summary.messages.repaired + summary.messages.wrapped != 0) {
    parts.push_back({"changed", "Sent in another form", html::changed_part(summary, record)});
  }
  if (!summary.keywords_not_kept.empty()) {
    parts.push_back({"keywords", "Keywords not kept", html::keywords_part(summary)});
  }
  return parts;
}

}  // namespace

std::string upload_page(const UploadSummary& summary, const RunRecord& record, std::int64_t now) {
  const Verdict verdict = verdict_on(summary);
  return html::render({.title = title(summary),
                       .facts = facts(summary, now),
                       .tone = verdict.tone,
                       .grade = verdict.grade,
                       .verdict = verdict.sentence,
                       .tiles = html::upload_tiles(summary),
                       .sections = sections(summary, record)});
}

std::string failure_page(const std::string& command, const Error& error, std::int64_t now) {
  const std::string hint = text::escape_for_display(error.hint);
  return html::render(
      {.title = "mailhaul " + command + " could not begin",
       .facts = html::date_words(now),
       .tone = html::Tone::Error,
       .grade = "Not begun",
       .verdict = text::escape_for_display(error.message()) + ".",
       .sections = {
           {"steps", "What to do now",
            html::element("p", {hint.empty() ? "Remove the reason and run it again." : hint})}}});
}

}  // namespace mailhaul::report
