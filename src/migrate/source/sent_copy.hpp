/// What is sent in place of the original where the target would refuse it.
#pragma once

#include "migrate/source/added_fields.hpp"

#include <memory>
#include <optional>
#include <string>

#include <mailhaul/journal/types.hpp>
#include <mailhaul/message/facts.hpp>
#include <mailhaul/message/remedy.hpp>
#include <mailhaul/message/rewriter.hpp>
#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::migrate {

/// The rungs of the ladder; a message goes up one for each refusal. The values of the journal's
/// form, in the order in which they are tried.
enum class Rung {
  AsIs,
  Repaired,
  SeenThenUnseen,  ///< as it was, with \Seen, which a STORE takes off again
  Wrapped,
};

/// What a refusal that nothing explains came upon.
struct RefusedCopy {
  Rung rung = Rung::AsIs;
  bool is_seen = false;  ///< it has \Seen anyway
  /// Nothing but options asked for what was repaired.
  bool on_request = false;
};

/// The next rung, or std::nullopt at the top: then the message is listed.
std::optional<Rung> next_rung(const RefusedCopy& copy);

journal::Form form_of(Rung rung);

/// "as-is", "repaired", "seen-then-unseen", "wrapped": as in log and JSON.
std::string_view to_string(Rung rung);

/// How the copy is made; can be carried out more than once with the same result.
struct CopyRecipe {
  Rung rung = Rung::AsIs;
  message::RepairPlan repair;  ///< not for AsIs and Wrapped
  AddedFields added = {};      ///< not for AsIs
  bool on_request = false;     ///< nothing but options asked for what is repaired

  /// Whether the octets of the original are sent.
  [[nodiscard]] bool is_original() const;
  /// Null where the octets of the original are sent.
  [[nodiscard]] std::unique_ptr<message::Rewriter> make_rewriter(const message::Facts& facts) const;
  /// Whether the remedy is one of those that are applied.
  [[nodiscard]] bool has(message::Remedy remedy) const;
  /// The remedies by name, for log and journal; empty for the original.
  [[nodiscard]] std::string remedies() const;
};

/// The lowest rung that the judgement allows and that was not refused yet. The judgement must not
/// be Refuse.
CopyRecipe choose_recipe(const target::Judgement& judgement, Rung at_least);

}  // namespace mailhaul::migrate
