#include "maildir/folder_directories.hpp"
#include "maildir/line_reader.hpp"
#include "maildir/open_folder_state.hpp"
#include "maildir/tree_scan.hpp"

#include <algorithm>
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
  std::vector<AccessGrant> grants;
  const auto directory = open_directory_of(folder);
  if (const auto* const refused = std::get_if<Refused>(&directory)) {
    return fail(ErrorKind::Unreadable, describe(*refused),
                text::escape_for_display(folder.directory));
  }
  for (const ByteView name : {ByteView("dovecot-acl"), ByteView("courierimapacl")}) {
    const auto opened = std::get<Directory>(directory).open_file(name);
    const auto* const refused = std::get_if<Refused>(&opened);
    if (refused != nullptr && refused->reason == Refusal::NotFound) {
      continue;
    }
    const auto file = refused == nullptr ? read_whole(std::get<OpenFile>(opened)) : std::nullopt;
    if (!file) {
      return fail(ErrorKind::Unreadable, refused == nullptr ? "is too large" : describe(*refused),
                  text::escape_for_display(join_path(folder.directory, name)));
    }
    std::ranges::move(parse_access_list(*file), std::back_inserter(grants));
  }
  return grants;
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
