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

std::string own_remedy(const migrate::Finding& finding) {
  const migrate::FindingKind* kind = migrate::find_finding_kind(finding.code);
  return kind != nullptr && finding.remedy == kind->handling
             ? std::string()
             : text::escape_for_display(finding.remedy);
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
  const auto add = [&parts](std::uint64_t messages, std::string words, Fate fate) {
    if (messages != 0) {
      parts.push_back({.messages = messages, .words = std::move(words), .fate = fate});
    }
  };
  add(forecast.as_is, forecast.as_is == 1 ? "as it is" : "as they are", Fate::AsTheyAre);
  add(forecast.unknown, "not looked at", Fate::AsTheyAre);
  add(forecast.repaired, "as a repaired copy", Fate::Changed);
  add(forecast.wrapped, "as an attachment", Fate::Changed);
  add(forecast.skipped, "left out by the options given", Fate::NotSent);
  add(forecast.empty, "empty, nothing to send", Fate::NotSent);
  add(forecast.vanished, "gone while they were read", Fate::NotSent);
  add(forecast.refused, "refused by the target", Fate::Lost);
  add(forecast.unreadable, "unreadable", Fate::Lost);
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

std::string verdict_words(const migrate::AuditTotals& totals, migrate::Grade grade) {
  const std::string_view limits =
      totals.forecast.unknown > 0 ? "as far as names and sizes show, " : "";
  return fmt::format("{}{}", limits, migrate::describe(grade));
}

std::string mailbox_words(const migrate::AuditedFolder& folder) {
  return folder.left_out.empty() ? text::escape_for_display(folder.mailbox) : "left out";
}

std::string reason_words(const migrate::AuditedFolder& folder) {
  return folder.left_out.empty() ? folder.reason : text::escape_for_display(folder.left_out);
}

std::string reason_sentence(std::string_view reason, std::span<const std::string> changes) {
  if (!changes.empty() && (reason == "renamed" || reason == "kept-apart")) {
    return {};
  }

  struct Sentence {
    std::string_view reason;
    std::string_view sentence;
  };

  constexpr std::array<Sentence, 9> kSentences{{
      {"inbox", "the inbox"},
      {"same-name", "same name"},
      {"special-use", "the server's own mailbox for it"},
      {"prefix-removed", "INBOX in front of its name taken off"},
      {"merged", "joined with its twin"},
      {"renamed", "renamed"},
      {"kept-apart", "kept apart from another of that name"},
      {"rule", "as --map says"},
      {"journal", "as in the earlier run"},
  }};
  for (const Sentence& row : kSentences) {
    if (row.reason == reason) {
      return std::string(row.sentence);
    }
  }
  return text::escape_for_display(reason);
}

}  // namespace mailhaul::report
