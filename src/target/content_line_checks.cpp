#include "target/content_checks.hpp"
#include "target/content_limits.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace mailhaul::target::checks {
namespace {

using message::Part;
using message::PartKind;
using message::Remedy;

std::uint64_t longest_header_line(const message::PartMap& map) {
  return std::ranges::max(map.parts, {}, &Part::longest_header_line).longest_header_line;
}

Finding over_long(std::string_view what, std::uint64_t size, std::size_t limit, Remedy remedy) {
  return {fmt::format("{} of {} octets; Exchange reads no line above {} and takes the rest for "
                      "commands",
                      what, size, limit),
          remedy};
}

/// NUL within the bodies that a transfer encoding can cover.
std::uint64_t nuls_in_leaves(const message::PartMap& map) {
  std::uint64_t count = 0;
  for (const Part& part : map.parts) {
    count += part.kind == PartKind::Leaf ? part.nul_count : 0;
  }
  return count;
}

}  // namespace

MaybeFinding header_line_too_long(const ContentCase& given) {
  const std::uint64_t longest = longest_header_line(*given.facts.parts);
  const std::optional<std::size_t> limit = given.traits.line_limit;
  if (!limit || longest <= *limit) {
    return std::nullopt;
  }
  return over_long("a header has a line", longest, *limit, Remedy::FoldHeader);
}

/// A line that is in no leaf and in no header is in a preamble, an epilogue or a boundary, which no
/// transfer encoding can cover.
MaybeFinding line_too_long(const ContentCase& given) {
  const std::optional<std::size_t> limit = given.traits.line_limit;
  if (!limit || given.facts.longest_line <= *limit) {
    return std::nullopt;
  }
  std::uint64_t in_leaf = 0;
  for (const Part& part : given.facts.parts->parts) {
    in_leaf = std::max(in_leaf, part.kind == PartKind::Leaf ? part.longest_body_line : 0);
  }
  if (in_leaf > *limit) {
    return over_long("it has a line", in_leaf, *limit, Remedy::ReencodePart);
  }
  if (longest_header_line(*given.facts.parts) > *limit) {
    return std::nullopt;
  }
  return over_long("it has a line", given.facts.longest_line, *limit, Remedy::Wrap);
}

MaybeFinding long_line(const ContentCase& given) {
  const std::uint64_t longest = given.facts.longest_line;
  const bool is_refused = given.traits.line_limit && longest > *given.traits.line_limit;
  if (longest <= content_limits::kStandardLine || is_refused) {
    return std::nullopt;
  }
  return Finding{fmt::format("it has a line of {} octets; the standard allows {}", longest,
                             content_limits::kStandardLine)};
}

MaybeFinding doubled_cr(const ContentCase& given) {
  if (given.facts.doubled_crs == 0) {
    return std::nullopt;
  }
  return Finding{
      fmt::format("line ends were converted twice, to CR CR LF ({})", given.facts.doubled_crs)};
}

MaybeFinding nul(const ContentCase& given) {
  const message::Facts& facts = given.facts;
  if (facts.nul_count == 0) {
    return std::nullopt;
  }
  const bool can_encode_all = facts.parts && nuls_in_leaves(*facts.parts) == facts.nul_count;
  return Finding{
      fmt::format("it holds NUL octets ({}), which servers refuse or change", facts.nul_count),
      can_encode_all ? Remedy::ReencodePart : Remedy::BlankNul};
}

}  // namespace mailhaul::target::checks
