#include "migrate/plan/unused_rules.hpp"

#include "migrate/plan/levels.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/glob.hpp>
#include <mailhaul/text/suggestion.hpp>

namespace mailhaul::migrate {
namespace {

/// Rules for many trees that are named; those of a file for a whole host can be hundreds.
constexpr std::size_t kMostNamed = 5;

class UnusedRuleFinder {
 public:
  explicit UnusedRuleFinder(const std::vector<maildir::Folder>& folders) {
    for (const maildir::Folder& folder : folders) {
      names_.insert(join_levels(folder.levels, '/'));
      for (std::size_t depth = 1; depth <= folder.levels.size(); ++depth) {
        const Levels upper = first_levels(folder.levels, depth);
        // A rule for the INBOX is for itself alone.
        if (depth == folder.levels.size() || !is_inbox_name(join_levels(upper, '/'))) {
          ruled_names_.insert(join_levels(upper, '/'));
        }
      }
    }
  }

  [[nodiscard]] bool is_unused(const MappingRule& rule) const {
    return !ruled_names_.contains(rule.from);
  }

  [[nodiscard]] bool is_unused(const std::string& glob) const {
    return std::ranges::none_of(
        names_, [&](const std::string& name) { return text::glob_matches(glob, name); });
  }

  /// "no folder fits --include Snet; did you mean Sent?"
  [[nodiscard]] std::string describe(std::string_view option, std::string_view value,
                                     std::string_view name) const {
    const std::vector<std::string> meant = names_meant(name);
    return fmt::format(
        "no folder fits {} {}; {}", option, text::escape_for_display(value),
        meant.empty() ? std::string("folders are named as the audit lists them, levels with \"/\"")
                      : fmt::format("did you mean {}?", fmt::join(meant, ", ")));
  }

 private:
  /// Names that differ in case or in the way Courier and the disk write them (INBOX.Sent, .Sent),
  /// else the nearest.
  [[nodiscard]] std::vector<std::string> names_meant(std::string_view name) const {
    const std::string own = without_inbox(split_levels(name, '.'));
    std::vector<std::string> meant;
    for (const std::string& known : ruled_names_) {
      if (text::equals_ignoring_case(known, name) ||
          text::equals_ignoring_case(without_inbox(split_levels(known, '/')), own)) {
        meant.push_back(text::escape_for_display(known));
      }
    }
    if (meant.empty()) {
      const std::vector<std::string_view> all(ruled_names_.begin(), ruled_names_.end());
      if (const auto near = text::nearest(name, all)) {
        meant.push_back(text::escape_for_display(*near));
      }
    }
    return meant;
  }

  static std::string without_inbox(const Levels& levels) {
    const bool has_inbox = levels.size() > 1 && is_inbox_name(levels.front());
    return join_levels(levels_from(levels, has_inbox ? 1 : 0), '/');
  }

  std::set<std::string> names_;        ///< of the folders
  std::set<std::string> ruled_names_;  ///< and of the levels above them
};

std::string describe_shared(const std::vector<std::string>& rules) {
  const std::size_t named = std::min(rules.size(), kMostNamed);
  const std::vector<std::string> first(rules.begin(),
                                       rules.begin() + static_cast<std::ptrdiff_t>(named));
  const std::size_t others = rules.size() - named;
  return fmt::format("no folder fits these rules from a file: {}{}", fmt::join(first, ", "),
                     others == 0 ? std::string() : fmt::format(" and {} more", others));
}

}  // namespace

UnusedRules find_unused_rules(const std::vector<maildir::Folder>& folders,
                              const MappingOptions& mapping, const SelectionOptions& selection) {
  const UnusedRuleFinder finder(folders);
  UnusedRules unused;
  std::vector<std::string> shared;
  for (const MappingRule& rule : mapping.rules) {
    if (finder.is_unused(rule) && rule.is_shared) {
      shared.push_back(text::escape_for_display(rule.from));
    } else if (finder.is_unused(rule)) {
      unused.matters.push_back(finder.describe("--map", rule.from + "=" + rule.to, rule.from));
    }
  }
  for (const std::string& glob : selection.include) {
    if (finder.is_unused(glob)) {
      unused.matters.push_back(finder.describe("--include", glob, glob));
    }
  }
  for (const std::string& glob : selection.exclude) {
    if (finder.is_unused(glob)) {
      unused.notes.push_back(finder.describe("--exclude", glob, glob));
    }
  }
  if (!shared.empty()) {
    unused.notes.push_back(describe_shared(shared));
  }
  return unused;
}

}  // namespace mailhaul::migrate
