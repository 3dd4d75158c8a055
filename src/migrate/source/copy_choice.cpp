#include "migrate/source/copy_choice.hpp"

#include <utility>
#include <vector>

namespace mailhaul::migrate {
namespace {

using CopyOrReason = std::variant<ChosenCopy, target::Reason>;

/// `examined` is the copy, whose octets are taken out of it.
ChosenCopy chosen(CopyRecipe recipe, ExaminedMessage& examined) {
  const message::Facts& facts = examined.facts;
  return {.recipe = std::move(recipe),
          .held = std::move(examined.held),
          .octets = facts.wire_size,
          .message_id_hash = facts.identity.message_id_hash,
          .date_subject_hash = facts.identity.date_subject_hash};
}

/// Goes up from a changed copy to one that nothing speaks against.
CopyOrReason make_changed(MessageReader& reader, maildir::MessageFile& file,
                          const ExaminedMessage& examined, target::Profile profile,
                          std::optional<std::uint64_t> size_limit, const WantedFields& wanted,
                          CopyRecipe recipe) {
  for (;;) {
    Result<ExaminedMessage> copy = reader.examine_copy(file, examined, recipe);
    if (!copy) {
      return target::Reason{.kind = "read-error", .text = copy.error().text};
    }
    std::vector<target::Reason> reasons = target::find_reasons(copy->facts, profile, size_limit);
    if (reasons.empty()) {
      return chosen(std::move(recipe), *copy);
    }
    if (recipe.rung == Rung::Wrapped) {
      return std::move(reasons.front());
    }
    recipe = CopyRecipe{.rung = Rung::Wrapped, .added = wanted.of_wrapped()};
  }
}

/// The copy with one more field is a changed one, whatever else it needs.
void add_fields(CopyRecipe& recipe, const WantedFields& wanted, const message::Facts& facts) {
  if (recipe.rung == Rung::Wrapped) {
    recipe.added = wanted.of_wrapped();
    return;
  }
  if (wanted.of_copy().empty() || facts.field_count == 0) {
    return;
  }
  recipe.added = wanted.of_copy();
  if (recipe.rung == Rung::AsIs) {
    recipe.rung = Rung::Repaired;
    recipe.on_request = true;
  }
}

}  // namespace

CopyChoice choose_copy(MessageReader& reader, maildir::MessageFile& file, ExaminedMessage& examined,
                       target::Profile profile, const target::JudgeOptions& options, Rung at_least,
                       const WantedFields& wanted) {
  target::Judgement judgement = target::judge(examined.facts, profile, options);
  if (judgement.handling == target::Handling::Refuse) {
    target::Reason reason = judgement.reasons.front();
    return {.judgement = std::move(judgement), .copy = std::move(reason)};
  }
  CopyRecipe recipe = choose_recipe(judgement, at_least);
  add_fields(recipe, wanted, examined.facts);
  if (recipe.is_original()) {
    return {.judgement = std::move(judgement), .copy = chosen(std::move(recipe), examined)};
  }
  CopyOrReason copy =
      make_changed(reader, file, examined, profile, options.size_limit, wanted, std::move(recipe));
  return {.judgement = std::move(judgement), .copy = std::move(copy)};
}

}  // namespace mailhaul::migrate
