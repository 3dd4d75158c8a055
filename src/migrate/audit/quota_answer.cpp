#include "migrate/audit/quota_answer.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {
namespace {

ByteView take_word(ByteView& rest) {
  const std::size_t begin = rest.find_first_not_of(" (");
  rest.remove_prefix(begin == ByteView::npos ? rest.size() : begin);
  const std::size_t end = rest.find_first_of(" )");
  const ByteView word = rest.substr(0, end);
  rest.remove_prefix(word.size());
  return word;
}

}  // namespace

std::optional<AuditedQuota> parse_quota(ByteView line) {
  constexpr ByteView kUntagged = "* ";
  constexpr ByteView kName = "QUOTA ";
  if (line.starts_with(kUntagged)) {
    line.remove_prefix(kUntagged.size());
  }
  // The name of the root may hold anything, a parenthesis included; the list comes last.
  const std::size_t list = line.rfind('(');
  if (!text::starts_with_ignoring_case(line, kName) || list == ByteView::npos) {
    return std::nullopt;
  }
  ByteView rest = line.substr(list);
  for (ByteView resource = take_word(rest); !resource.empty(); resource = take_word(rest)) {
    const auto used = text::parse_number(take_word(rest));
    const auto limit = text::parse_number(take_word(rest));
    if (used && limit && text::equals_ignoring_case(resource, "STORAGE")) {
      return AuditedQuota{.used = *used, .limit = *limit};
    }
  }
  return std::nullopt;
}

}  // namespace mailhaul::migrate
