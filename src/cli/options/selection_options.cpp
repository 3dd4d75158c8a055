#include "cli/options/selection_options.hpp"

#include "cli/options/map_file.hpp"
#include "cli/options/text_file.hpp"
#include "cli/options/values.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::cli {

namespace {

/// The member of a table that stands for the value of an option; the first if it is absent.
template <typename Enum, std::size_t kCount>
Enum choose(const Arguments& arguments, std::string_view name,
            const std::array<std::pair<std::string_view, Enum>, kCount>& table) {
  const Value* value = arguments.find(name);
  for (const auto& [word, meaning] : table) {
    if (value != nullptr && value->text == word) {
      return meaning;
    }
  }
  return table.front().second;
}

std::vector<std::string> texts(const Arguments& arguments, std::string_view name) {
  std::vector<std::string> all;
  for (const Value& value : arguments.values(name)) {
    all.push_back(value.text);
  }
  return all;
}

migrate::SkipTrash skip_trash(const Arguments& arguments) {
  const Value* value = arguments.find("skip-trash");
  if (value == nullptr) {
    return migrate::SkipTrash::No;
  }
  return value->text == "tree" ? migrate::SkipTrash::Tree : migrate::SkipTrash::Folder;
}

}  // namespace

Result<migrate::SelectionOptions> make_selection_options(const Arguments& arguments) {
  migrate::SelectionOptions options;
  options.include = texts(arguments, "include");
  options.exclude = texts(arguments, "exclude");
  options.skip_trash = skip_trash(arguments);
  if (const Value* policy = arguments.find("trashed")) {
    options.trashed = target::parse_trashed_policy(policy->text);
  }
  const auto since = parse_optional(arguments, "since", parse_date);
  const auto before = parse_optional(arguments, "before", parse_date);
  const auto max_size = parse_optional(arguments, "max-size", parse_size);
  if (!since || !before) {
    return fail(since ? before.error() : since.error());
  }
  if (!max_size) {
    return fail(max_size.error());
  }
  if (*since && *before && **since >= **before) {
    return fail(ErrorKind::Usage, "no date lies between --since and --before",
                arguments.find("before")->origin, "give a later date");
  }
  options.since = *since;
  options.before = *before;
  options.max_size = *max_size;
  return options;
}

Result<migrate::MappingOptions> make_mapping_options(const Arguments& arguments) {
  migrate::MappingOptions options;
  for (const Value& value : arguments.values("map")) {
    auto rule = parse_mapping_rule(value.text, value.origin);
    if (!rule) {
      return fail(std::move(rule.error()));
    }
    rule->is_shared = value.origin != "--map";
    options.rules.push_back(std::move(*rule));
  }
  if (const Value* file = arguments.find("map-file")) {
    auto rules = read_text_file(file->text, "map-file").and_then([&](const std::string& text) {
      return parse_map_file(text, file->text);
    });
    if (!rules) {
      return fail(std::move(rules.error()));
    }
    options.rules.insert(options.rules.end(), rules->begin(), rules->end());
  }
  if (const Value* prefix = arguments.find("prefix")) {
    options.prefix = prefix->text;
  }
  return options;
}

migrate::DateSource make_date_source(const Arguments& arguments) {
  using migrate::DateSource;
  constexpr std::array<std::pair<std::string_view, DateSource>, 5> kTable{{
      {"auto", DateSource::Auto},
      {"mtime", DateSource::Mtime},
      {"name", DateSource::Name},
      {"received", DateSource::Received},
      {"header", DateSource::Header},
  }};
  return choose(arguments, "date-from", kTable);
}

}  // namespace mailhaul::cli
