#include "maildir/folder_directories.hpp"

#include <utility>

namespace mailhaul::maildir {

const Directory* FolderDirectories::find(Subdirectory subdirectory) const {
  const auto& directory = subdirectory == Subdirectory::Cur ? cur_directory : new_directory;
  return directory ? &*directory : nullptr;
}

Bytes FolderDirectories::path_of(ByteView name) const {
  return join_path(path, name);
}

FolderDirectories open_subdirectories(Directory directory, const Folder& folder) {
  FolderDirectories result{.path = folder.directory, .folder = std::move(directory)};
  const auto open = [&](Subdirectory subdirectory) -> std::optional<Directory> {
    const ByteView name = directory_name(subdirectory);
    auto opened = result.folder.open_directory(name);
    if (const auto* refused = std::get_if<Refused>(&opened)) {
      result.anomalies.push_back({.kind = AnomalyKind::UnreadableFolder,
                                  .path = result.path_of(name),
                                  .refused = *refused});
      return std::nullopt;
    }
    return std::get<Directory>(std::move(opened));
  };
  if (folder.has_new) {
    result.new_directory = open(Subdirectory::New);
  }
  if (folder.has_cur) {
    result.cur_directory = open(Subdirectory::Cur);
  }
  return result;
}

Bytes join_path(ByteView directory, ByteView name) {
  Bytes path(directory);
  if (!path.empty()) {
    path += '/';
  }
  path += name;
  return path;
}

}  // namespace mailhaul::maildir
