#include "maildir/shared_subscriptions.hpp"

#include "maildir/folder_directories.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::maildir {
namespace {

using Levels = std::vector<std::string>;

constexpr ByteView kSharedFolders = "shared-folders";

/// Names in a directory of Courier's, without those of hidden files; none if it cannot be read.
std::vector<Bytes> directories_in(const Directory& maildir, ByteView path) {
  std::vector<Bytes> names;
  const auto opened = maildir.open_directory(path);
  if (const auto* const directory = std::get_if<Directory>(&opened)) {
    directory->for_each([&names](const DirectoryEntry& entry) {
      if (entry.type == FileType::Directory && !entry.name.starts_with('.')) {
        names.emplace_back(entry.name);
      }
      return names.size() < limits::kSharedCopies;
    });
  }
  std::ranges::sort(names);
  return names;
}

/// A subscription as one of the names that it can be: only Dovecot's present lists say what
/// separates the levels.
struct SubscribedName {
  std::size_t subscription = 0;
  Levels levels;
};

Levels split(ByteView name, char separator, NameEncoding encoding) {
  Levels levels;
  while (true) {
    const ByteView level = name.substr(0, name.find(separator));
    if (!level.empty()) {
      // What separates levels elsewhere is a character like others here.
      levels.push_back(parse_folder_name(level, Layout::Fs, encoding).levels.front());
    }
    if (level.size() == name.size()) {
      return levels;
    }
    name.remove_prefix(level.size() + 1);
  }
}

std::vector<SubscribedName> all_names(const Inventory& inventory) {
  std::vector<SubscribedName> names;
  for (std::size_t i = 0; i < inventory.unknown_subscriptions.size(); ++i) {
    const Bytes& name = inventory.unknown_subscriptions[i];
    const ByteView separators = name.find('\t') != Bytes::npos ? "\t" : "./";
    for (const char separator : separators) {
      if (name.find(separator) != Bytes::npos || separator == separators.front()) {
        names.push_back({.subscription = i, .levels = split(name, separator, inventory.encoding)});
      }
    }
  }
  return names;
}

bool is_inbox(const std::string& level) {
  return text::equals_ignoring_case(level, "INBOX");
}

/// How sure it is that a tree was shown with some levels before its names.
struct Confidence {
  bool is_written_down = false;  ///< shared-maildirs says so
  bool is_its_name = false;      ///< the levels say where the tree lies, or where it goes
  bool is_shared_name = false;   ///< they are those that Courier gives to what is shared
  std::size_t names = 0;
  std::size_t name_levels = 0;  ///< behind them, summed up

  friend auto operator<=>(const Confidence&, const Confidence&) = default;
};

class SharedPrefixes {
 public:
  SharedPrefixes(std::span<const SharedTree> trees, Inventory& inventory)
      : trees_(trees), inventory_(inventory), names_(all_names(inventory)) {}

  void take() {
    std::map<Levels, std::vector<std::pair<Confidence, std::size_t>>> claims;
    for (std::size_t tree = 0; tree < trees_.size(); ++tree) {
      if (auto best = best_prefix_of(tree)) {
        claims[std::move(best->second)].emplace_back(best->first, tree);
      }
    }
    std::vector<bool> taken(inventory_.unknown_subscriptions.size());
    for (auto& [prefix, trees] : claims) {
      std::ranges::sort(trees, std::ranges::greater{});
      if (trees.size() == 1 || trees[0].first != trees[1].first) {
        subscribe(prefix, trees.front().second, taken);
      }
    }
    std::size_t at = 0;
    std::erase_if(inventory_.unknown_subscriptions,
                  [&](const Bytes&) { return static_cast<bool>(taken[at++]); });
  }

 private:
  /// The levels of a folder's name within its tree; none for the root of the tree.
  [[nodiscard]] std::span<const std::string> levels_in_tree(const Folder& folder) const {
    return std::span(folder.levels).subspan(trees_[*folder.shared_tree].prefix.size());
  }

