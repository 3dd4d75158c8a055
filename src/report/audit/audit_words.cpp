#include "report/audit/audit_words.hpp"

#include <array>

#include <fmt/core.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report {

using migrate::Severity;

namespace {

std::string count_words(std::uint64_t count, std::string_view noun) {
  return count == 0 ? fmt::format("no {}s", noun) : format_count(count, noun);
}

/// What one place of such a finding is.
std::string_view noun_of(std::string_view code) {
  if (code.starts_with("message.")) {
    return "message";
  }
  return code.starts_with("folder.") ? "folder" : "place";
}

}  // namespace

std::string profile_title(std::string_view profile) {
  struct Title {
    std::string_view profile;
    std::string_view title;
  };

  constexpr std::array<Title, 6> kTitles{{
      {"exchange2007", "Exchange 2007"},
      {"exchange2010", "Exchange 2010"},
      {"exchange2013", "Exchange 2013"},
      {"exchange2016", "Exchange 2016, 2019 or SE"},
      {"exchange-online", "Exchange Online"},
      {"imap", "an IMAP server"},
  }};
  for (const Title& row : kTitles) {
    if (row.profile == profile) {
      return std::string(row.title);
    }
  }
  return text::escape_for_display(profile);
}

std::string severity_heading(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "Errors";
    case Severity::Warning:
      return "Warnings";
    case Severity::Note:
      return "Notes";
  }
  return {};
}

std::string_view severity_meaning(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "mail will not arrive unless somebody acts";
    case Severity::Warning:
      return "it will arrive, but not as it was";
    case Severity::Note:
      return "worth knowing, nothing has to be done";
  }
  return {};
}

std::string extent_of(const migrate::FindingGroup& group) {
  const std::string_view noun = noun_of(group.code);
  std::string out;
  if (noun == "message") {
    out = format_count(group.count, noun);
    if (group.places < group.count) {
      out += " in " + format_count(group.places, "folder");
    }
  } else {
    out = format_count(group.places, noun);
    if (group.count > group.places) {
      out += fmt::format(", {} in all", format_count(group.count));
    }
  }
  return group.bytes == 0 ? out : out + ", " + format_bytes(group.bytes);
}

std::string counts_words(const migrate::SeverityCounts& counts) {
  return fmt::format("{}, {}, {}", count_words(counts.errors, "error"),
                     count_words(counts.warnings, "warning"), count_words(counts.notes, "note"));
}

std::string place_of(const migrate::Finding& finding) {
  std::string place = text::escape_for_display(
      finding.folder.empty() && !finding.directory.empty() ? finding.directory : finding.folder);
  if (!finding.unique_name.empty()) {
    place.append(place.empty() ? "" : "/").append(text::escape_for_display(finding.unique_name));
  }
  if (!place.empty()) {
    return place;
  }
  return finding.code.starts_with("server.") ? "the server" : "the whole tree";
}

std::vector<ForecastPart> parts_of(const migrate::Forecast& forecast) {
  std::vector<ForecastPart> parts;
  const auto add = [&parts](std::uint64_t messages, std::string words, bool is_lost = false) {
    if (messages != 0) {
      parts.push_back({.messages = messages, .words = std::move(words), .is_lost = is_lost});
    }
  };
  add(forecast.as_is, "as they are");
  add(forecast.unknown, "not looked at");
  add(forecast.repaired, "as a repaired copy");
  add(forecast.wrapped, "as an attachment");
  add(forecast.skipped, "left out by the options given");
  add(forecast.empty, "empty, nothing to send");
  add(forecast.vanished, "gone while they were read");
  add(forecast.refused, "refused by the target", true);
  add(forecast.unreadable, "unreadable", true);
  return parts;
}

std::string_view grade_title(migrate::Grade grade) {
  switch (grade) {
    case migrate::Grade::Ready:
      return "Ready";
    case migrate::Grade::ReadyWithChanges:
      return "Ready with changes";
    case migrate::Grade::NeedsAction:
      return "Needs action";
  }
  return {};
}

std::string mailbox_words(const migrate::AuditedFolder& folder) {
  return folder.left_out.empty() ? text::escape_for_display(folder.mailbox) : "left out";
}

std::string reason_words(const migrate::AuditedFolder& folder) {
  return folder.left_out.empty() ? folder.reason : text::escape_for_display(folder.left_out);
}

}  // namespace mailhaul::report
