#include "migrate/upload/sent_copy.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::migrate {

std::optional<Rung> next_rung(Rung rung, bool is_seen) {
  switch (rung) {
    case Rung::AsIs:
      return is_seen ? Rung::Wrapped : Rung::SeenThenUnseen;
    case Rung::Repaired:
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
  switch (rung) {
    case Rung::Repaired:
      return message::make_repairer(repair);
    case Rung::Wrapped:
      return message::make_wrapper(facts);
    default:
      return nullptr;
  }
}

std::string CopyRecipe::remedies() const {
  if (rung == Rung::Wrapped) {
    return std::string(message::to_string(message::Remedy::Wrap));
  }
  if (rung != Rung::Repaired) {
    return rung == Rung::SeenThenUnseen ? std::string(to_string(rung)) : std::string();
  }
  std::vector<std::string_view> names;
  names.reserve(repair.remedies.size());
  for (const message::Remedy remedy : repair.remedies) {
    names.push_back(message::to_string(remedy));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

CopyRecipe choose_recipe(const target::Judgement& judgement, Rung at_least) {
  if (judgement.handling == target::Handling::Wrap || at_least == Rung::Wrapped) {
    return {.rung = Rung::Wrapped};
  }
  if (judgement.handling == target::Handling::Repair) {
    return {.rung = Rung::Repaired, .repair = judgement.repair};
  }
  return {.rung = at_least};
}

}  // namespace mailhaul::migrate
