#include "migrate/audit/message_findings.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/maildir/size_in_name.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::migrate {
namespace {

/// The row of the table of findings for a content rule.
struct RuleFinding {
  const FindingKind* row = nullptr;
  /// Exchange takes such messages too, so that the row's severity is that of the remark.
  bool is_always_a_note = false;
};

const RuleFinding& finding_of_rule(std::string_view kind) {
  static const std::unordered_map<std::string_view, RuleFinding> of_rules = [] {
    std::unordered_map<std::string_view, RuleFinding> findings;
    for (const target::ContentRule& rule : target::content_rules()) {
      findings.emplace(
          rule.kind, RuleFinding{.row = find_finding_kind(fmt::format("message.{}", rule.kind)),
                                 .is_always_a_note = rule.on_exchange == target::RuleEffect::Note});
    }
    return findings;
  }();
  return of_rules.at(kind);
}

/// How a reason against the original is answered, and how bad that is.
struct Answer {
  Severity severity = Severity::Warning;
  std::string remedy;
};

Answer answer_of(const CopyChoice& choice) {
  const auto* copy = std::get_if<ChosenCopy>(&choice.copy);
  if (copy == nullptr) {
    return {.severity = Severity::Error, .remedy = "It is not sent, and listed."};
  }
  if (copy->recipe.rung == Rung::Wrapped) {
    return {.remedy =
                "It is sent as an attachment of a small message with the same From, To, Date "
                "and Subject."};
  }
  return {.remedy = fmt::format("A repaired copy is sent ({}).", copy->recipe.remedies())};
}

void add_reason(const MessagePlace& place, const target::Reason& reason, const Answer& answer,
                FindingCollector& findings) {
  Finding finding = place.finding(finding_of_rule(reason.kind).row->code, reason.text);
  finding.severity = answer.severity;
  finding.remedy = answer.remedy;
  findings.add(std::move(finding));
}

void add_note(const MessagePlace& place, const target::Reason& note, FindingCollector& findings) {
  const RuleFinding& rule = finding_of_rule(note.kind);
  Finding finding = place.finding(rule.row->code, note.text);
  if (!rule.is_always_a_note) {
    finding.severity = Severity::Note;
    finding.remedy = "It is sent as it is.";
  }
  findings.add(std::move(finding));
}

std::optional<std::int64_t> date_by(const DateCandidates& candidates, DateSource source) {
  switch (source) {
    case DateSource::Name:
      return candidates.name;
    case DateSource::Received:
      return candidates.received;
    case DateSource::Header:
      return candidates.header;
    case DateSource::Auto:
    case DateSource::Mtime:
      return candidates.mtime;
  }
  return std::nullopt;
}

std::string_view words(DateSource source) {
  switch (source) {
    case DateSource::Name:
      return "the file name";
    case DateSource::Received:
      return "the topmost Received field";
    case DateSource::Header:
      return "the Date field";
    case DateSource::Auto:
    case DateSource::Mtime:
      return "the time of the file";
  }
  return "the time of the file";
}

}  // namespace

Finding MessagePlace::finding(std::string_view code, std::string text) const {
  Finding finding = finding_of(code);
  finding.folder = folder.name;
  finding.directory = folder.directory;
  finding.unique_name = unique_name;
  finding.text = std::move(text);
  return finding;
}

void add_content_findings(const MessagePlace& place, const CopyChoice& choice,
                          FindingCollector& findings) {
  const target::Judgement& judgement = choice.judgement;
  if (!judgement.reasons.empty()) {
    const Answer answer = answer_of(choice);
    const auto* refused = std::get_if<target::Reason>(&choice.copy);
    // What speaks against the changed copy, such as its size, may not speak against the original.
    if (refused != nullptr && refused->kind != "read-error" &&
        std::ranges::find(judgement.reasons, refused->kind, &target::Reason::kind) ==
            judgement.reasons.end()) {
      add_reason(place, *refused, answer, findings);
    }
    for (const target::Reason& reason : judgement.reasons) {
      add_reason(place, reason, answer, findings);
    }
  }
  for (const target::Reason& note : judgement.notes) {
    add_note(place, note, findings);
  }
}

void add_file_findings(const MessagePlace& place, const maildir::MessageFile& file,
                       const ExaminedMessage& examined, FindingCollector& findings) {
  const message::Facts& facts = examined.facts;
  const bool is_packed = examined.stored_form != message::StoredForm::Plain;
  if (is_packed && facts.stored_form == message::StoredForm::Plain) {
    findings.add(place.finding("message.compressed", "it is stored compressed"));
  }
  const maildir::SizeInName named = maildir::size_in_name(place.unique_name);
  const bool file_size_is_wrong = named.file_size && !is_packed && *named.file_size != file.size();
  const bool wire_size_is_wrong =
      named.wire_size && examined.is_read && *named.wire_size != facts.wire_size;
  if (file_size_is_wrong || wire_size_is_wrong) {
    findings.add(place.finding(
        "message.size-in-name",
        file_size_is_wrong
            ? fmt::format("its name says {} octets, and it has {}", *named.file_size, file.size())
            : fmt::format("its name says {} octets as sent, and it has {}", *named.wire_size,
                          facts.wire_size)));
  }
  if (!facts.identity.date && facts.field_count > 0) {
    findings.add(
        place.finding("message.bad-date-field", "its Date field is missing or unreadable"));
  }
}

void add_date_findings(const MessagePlace& place, const DateCandidates& candidates,
                       DateSource wanted, const ChosenDate& chosen, FindingCollector& findings) {
  const std::optional<std::int64_t> date = date_by(candidates, wanted);
  if (chosen.source == DateSource::Auto) {
    findings.add(place.finding("message.no-date", "none of its dates makes sense"));
  } else if (date && chosen.source != wanted) {
    findings.add(
        place.finding("message.absurd-date",
                      fmt::format("{} says {}; {} says {}", words(wanted), text::format_iso(*date),
                                  words(chosen.source), text::format_iso(chosen.instant))));
  }
}

std::string_view form_of(const CopyChoice& choice) {
  const auto* copy = std::get_if<ChosenCopy>(&choice.copy);
  return copy == nullptr ? std::string_view("refused") : to_string(copy->recipe.rung);
}

}  // namespace mailhaul::migrate
