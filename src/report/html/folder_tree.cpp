#include "report/html/folder_tree.hpp"

#include <algorithm>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/unicode.hpp>

namespace mailhaul::report::html {

namespace {

struct Entry {
  std::size_t index = 0;
  std::vector<std::string> key = {};
};

std::vector<std::string> levels_of(const std::string& path) {
  std::vector<std::string> levels;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = path.find('/', begin);
    levels.push_back(path.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return levels;
}

/// Level by level, whatever the case; the INBOX before all.
std::vector<std::string> sort_key(const std::string& path) {
  std::vector<std::string> key = levels_of(path);
  for (std::string& level : key) {
    level = text::fold_case(level);
  }
  key.insert(key.begin(), key[0] == "inbox" ? "0" : "1");
  return key;
}

bool is_above(const std::string& parent, const std::string& child) {
  return child.size() > parent.size() && child[parent.size()] == '/' && child.starts_with(parent);
}

}  // namespace

std::vector<TreeRow> tree_rows(std::span<const std::string> names) {
  std::vector<Entry> entries;
  entries.reserve(names.size());
  for (std::size_t index = 0; index < names.size(); ++index) {
    entries.push_back({.index = index, .key = sort_key(names[index])});
  }
  std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::vector<TreeRow> rows;
  rows.reserve(names.size());
  std::vector<std::size_t> above;
  for (const Entry& entry : entries) {
    const std::string& name = names[entry.index];
    while (!above.empty() && !is_above(names[above.back()], name)) {
      above.pop_back();
    }
    const std::size_t known = above.empty() ? 0 : names[above.back()].size() + 1;
    rows.push_back({.index = entry.index,
                    .depth = above.size(),
                    .above = name.substr(0, known),
                    .label = name.substr(known)});
    above.push_back(entry.index);
  }
  return rows;
}

Markup tree_label(const TreeRow& row, const Markup& badges) {
  return element("span", {{"class", "level"}, {"style", "--depth:" + std::to_string(row.depth)}},
                 {element("span", {{"class", "unseen"}}, {text::escape_for_display(row.above)}),
                  text::escape_for_display(row.label), badges});
}

}  // namespace mailhaul::report::html
