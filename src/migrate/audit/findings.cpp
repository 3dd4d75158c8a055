#include "migrate/audit/finding_rows.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/migrate/findings.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kColumns = 80;

std::vector<FindingKind> all_rows() {
  std::vector<FindingKind> rows;
  for (const std::span<const FindingKind> part :
       {finding_rows::tree(), finding_rows::folder_names(), finding_rows::folder_contents(),
        finding_rows::message_files(), finding_rows::message_contents(), finding_rows::server()}) {
    rows.insert(rows.end(), part.begin(), part.end());
  }
  return rows;
}

/// Filled up to the last column, every line indented by two.
std::string fill(std::string_view text) {
  std::string out;
  std::size_t column = kColumns;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column + 1 + word.size() > kColumns) {
      out += out.empty() ? "  " : "\n  ";
      column = 2;
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out.empty() ? out : out + '\n';
}

std::string chapter(std::string_view heading, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("\n{}\n{}", heading, fill(text));
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return "error";
}

std::span<const FindingKind> finding_kinds() {
  static const std::vector<FindingKind> kinds = all_rows();
  return kinds;
}

const FindingKind* find_finding_kind(std::string_view code) {
  const std::span<const FindingKind> kinds = finding_kinds();
  const auto found = std::ranges::find(kinds, code, &FindingKind::code);
  return found == kinds.end() ? nullptr : &*found;
}

std::string explain_finding(const FindingKind& kind) {
  return fmt::format("{} ({})\n{}", kind.code, to_string(kind.severity),
                     fill(text::capitalised(kind.title) + ".")) +
         chapter("What it is", kind.explanation) + chapter("What mailhaul does", kind.handling) +
         chapter("What you can do", kind.advice);
}

}  // namespace mailhaul::migrate