  [[nodiscard]] std::optional<std::pair<Confidence, Levels>> best_prefix_of(
      std::size_t tree) const {
    std::map<Levels, Confidence> candidates;
    const auto count = [&](const SubscribedName& name, std::size_t prefix_size) {
      Confidence& confidence = candidates[{
          name.levels.begin(), name.levels.begin() + static_cast<std::ptrdiff_t>(prefix_size)}];
      ++confidence.names;
      confidence.name_levels += name.levels.size() - prefix_size;
    };
    for (const SubscribedName& name : names_) {
      for (const Folder& folder : inventory_.folders) {
        if (folder.shared_tree == tree) {
          if (const std::size_t size = prefix_size(name, levels_in_tree(folder)); size > 0) {
            count(name, size);
          }
        }
      }
      if (is_name_of(name.levels, tree)) {
        count(name, name.levels.size());
      }
    }
    std::optional<std::pair<Confidence, Levels>> best;
    for (auto& [prefix, confidence] : candidates) {
      confidence.is_written_down = is_written_down(prefix, tree);
      confidence.is_its_name = is_name_of(prefix, tree);
      confidence.is_shared_name = prefix.front() == "#shared" || prefix.front() == "shared";
      const bool is_own = !confidence.is_written_down && begins_own_folder(prefix);
      if (!is_own && (!best || confidence > best->first)) {
        best = {confidence, prefix};
      }
    }
    return best;
  }

  /// How many levels stand before those of the folder; 0 if it is not the folder's name.
  static std::size_t prefix_size(const SubscribedName& name, std::span<const std::string> folder) {
    const std::span<const std::string> levels(name.levels);
    if (folder.empty()) {
      return levels.size() > 1 && is_inbox(levels.back()) ? levels.size() - 1 : 0;
    }
    const bool is_its_name =
        levels.size() > folder.size() && std::ranges::equal(levels.last(folder.size()), folder);
    return is_its_name ? levels.size() - folder.size() : 0;
  }

  [[nodiscard]] bool is_written_down(const Levels& prefix, std::size_t tree) const {
    return std::ranges::any_of(inventory_.shared_maildirs, [&](const SharedMaildir& shared) {
      Levels shown = split(shared.name, '.', inventory_.encoding);
      shown.insert(shown.begin(), "shared");
      return shared.path == trees_[tree].path && shown == prefix;
    });
  }

  /// Whether the levels are where the tree goes now, or end with a directory on the way to it.
  [[nodiscard]] bool is_name_of(const Levels& levels, std::size_t tree) const {
    if (levels == trees_[tree].prefix) {
      return true;
    }
    const Levels way = split(trees_[tree].path, '/', NameEncoding::Utf8);
    return std::ranges::any_of(way, [&](const std::string& directory) {
      return text::equals_ignoring_case(directory, levels.back());
    });
  }

  /// A subscription to a folder that the user himself had.
  [[nodiscard]] bool begins_own_folder(const Levels& prefix) const {
    return std::ranges::any_of(inventory_.folders, [&](const Folder& folder) {
      return !folder.shared_tree && folder.levels.front() == prefix.front();
    });
  }

  void subscribe(const Levels& prefix, std::size_t tree, std::vector<bool>& taken) {
    for (const SubscribedName& name : names_) {
      const std::span<const std::string> levels(name.levels);
      if (levels.size() < prefix.size() ||
          !std::ranges::equal(levels.first(prefix.size()), prefix)) {
        continue;
      }
      const auto rest = levels.subspan(prefix.size());
      const bool is_root = rest.empty() || (rest.size() == 1 && is_inbox(rest.front()));
      for (Folder& folder : inventory_.folders) {
        if (folder.shared_tree == tree && (std::ranges::equal(levels_in_tree(folder), rest) ||
                                           (is_root && levels_in_tree(folder).empty()))) {
          folder.subscribed = true;
          taken[name.subscription] = true;
        }
      }
    }
  }

  std::span<const SharedTree> trees_;
  Inventory& inventory_;
  std::vector<SubscribedName> names_;
};

}  // namespace

std::vector<Bytes> list_shared_copies(const Directory& maildir) {
  std::vector<Bytes> names;
  for (const Bytes& shared : directories_in(maildir, kSharedFolders)) {
    for (const Bytes& folder : directories_in(maildir, join_path(kSharedFolders, shared))) {
      names.push_back(fmt::format("shared.{}.{}", shared, folder));
    }
  }
  return names;
}

void take_shared_subscriptions(std::span<const SharedTree> trees, Inventory& inventory) {
  if (!trees.empty() && !inventory.unknown_subscriptions.empty()) {
    SharedPrefixes(trees, inventory).take();
  }
}

}  // namespace mailhaul::maildir
