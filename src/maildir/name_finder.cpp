#include "maildir/name_finder.hpp"

#include <algorithm>
#include <array>

namespace mailhaul::maildir {
namespace {

constexpr std::array kBoth = {Subdirectory::New, Subdirectory::Cur};

}  // namespace

void NameFinder::read() {
  names_ = {};
  stamps_.clear();
  for (const Subdirectory subdirectory : kBoth) {
    const Directory* const directory = directories_.find(subdirectory);
    if (directory == nullptr) {
      continue;
    }
    stamps_.emplace_back(directory->fd());
    directory->for_each([&](const DirectoryEntry& entry) {
      const bool may_be_file = entry.type == FileType::Regular || entry.type == FileType::Unknown;
      if (!entry.name.starts_with('.') && may_be_file) {
        names_.add(subdirectory, entry.name, entry.inode);
      }
      return true;
    });
  }
  names_.build_index();
}

bool NameFinder::refresh() {
  if (std::ranges::all_of(stamps_, &DirectoryStamp::still_holds)) {
    return false;
  }
  read();
  return true;
}

std::optional<MessageEntry> NameFinder::find(const MessageEntry& message) {
  if (stamps_.empty()) {
    read();
  }
  std::optional<MessageEntry> found;
  std::size_t others = 0;
  for (const MessageListBuilder::Position position : names_.positions_of(message.unique_name)) {
    const MessageEntry entry = names_.entry(position);
    if (entry.inode == message.inode) {
      return entry;
    }
    found = entry;
    ++others;
  }
  // Without the inode, a name that several messages have or had could be that of another one.
  return others == 1 && !message.shares_name ? found : std::nullopt;
}

}  // namespace mailhaul::maildir
