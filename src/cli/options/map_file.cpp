#include "cli/options/map_file.hpp"

#include "cli/options/text_file.hpp"

#include <algorithm>
#include <optional>

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

/// Takes a name in quotation marks off the front; std::nullopt if it does not end.
std::optional<std::string> take_quoted(std::string_view& text) {
  std::string name;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return name;
    }
    if (text[i] == '\\') {
      ++i;
    }
    if (i < text.size()) {
      name += text[i];
    }
  }
  return std::nullopt;
}

/// Where the "=" between the names is, in what follows a quoted name or in the whole rule.
std::size_t find_equals(std::string_view text) {
  const std::size_t spaced = text.find(" = ");
  return spaced == std::string_view::npos ? text.find('=') : spaced + 1;
}

/// A whole side of a rule: in quotation marks, or as it is.
std::optional<std::string> read_name(std::string_view text) {
  text = trim_line(text);
  if (!text.starts_with('"')) {
    return std::string(text);
  }
  std::optional<std::string> name = take_quoted(text);
  return trim_line(text).empty() ? name : std::nullopt;
}

/// FROM, which is taken off the front with the "=" behind it.
std::optional<std::string> take_from(std::string_view& text) {
  std::optional<std::string> quoted;
  std::string_view rest = text;
  if (text.starts_with('"')) {
    quoted = take_quoted(rest);
    if (!quoted || !trim_line(rest).starts_with('=')) {
      return std::nullopt;
    }
  }
  const std::size_t equals = find_equals(rest);
  if (equals == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view from = rest.substr(0, equals);
  text = rest.substr(equals + 1);
  return quoted ? quoted : std::optional(std::string(trim_line(from)));
}

bool needs_quotes(std::string_view name) {
  return name != trim_line(name) || name.starts_with('#') || name.starts_with('"') ||
         name.find('=') != std::string_view::npos;
}

/// The name so that parse_mapping_rule gives it back; std::nullopt if it holds a line break.
std::optional<std::string> format_name(std::string_view name) {
  if (name.find_first_of("\r\n") != std::string_view::npos) {
    return std::nullopt;
  }
  if (!needs_quotes(name)) {
    return std::string(name);
  }
  std::string quoted = "\"";
  for (const char octet : name) {
    if (octet == '"' || octet == '\\') {
      quoted += '\\';
    }
    quoted += octet;
  }
  return quoted + '"';
}

void append_folder(std::string& out, const migrate::AuditedFolder& folder) {
  const std::string shown = text::escape_for_display(folder.name);
  if (!folder.left_out.empty()) {
    out += fmt::format("\n# {}: left out ({})\n", shown, folder.left_out);
    return;
  }
  const auto from = format_name(folder.name);
  const auto to = format_name(folder.map_to);
  if (!from || !to || to->empty()) {
    out += fmt::format("\n# {}: no rule can say where it goes\n", shown);
    return;
  }
  out += fmt::format("\n# {} messages; {}\n{} = {}\n", folder.messages, folder.reason, *from, *to);
}

}  // namespace

Result<migrate::MappingRule> parse_mapping_rule(std::string_view text, const std::string& origin) {
  std::string_view rest = text;
  const auto from = take_from(rest);
  const auto to = from ? read_name(rest) : std::nullopt;
  if (!to || from->empty() || to->empty() || !text::is_valid_utf8(text)) {
    return refuse(text, origin);
  }
  return migrate::MappingRule{.from = *from, .to = *to};
}

std::string format_map_file(const migrate::AuditSummary& summary) {
  std::string out = fmt::format(
      "# Where the folders of {} go, for {}.\n"
      "# One rule a line: FROM = TO, both as UTF-8 paths with /. A folder without a rule\n"
      "# goes where the folder above it goes, else where mailhaul puts it. A name with\n"
      "# blanks at its ends, or with =, stands in quotation marks.\n"
      "# Give this file to --map-file of upload and audit.\n",
      text::escape_for_display(summary.maildir), summary.profile);
  for (const migrate::AuditedFolder& folder : summary.folders) {
    append_folder(out, folder);
  }
  return out;
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
    rule->is_shared = true;
    rules.push_back(std::move(*rule));
  }
  return rules;
}

}  // namespace mailhaul::cli
