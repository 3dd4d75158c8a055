#include "report/html/folder_tree.hpp"

#include <algorithm>

#include <mailhaul/text/unicode.hpp>

namespace mailhaul::report::html {

namespace {

struct Entry {
  const migrate::AuditedFolder* folder = nullptr;
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

bool is_above(const migrate::AuditedFolder& parent, const migrate::AuditedFolder& child) {
  return child.name.size() > parent.name.size() && child.name[parent.name.size()] == '/' &&
         child.name.starts_with(parent.name);
}

}  // namespace

std::vector<TreeRow> tree_rows(std::span<const migrate::AuditedFolder> folders) {
  std::vector<Entry> entries;
  for (const migrate::AuditedFolder& folder : folders) {
    entries.push_back({.folder = &folder, .key = sort_key(folder.name)});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::vector<TreeRow> rows;
  std::vector<const migrate::AuditedFolder*> above;
  for (const Entry& entry : entries) {
    while (!above.empty() && !is_above(*above.back(), *entry.folder)) {
      above.pop_back();
    }
    const std::size_t known = above.empty() ? 0 : above.back()->name.size() + 1;
    rows.push_back({.folder = entry.folder,
                    .depth = above.size(),
                    .above = entry.folder->name.substr(0, known),
                    .label = entry.folder->name.substr(known)});
    above.push_back(entry.folder);
  }
  return rows;
}

}  // namespace mailhaul::report::html
