#include "migrate/upload/sent_copy.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

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
  std::unique_ptr<message::Rewriter> rewriter;
  if (rung == Rung::Repaired) {
    rewriter = message::make_repairer(repair);
  } else if (rung == Rung::Wrapped) {
    rewriter = message::make_wrapper(facts);
  }
  return field.empty() ? std::move(rewriter) : message::make_prefixer(field, std::move(rewriter));
}

std::string CopyRecipe::remedies() const {
  std::vector<std::string_view> names;
  if (rung == Rung::Wrapped) {
    names.push_back(message::to_string(message::Remedy::Wrap));
  } else if (rung == Rung::SeenThenUnseen) {
    names.push_back(to_string(rung));
  } else if (rung == Rung::Repaired) {
    std::ranges::transform(repair.remedies, std::back_inserter(names),
                           [](message::Remedy remedy) { return message::to_string(remedy); });
  }
  if (!field.empty()) {
    names.push_back(message::to_string(message::Remedy::KeywordsHeader));
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
