#include "migrate/source/sent_copy.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::migrate {

std::optional<Rung> next_rung(const RefusedCopy& copy) {
  const Rung unless_seen = copy.is_seen ? Rung::Wrapped : Rung::SeenThenUnseen;
  switch (copy.rung) {
    case Rung::AsIs:
      return unless_seen;
    case Rung::Repaired:
      return copy.on_request ? unless_seen : Rung::Wrapped;
    case Rung::SeenThenUnseen:
      return Rung::Wrapped;
    case Rung::Wrapped:
      return std::nullopt;
  }
  return std::nullopt;
}

journal::Form form_of(Rung rung) {
  switch (rung) {
    case Rung::AsIs:
      return journal::Form::AsIs;
    case Rung::Repaired:
      return journal::Form::Repaired;
    case Rung::SeenThenUnseen:
      return journal::Form::SeenThenUnseen;
    case Rung::Wrapped:
      return journal::Form::Wrapped;
  }
  return journal::Form::AsIs;
}

std::string_view to_string(Rung rung) {
  switch (rung) {
    case Rung::AsIs:
      return "as-is";
    case Rung::Repaired:
      return "repaired";
    case Rung::SeenThenUnseen:
      return "seen-then-unseen";
    case Rung::Wrapped:
      return "wrapped";
  }
  return "as-is";
}

std::unique_ptr<message::Rewriter> CopyRecipe::make_rewriter(const message::Facts& facts) const {
  std::unique_ptr<message::Rewriter> rewriter;
  if (rung == Rung::Wrapped) {
    rewriter = message::make_wrapper(facts);
  } else if (!repair.is_empty()) {
    rewriter = message::make_repairer(repair);
  }
  if (added.empty()) {
    return rewriter;
  }
  const bool begins_with_separator =
      facts.starts_with_mbox_from && rung != Rung::Wrapped && !has(message::Remedy::DropMboxFrom);
  return message::make_prefixer(
      added.octets, std::move(rewriter),
      begins_with_separator ? message::PrefixPlace::BehindFirstLine : message::PrefixPlace::Begin);
}

bool CopyRecipe::is_original() const {
  return rung != Rung::Wrapped && repair.is_empty() && added.empty();
}

bool CopyRecipe::has(message::Remedy remedy) const {
  return std::ranges::find(repair.remedies, remedy) != repair.remedies.end() ||
         std::ranges::find(added.remedies, remedy) != added.remedies.end();
}

std::string CopyRecipe::remedies() const {
  std::vector<std::string_view> names;
  const auto name = [](message::Remedy remedy) { return message::to_string(remedy); };
  if (rung == Rung::Wrapped) {
    names.push_back(name(message::Remedy::Wrap));
  } else if (rung == Rung::SeenThenUnseen) {
    names.push_back(to_string(rung));
  }
  std::ranges::transform(repair.remedies, std::back_inserter(names), name);
  std::ranges::transform(added.remedies, std::back_inserter(names), name);
  return fmt::format("{}", fmt::join(names, ", "));
}

CopyRecipe choose_recipe(const target::Judgement& judgement, Rung at_least) {
  if (judgement.handling == target::Handling::Wrap || at_least == Rung::Wrapped) {
    return {.rung = Rung::Wrapped};
  }
  if (judgement.handling != target::Handling::Repair) {
    return {.rung = at_least};
  }
  const bool on_request = judgement.reasons.empty();
  const bool goes_higher = on_request && at_least == Rung::SeenThenUnseen;
  return {.rung = goes_higher ? at_least : Rung::Repaired,
          .repair = judgement.repair,
          .on_request = on_request};
}

}  // namespace mailhaul::migrate
