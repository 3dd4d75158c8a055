#include "migrate/audit/folder_findings.hpp"

#include "migrate/source/anomaly_meaning.hpp"

#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

using maildir::AnomalyKind;
using maildir::FolderNameAnomaly;
using maildir::InfoAnomaly;
using target::NameChange;

/// More messages than this make mail programs slow.
constexpr std::size_t kLargeFolder = 100'000;

std::string_view code_of(NameChange change) {
  switch (change) {
    case NameChange::TrimmedBlanks:
      return "folder.trailing-space";
    case NameChange::ReplacedDelimiter:
      return "folder.delimiter-in-name";
    case NameChange::RemovedControl:
      return "folder.control-character";
    case NameChange::ReplacedTilde:
      return "folder.tilde";
    case NameChange::Shortened:
      return "folder.name-too-long";
    case NameChange::ReservedRenamed:
      return "folder.reserved-name";
    case NameChange::EmptyLevelDropped:
      return "folder.empty-level";
    case NameChange::Unnamed:
      return "folder.renamed";
  }
  return "folder.renamed";
}

/// Codes of what is odd in a name on disk, whether or not the target minds.
constexpr std::array<std::pair<FolderNameAnomaly, std::string_view>, 9> kNameCodes{{
    {FolderNameAnomaly::EmptyLevel, "folder.empty-level"},
    {FolderNameAnomaly::NoLevel, "folder.empty-level"},
    {FolderNameAnomaly::InvalidMutf7, "folder.invalid-encoding"},
    {FolderNameAnomaly::InvalidUtf8, "folder.invalid-encoding"},
    {FolderNameAnomaly::Raw8BitInMutf7, "folder.raw-utf8"},
    {FolderNameAnomaly::ReplacementCharacter, "folder.replacement-character"},
    {FolderNameAnomaly::ControlCharacter, "folder.control-character"},
    {FolderNameAnomaly::InvisibleCharacter, "folder.invisible-character"},
    {FolderNameAnomaly::ForeignEscape, "folder.foreign-escape"},
}};

/// "it goes to "Sent"", with the name safe for a terminal.
std::string destination(const AuditedFolder& row) {
  return fmt::format("it goes to \"{}\"", text::escape_for_display(row.mailbox));
}

bool begins_with_inbox(const AuditedFolder& row) {
  return text::starts_with_ignoring_case(row.name, "INBOX/");
}

Bytes last_component(const Bytes& path) {
  const std::size_t slash = path.rfind('/');
  return slash == Bytes::npos ? path : path.substr(slash + 1);
}

}  // namespace

Finding tree_finding(std::string_view code, std::string text, std::uint64_t count) {
  Finding finding = finding_of(code);
  finding.text = std::move(text);
  finding.count = count;
  return finding;
}

Finding finding_at(std::string_view code, const AuditedFolder& folder, std::string text,
                   std::uint64_t count) {
  Finding finding = finding_of(code);
  finding.folder = folder.name;
  finding.directory = folder.directory;
  finding.text = std::move(text);
  finding.count = count;
  return finding;
}

void add_name_findings(const maildir::Folder& folder, const PlannedFolder& planned,
                       const AuditedFolder& row, FindingCollector& findings) {
  std::set<std::string_view> said;
  const auto say = [&](std::string_view code) {
    if (said.insert(code).second) {
      findings.add(finding_at(code, row, destination(row)));
    }
  };
  if (planned.reason == MappingReason::PrefixRemoved || begins_with_inbox(row)) {
    say("folder.nested-inbox");
  } else if (planned.reason == MappingReason::Merged) {
    say("folder.merged");
  } else if (planned.reason == MappingReason::KeptApart) {
    say("folder.twin");
  }
  for (const NameChange change : planned.name_changes) {
    say(code_of(change));
  }
  for (const auto& [anomaly, code] : kNameCodes) {
    if (folder.name_anomalies.contains(anomaly)) {
      say(code);
    }
  }
}

void add_anomaly(const maildir::Anomaly& anomaly, const AuditedFolder& row,
                 FindingCollector& findings) {
  const bool is_twice = anomaly.kind == AnomalyKind::DuplicateSameContent;
  if (is_twice || anomaly.kind == AnomalyKind::DuplicateOtherContent) {
    Finding finding =
        is_twice ? finding_at("message.file-twice", row, "the message has another file name")
                 : finding_at("message.name-twice", row, "another message has its unique name");
    finding.unique_name = last_component(anomaly.path);
    findings.add(std::move(finding));
    return;
  }
  const std::optional<AnomalyMeaning> meaning = meaning_of(anomaly);
  if (!meaning) {
    return;
  }
  const bool is_message = anomaly.kind == AnomalyKind::SpecialFile;
  Finding finding = finding_at(
      meaning->code, row,
      is_message || anomaly.path == row.directory
          ? meaning->text
          : fmt::format("{}: {}", text::escape_for_display(anomaly.path), meaning->text));
  finding.count = anomaly.count == 0 ? 1 : anomaly.count;
  finding.bytes = anomaly.bytes;
  if (is_message) {
    finding.unique_name = last_component(anomaly.path);
  }
  findings.add(std::move(finding));
}

void add_list_findings(const maildir::MessageList& list, const AuditedFolder& row,
                       FindingCollector& findings) {
  for (const maildir::Anomaly& anomaly : list.anomalies()) {
    add_anomaly(anomaly, row, findings);
  }
  const auto add_names = [&](std::string_view code, std::size_t count, std::string_view words) {
    if (count > 0) {
      findings.add(finding_at(code, row, fmt::format("{}: {}", words, count), count));
    }
  };
  add_names("folder.unknown-flags", list.count(InfoAnomaly::UnknownLetter),
            "file names with unknown flag letters");
  add_names("folder.flag-separator", list.count(InfoAnomaly::AlternativeSeparator),
            "file names with their flags behind another character than a colon");
  add_names("folder.odd-flags",
            list.count(InfoAnomaly::RepeatedLetter) + list.count(InfoAnomaly::UnorderedLetters) +
                list.count(InfoAnomaly::SecondField) + list.count(InfoAnomaly::SeveralInfoParts) +
                list.count(InfoAnomaly::NotVersion2),
            "file names with flags in an unusual form");
  add_names("folder.odd-names",
            list.count(InfoAnomaly::EmptyUniqueName) + list.count(InfoAnomaly::OddBytes),
            "file names with control characters, no valid text, or nothing before the flags");
  if (list.empty() && list.is_complete()) {
    findings.add(finding_at("folder.empty", row, "it holds no message"));
  } else if (list.size() > kLargeFolder) {
    findings.add(finding_at("folder.large", row, fmt::format("it holds {} messages", list.size()),
                            list.size()));
  }
}

}  // namespace mailhaul::migrate
