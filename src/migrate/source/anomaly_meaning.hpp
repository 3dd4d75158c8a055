/// What the anomalies of a tree mean for a move: the words of upload and audit alike.
#pragma once

#include <optional>
#include <string>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/migrate/findings.hpp>

namespace mailhaul::migrate {

struct AnomalyMeaning {
  std::string_view code;  ///< of the table of findings
  std::string text;       ///< a clause without full stop, safe for a terminal
  /// Mail is there and is not moved, or something of it is lost: an upload must say so and end with
  /// a status that is not 0. Otherwise it is only worth telling.
  bool needs_attention = false;
};

/// Nothing for what looks odd and holds no mail, and for names of messages that share a file or a
/// unique name, which is told by its own words.
[[nodiscard]] std::optional<AnomalyMeaning> meaning_of(const maildir::Anomaly& anomaly);

/// What a refused file in cur or new means: "message.symlink" and so on.
[[nodiscard]] std::string_view code_of_refusal(maildir::Refusal refusal);

}  // namespace mailhaul::migrate
