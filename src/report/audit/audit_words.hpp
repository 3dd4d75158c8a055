/// Words that the text and the page of an audit share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/migrate/audit.hpp>

namespace mailhaul::report {

/// "exchange2016" as people call it: "Exchange 2016, 2019 or SE".
[[nodiscard]] std::string profile_title(std::string_view profile);

/// "Errors", "Warnings", "Notes".
[[nodiscard]] std::string severity_heading(migrate::Severity severity);

/// What findings of that severity mean, as a clause.
[[nodiscard]] std::string_view severity_meaning(migrate::Severity severity);

/// "3 messages in 2 folders, 48.2 MB": how much a group of findings is about.
[[nodiscard]] std::string extent_of(const migrate::FindingGroup& group);

/// "2 errors, 1 warning, no notes".
[[nodiscard]] std::string counts_words(const migrate::SeverityCounts& counts);

/// What will be done about this finding, escaped for display; empty if it is what is said of all
/// findings of its kind.
[[nodiscard]] std::string own_remedy(const migrate::Finding& finding);

/// Where a finding is: "INBOX/1059.M1.mx", "Sent", or "the whole tree"; escaped for display.
[[nodiscard]] std::string place_of(const migrate::Finding& finding);

/// Lost ones will not arrive unless somebody acts; those not sent are left out on purpose.
enum class Fate : std::uint8_t { AsTheyAre, Changed, NotSent, Lost };

/// What becomes of some of the messages.
struct ForecastPart {
  std::uint64_t messages = 0;
  std::string words;  ///< after the number: "as they are", "as a repaired copy", ...
  Fate fate = Fate::AsTheyAre;
};

/// The parts of a forecast that are not zero.
[[nodiscard]] std::vector<ForecastPart> parts_of(const migrate::Forecast& forecast);

/// "Ready", "Ready with changes", "Needs action".
[[nodiscard]] std::string_view grade_title(migrate::Grade grade);

/// What a grade means for these messages, without full stop. Of messages that were not looked at it
/// says no more than is known.
[[nodiscard]] std::string verdict_words(const migrate::AuditTotals& totals, migrate::Grade grade);

/// The mailbox of a folder, or "left out"; escaped for display.
[[nodiscard]] std::string mailbox_words(const migrate::AuditedFolder& folder);

/// Why a folder goes where it goes: the reason, or the option that leaves it out.
[[nodiscard]] std::string reason_words(const migrate::AuditedFolder& folder);

/// A reason, to_string(MappingReason), for a reader who does not know the words: "the server's own
/// mailbox for it". Anything else is returned escaped for display. Empty where `changes`, those of
/// the name, say the same with more words.
[[nodiscard]] std::string reason_sentence(std::string_view reason,
                                          std::span<const std::string> changes);

}  // namespace mailhaul::report
