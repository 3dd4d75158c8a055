/// Everything the audit can have to say, as one table: mailhaul-findings(7), `audit --explain`, the
/// reports and the tests all start from it. Codes are a promise; none is renamed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mailhaul::migrate {

/// What a finding asks of the administrator. The worse one is the greater one.
enum class Severity : std::uint8_t {
  Note,     ///< worth knowing; nothing is lost and nothing needs to be done
  Warning,  ///< it will arrive, but changed, elsewhere or with something missing
  Error,    ///< it will not arrive unless somebody acts
};

/// "note", "warning" or "error".
[[nodiscard]] std::string_view to_string(Severity severity);

/// One row. All text is ASCII and lives as long as the program.
struct FindingKind {
  /// "tree.", "folder.", "message." or "server.", and a word: "folder.trailing-space".
  std::string_view code;
  /// As it usually is; a single finding may be worse or better, as the target's rules say.
  Severity severity = Severity::Note;
  std::string_view title;        ///< one sentence about the thing found, without full stop
  std::string_view explanation;  ///< how it comes to be and why it matters, as sentences
  std::string_view handling;     ///< what mailhaul does about it, as sentences
  std::string_view advice;       ///< what the administrator can do, as sentences; may be empty
};

/// All rows: first those about the tree, then folders, messages and the server.
[[nodiscard]] std::span<const FindingKind> finding_kinds();

/// The row of that code, or nullptr.
[[nodiscard]] const FindingKind* find_finding_kind(std::string_view code);

/// The page that `audit --explain CODE` prints; lines of at most 80 columns, final newline.
[[nodiscard]] std::string explain_finding(const FindingKind& kind);

}  // namespace mailhaul::migrate
