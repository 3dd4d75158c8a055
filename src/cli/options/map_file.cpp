#include "cli/options/map_file.hpp"

#include "cli/options/text_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::string_view kHint =
    "write FROM=TO, both as UTF-8 paths with /, such as Sent/2019=Old/2019";

Failure refuse(std::string_view text, const std::string& origin) {
  return fail(ErrorKind::Usage, fmt::format("\"{}\" is no rule", text::escape_for_display(text)),
              origin, std::string(kHint));
}

bool is_same_folder(const migrate::MappingRule& left, const migrate::MappingRule& right) {
  return left.from == right.from;
}

}  // namespace

Result<migrate::MappingRule> parse_mapping_rule(std::string_view text, const std::string& origin) {
  const std::size_t spaced = text.find(" = ");
  const std::size_t equals = spaced == std::string_view::npos ? text.find('=') : spaced + 1;
  if (equals == std::string_view::npos || !text::is_valid_utf8(text)) {
    return refuse(text, origin);
  }
  migrate::MappingRule rule{.from = std::string(trim_line(text.substr(0, equals))),
                            .to = std::string(trim_line(text.substr(equals + 1)))};
  if (rule.from.empty() || rule.to.empty()) {
    return refuse(text, origin);
  }
  return rule;
}

Result<std::vector<migrate::MappingRule>> parse_map_file(std::string_view text,
                                                         const std::string& path) {
  std::vector<migrate::MappingRule> rules;
  for (const TextLine& line : split_lines(text, path)) {
    if (line.text.front() == '#') {
      continue;
    }
    auto rule = parse_mapping_rule(line.text, line.place);
    if (!rule) {
      rule.error().kind = ErrorKind::Configuration;
      return fail(std::move(rule.error()));
    }
    const auto same = [&rule](const auto& other) { return is_same_folder(*rule, other); };
    if (std::ranges::any_of(rules, same)) {
      return fail(ErrorKind::Configuration,
                  fmt::format("folder {} has a rule already", text::escape_for_display(rule->from)),
                  line.place, "keep one of the lines");
    }
    rules.push_back(std::move(*rule));
  }
  return rules;
}

}  // namespace mailhaul::cli
