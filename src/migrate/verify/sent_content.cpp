#include "migrate/verify/sent_content.hpp"

#include "migrate/source/copy_choice.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace mailhaul::migrate {

SentContent::SentContent(target::Profile profile)
    : profile_(profile), reader_(target::facts_needed(profile)) {}

Result<std::variant<message::ContentDigest, EditedSince, MadeOtherwise>> SentContent::read(
    maildir::MessageFile& file, const journal::MessageRow& row) {
  Result<ExaminedMessage> examined = reader_.examine(file);
  if (!examined) {
    return fail(examined.error());
  }
  if (examined->facts.fingerprint.octets != row.fingerprint) {
    return EditedSince{};
  }
  CopyRecipe recipe;
  if (row.form == journal::Form::Wrapped) {
    recipe.rung = Rung::Wrapped;
  } else if (row.form == journal::Form::Repaired) {
    CopyChoice choice =
        choose_copy(reader_, file, *examined, profile_, {.may_change = true}, Rung::AsIs);
    auto* chosen = std::get_if<ChosenCopy>(&choice.copy);
    if (chosen == nullptr || chosen->recipe.rung == Rung::Wrapped) {
      return MadeOtherwise{};
    }
    // Where no rule asks for a repair an option did, and what options change is not compared.
    recipe = std::move(chosen->recipe);
    if (recipe.is_original()) {
      examined->held = std::move(chosen->held);
    }
  }
  Result<message::ContentDigest> digested = digest(file, *examined, recipe);
  if (!digested) {
    return fail(digested.error());
  }
  return *std::move(digested);
}

Result<message::ContentDigest> SentContent::digest(maildir::MessageFile& file,
                                                   const ExaminedMessage& examined,
                                                   const CopyRecipe& recipe) {
  if (examined.held) {
    const std::unique_ptr<message::Rewriter> rewriter = recipe.make_rewriter(examined.facts);
    digester_.update(rewriter ? message::rewrite(*rewriter, *examined.held) : *examined.held);
    return digester_.finish();
  }
  SecondReading reading(file, examined, recipe);
  for (;;) {
    const Result<std::optional<Bytes>> chunk = reading.next();
    if (!chunk) {
      static_cast<void>(digester_.finish());
      return fail(chunk.error());
    }
    if (!*chunk) {
      return digester_.finish();
    }
    digester_.update(**chunk);
  }
}

}  // namespace mailhaul::migrate
