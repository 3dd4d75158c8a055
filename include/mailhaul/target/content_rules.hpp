/// Content rules: which messages a target is known to refuse, and what can be done about each of
/// them. Pure functions of the facts; audit, rehearsal and upload ask these and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/message/facts.hpp>
#include <mailhaul/message/remedy.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

/// What follows for a message that a rule applies to.
enum class RuleEffect : std::uint8_t {
  None,
  Note,    ///< sent as it is, and worth telling
  Change,  ///< refused as it is; a repaired copy or a wrapped one is sent
  Refuse,  ///< no copy would be the message or be taken; listed
};

struct ContentRule {
  std::string_view kind;     ///< stable: "line-too-long"; as in log, journal and JSON
  std::string_view summary;  ///< what such a message is like, as a clause
  RuleEffect on_exchange = RuleEffect::None;
  RuleEffect elsewhere = RuleEffect::None;
  std::string_view source;  ///< who says so
};

/// All rules; those that weigh more come first.
[[nodiscard]] std::span<const ContentRule> content_rules();

/// What a rule says about one message.
struct Reason {
  std::string_view kind;  ///< that of the rule
  /// For people: a clause about the message, without full stop, safe for a terminal.
  std::string text;
  /// The repair that answers it, or Wrap; absent if nothing does, and always in a note.
  std::optional<message::Remedy> remedy = {};
};

enum class Handling : std::uint8_t {
  AsIs,
  Repair,  ///< send what message::make_repairer makes with Judgement::repair
  Wrap,    ///< send what message::make_wrapper makes
  Refuse,  ///< send nothing; list it with the first of Judgement::reasons
};

/// "as-is", "repair", "wrap" or "refuse".
[[nodiscard]] std::string_view to_string(Handling handling);

struct Judgement {
  Handling handling = Handling::AsIs;
  /// What speaks against sending the original, decisive first. Empty if nothing does: what is
  /// repaired then was asked for by an option.
  std::vector<Reason> reasons;
  /// What an administrator may want to know and what keeps nothing from being sent.
  std::vector<Reason> notes;
  message::RepairPlan repair;  ///< for Handling::Repair; its remedies are those to report
};

struct JudgeOptions {
  /// Octets of the largest message that this server takes: its APPENDLIMIT, or one less than what
  /// it refused for its size. The default limit of a profile is no reason to refuse a message,
  /// since administrators change it: the server is asked with a synchronising literal.
  std::optional<std::uint64_t> size_limit = {};
  /// False lists what would be repaired or wrapped, and tells the remedy all the same.
  bool may_change = true;
  /// Changes that were asked for. They are no part of a wrapped copy.
  bool rename_receipts = false;
  bool strip_x_fields = false;
  std::vector<std::string> kept_x_fields = {};  ///< names in lower case
};

/// The facts that judge and find_reasons read with this profile and these options.
[[nodiscard]] message::FactsNeeded facts_needed(Profile profile, const JudgeOptions& options = {});

/// How a message is to be sent. Of a message without octets the reason is "empty": it holds
/// nothing, and is counted rather than listed.
[[nodiscard]] Judgement judge(const message::Facts& facts, Profile profile,
                              const JudgeOptions& options = {});

/// What speaks against sending exactly this, decisive first. A copy made by a remedy is asked about
/// with the facts of the copy, before it is sent: a repair that leaves a reason calls for wrapping,
/// and a wrapped message that is too big is listed.
[[nodiscard]] std::vector<Reason> find_reasons(
    const message::Facts& facts, Profile profile,
    std::optional<std::uint64_t> size_limit = std::nullopt);

}  // namespace mailhaul::target
