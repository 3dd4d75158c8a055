/// What an OpenFolder keeps open.
#pragma once

#include "maildir/folder_directories.hpp"
#include "maildir/folder_reader.hpp"
#include "maildir/name_finder.hpp"

#include <utility>

#include <mailhaul/maildir/open_folder.hpp>

namespace mailhaul::maildir {

struct OpenFolder::State {
  State(FolderDirectories opened, FolderReadOptions options)
      : directories(std::move(opened)), read_options(std::move(options)) {}

  FolderDirectories directories;
  FolderReadOptions read_options;
  NameFinder finder{directories};
};

}  // namespace mailhaul::maildir
