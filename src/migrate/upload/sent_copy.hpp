/// What is sent in place of the original where the target would refuse it.
#pragma once

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
  SeenThenUnseen,  ///< as it is, with \Seen, which a STORE takes off again
  Wrapped,
};

/// The next rung after a refusal that nothing explains, or std::nullopt at the top: then the
/// message is listed. `is_seen`: the message has \Seen anyway.
std::optional<Rung> next_rung(Rung rung, bool is_seen);

journal::Form form_of(Rung rung);

/// "as-is", "repaired", "seen-then-unseen", "wrapped": as in log and JSON.
std::string_view to_string(Rung rung);

/// How the copy is made; can be carried out more than once with the same result.
struct CopyRecipe {
  Rung rung = Rung::AsIs;
  message::RepairPlan repair;  ///< for Repaired
  Bytes field = {};            ///< a header field that goes before all others; not for AsIs

  /// Null where the octets of the original are sent.
  [[nodiscard]] std::unique_ptr<message::Rewriter> make_rewriter(const message::Facts& facts) const;
  /// The remedies by name, for log and journal; empty for the original.
  [[nodiscard]] std::string remedies() const;
};

/// The lowest rung that the judgement allows and that was not refused yet. The judgement must not
/// be Refuse.
CopyRecipe choose_recipe(const target::Judgement& judgement, Rung at_least);

}  // namespace mailhaul::migrate
