#include "target/content_repair.hpp"
#include "target/content_table.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mailhaul::target {
namespace {

using message::Remedy;

bool has_request(const JudgeOptions& options) {
  return options.rename_receipts || options.strip_x_fields;
}

struct Findings {
  std::vector<Reason> reasons;
  std::vector<Reason> notes;
};

/// A file that holds no message is described by that alone.
bool holds_message(const message::Facts& facts) {
  return facts.stored_form == message::StoredForm::Plain &&
         (facts.substance == message::Substance::Something ||
          facts.substance == message::Substance::BlanksOnly);
}

/// What nothing answers weighs most, then what only wrapping answers.
int weight(const Reason& reason) {
  if (!reason.remedy) {
    return 2;
  }
  return *reason.remedy == Remedy::Wrap ? 1 : 0;
}

enum class Wanted : std::uint8_t { Reasons, All };

Findings apply_rules(const ContentCase& given, Wanted wanted) {
  Findings findings;
  const bool is_message = holds_message(given.facts);
  for (const RuleRow& row : rule_rows()) {
    const RuleEffect effect = effect_on(row.rule, given.traits);
    const bool is_note = effect == RuleEffect::Note;
    if (effect == RuleEffect::None || (is_note && wanted == Wanted::Reasons)) {
      continue;
    }
    MaybeFinding found = row.check(given);
    if (!found) {
      continue;
    }
    if (is_note) {
      findings.notes.push_back({row.rule.kind, std::move(found->text)});
    } else {
      findings.reasons.push_back({row.rule.kind, std::move(found->text), found->remedy});
    }
    if (!is_message) {
      break;
    }
  }
  std::ranges::stable_sort(findings.reasons, std::ranges::greater{}, weight);
  return findings;
}

ContentCase case_of(const message::Facts& facts, Profile profile,
                    std::optional<std::uint64_t> size_limit) {
  return {
      .facts = facts, .traits = traits(profile), .size_limit = size_limit, .size = facts.wire_size};
}

/// Base64 makes four octets of three; line ends and the message around it come on top.
std::uint64_t least_size_when_wrapped(std::uint64_t size) {
  return (size + 2) / 3 * 4;
}

/// Turns to wrapping, unless the wrapped copy is too big.
void wrap(Judgement& judgement, const ContentCase& given) {
  judgement.handling = Handling::Wrap;
  for (Reason& reason : judgement.reasons) {
    reason.remedy = Remedy::Wrap;
  }
  ContentCase wrapped = given;
  wrapped.size = least_size_when_wrapped(given.size);
  wrapped.is_wrapped = true;
  if (MaybeFinding found = checks::too_big(wrapped)) {
    judgement.handling = Handling::Refuse;
    judgement.reasons.insert(judgement.reasons.begin(), {kTooBig, std::move(found->text)});
  }
}

/// For a message that nothing forbids to change.
void choose_change(Judgement& judgement, const ContentCase& given, const JudgeOptions& options) {
  std::optional<message::RepairPlan> plan =
      find_repair(given.facts, judgement.reasons, given.traits, options);
  if (!plan) {
    wrap(judgement, given);
  } else if (!plan->is_empty()) {
    judgement.handling = Handling::Repair;
    judgement.repair = std::move(*plan);
  }
}

}  // namespace

std::string_view to_string(Handling handling) {
  switch (handling) {
    case Handling::AsIs:
      return "as-is";
    case Handling::Repair:
      return "repair";
    case Handling::Wrap:
      return "wrap";
    case Handling::Refuse:
      return "refuse";
  }
  return "refuse";
}

message::FactsNeeded facts_needed(Profile profile, const JudgeOptions& options) {
  const bool needs_all = traits(profile).converts_content || has_request(options);
  return needs_all ? message::kAllFacts : message::FactsNeeded{};
}

std::vector<Reason> find_reasons(const message::Facts& facts, Profile profile,
                                 std::optional<std::uint64_t> size_limit) {
  return apply_rules(case_of(facts, profile, size_limit), Wanted::Reasons).reasons;
}

Judgement judge(const message::Facts& facts, Profile profile, const JudgeOptions& options) {
  assert(!facts_needed(profile, options).structure || (facts.details && facts.parts));
  const ContentCase given = case_of(facts, profile, options.size_limit);
  Findings findings = apply_rules(given, Wanted::All);
  Judgement judgement{.reasons = std::move(findings.reasons), .notes = std::move(findings.notes)};
  const bool is_objected_to = !judgement.reasons.empty();
  const bool can_be_changed = !is_objected_to || judgement.reasons.front().remedy.has_value();
  if (can_be_changed && (is_objected_to || has_request(options))) {
    choose_change(judgement, given, options);
  }
  if (!can_be_changed || (is_objected_to && !options.may_change)) {
    judgement.handling = Handling::Refuse;
  }
  return judgement;
}

}  // namespace mailhaul::target
