#include "maildir/access_files.hpp"
#include "maildir/folder_directories.hpp"
#include "maildir/open_folder_state.hpp"
#include "maildir/shared_subscriptions.hpp"
#include "maildir/tree_scan.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

Failure unusable(Error error, std::string where) {
  error.where = std::move(where);
  return fail(std::move(error));
}

/// Dovecot's control directory of a folder; the INBOX has one of its own there, wherever it lies.
std::optional<Directory> open_control(const SourceTree& trees, Layout layout,
                                      const Folder& folder) {
  if (!trees.control || folder.shared_tree) {
    return std::nullopt;
  }
  const ByteView inbox_name = layout == Layout::Fs ? "INBOX" : ".INBOX";
  auto opened = trees.control->open_directory(
      folder.directory.empty() ? inbox_name : ByteView(folder.directory));
  auto* const directory = std::get_if<Directory>(&opened);
  return directory == nullptr ? std::nullopt : std::optional(std::move(*directory));
}

bool is_folder(const Inventory& inventory, const Bytes& path) {
  return std::ranges::find(inventory.folders, path, &Folder::directory) != inventory.folders.end();
}

std::string joined(const std::vector<std::string>& levels) {
  std::string name;
  for (const std::string& level : levels) {
    name += (name.empty() ? "" : "/") + level;
  }
  return name;
}

/// The rights of one tree that belong to none of its folders. `path` stands before those of its
/// folders, `prefix` before their names.
std::vector<PlaceAccess> collect_access(const Directory& tree, const Bytes& path,
                                        const std::vector<std::string>& prefix,
                                        const Inventory& inventory) {
  std::vector<PlaceAccess> places;
  if (!is_folder(inventory, path)) {
    places.push_back(
        {.name = joined(prefix), .path = path, .grants = read_access_list(tree, path)});
  }
  for (const Bytes& name : list_hierarchy_access(tree)) {
    const Bytes folder = join_path(path, "." + name);
    if (!is_folder(inventory, folder)) {
      std::vector<std::string> levels = prefix;
      std::ranges::move(
          parse_folder_name("." + name, Layout::MaildirPlusPlus, inventory.encoding).levels,
          std::back_inserter(levels));
      places.push_back(
          {.name = joined(levels), .path = folder, .grants = read_hierarchy_access(tree, name)});
    }
  }
  std::erase_if(places,
                [](const PlaceAccess& place) { return place.grants && place.grants->empty(); });
  return places;
}

}  // namespace

Scanner::Scanner(SourceTree trees, Inventory inventory, ScanOptions options)
    : trees_(std::move(trees)), inventory_(std::move(inventory)), options_(std::move(options)) {}

Result<Scanner> Scanner::open(SourceTree trees, const ScanOptions& options) {
  auto inventory = scan_maildir(trees, options);
  if (!inventory) {
    return unusable(std::move(inventory).error(), options.shown_path);
  }
  for (std::size_t i = 0; i < trees.shared.size(); ++i) {
    auto shared = scan_shared(trees.shared[i], i, options);
    if (!shared) {
      return unusable(std::move(shared).error(), text::escape_for_display(trees.shared[i].path));
    }
    std::ranges::move(shared->folders, std::back_inserter(inventory->folders));
    std::ranges::move(shared->anomalies, std::back_inserter(inventory->anomalies));
  }
  take_shared_subscriptions(trees.shared, *inventory);
  return Scanner(std::move(trees), *std::move(inventory), options);
}

std::variant<Directory, Refused> Scanner::open_directory_of(const Folder& folder) const {
  const Directory* tree = &trees_.maildir;
  ByteView path = folder.directory;
  if (folder.shared_tree) {
    const SharedTree& shared = trees_.shared.at(*folder.shared_tree);
    tree = &shared.directory;
    path.remove_prefix(std::min(path.size(), shared.path.size() + 1));
  } else if (folder.is_inbox && trees_.inbox) {
    tree = &*trees_.inbox;
  }
  return tree->open_directory(path.empty() ? ByteView(".") : path);
}

Result<std::vector<AccessGrant>> Scanner::access_list(const Folder& folder) const {
  const auto directory = open_directory_of(folder);
  if (const auto* const refused = std::get_if<Refused>(&directory)) {
    return fail(ErrorKind::Unreadable, describe(*refused),
                text::escape_for_display(folder.directory));
  }
  return read_access_list(std::get<Directory>(directory), folder.directory);
}

std::vector<PlaceAccess> Scanner::access_without_folder() const {
  std::vector<PlaceAccess> places = collect_access(trees_.maildir, "", {}, inventory_);
  for (const SharedTree& tree : trees_.shared) {
    auto more = collect_access(tree.directory, tree.path, tree.prefix, inventory_);
    std::ranges::move(more, std::back_inserter(places));
  }
  return places;
}

bool Scanner::is_shared_tree(ByteView path) const {
  return std::ranges::find(trees_.shared, path, &SharedTree::path) != trees_.shared.end();
}

Result<OpenFolder> Scanner::open_folder(const Folder& folder) const {
  const auto fail_with = [&](const Refused& refused) {
    return fail(ErrorKind::Unreadable, describe(refused),
                text::escape_for_display(folder.directory));
  };
  auto opened = open_directory_of(folder);
  if (const auto* const refused = std::get_if<Refused>(&opened)) {
    return fail_with(*refused);
  }
  // What mail it has is not known, even if the disk gives it now.
  if (!folder.readable) {
    return fail_with({.reason = Refusal::InputOutput, .error_number = EIO});
  }
  FolderDirectories directories =
      open_subdirectories(std::get<Directory>(std::move(opened)), folder);
  const bool nothing_opened = !directories.new_directory && !directories.cur_directory;
  if (nothing_opened && !directories.anomalies.empty()) {
    return fail_with(directories.anomalies.front().refused);
  }
  directories.control = open_control(trees_, inventory_.layout, folder);
  const FolderReadOptions read_options{.courier_keywords_beside_dovecot =
                                           options_.courier_keywords_beside_dovecot};
  return OpenFolder(std::make_unique<OpenFolder::State>(std::move(directories), read_options));
}

}  // namespace mailhaul::maildir
