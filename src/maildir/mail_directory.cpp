#include "maildir/mail_directory.hpp"

#include "maildir/folder_directories.hpp"

#include <algorithm>

namespace mailhaul::maildir {

std::uint64_t count_files(const Directory& parent, ByteView name) {
  const auto opened = parent.open_directory(name);
  const auto* const directory = std::get_if<Directory>(&opened);
  std::uint64_t count = 0;
  if (directory != nullptr) {
    directory->for_each([&](const DirectoryEntry& entry) {
      count += entry.type == FileType::Regular && !entry.name.starts_with('.') ? 1U : 0U;
      return true;
    });
  }
  return count;
}

std::uint64_t count_files_in(const Directory& parent, ByteView name) {
  return count_files(parent, name) + count_messages(parent, name);
}

std::uint64_t count_messages(const Directory& parent, ByteView name) {
  return count_files(parent, join_path(name, "cur")) + count_files(parent, join_path(name, "new"));
}

bool has_directory(const Directory& parent, ByteView name) {
  const auto facts = parent.facts(name);
  return facts && facts->type == FileType::Directory;
}

bool is_mail_directory(const Directory& parent, ByteView name) {
  const auto opened = parent.open_directory(name);
  const auto* const directory = std::get_if<Directory>(&opened);
  return directory != nullptr &&
         (has_directory(*directory, "cur") || has_directory(*directory, "new"));
}

bool is_left_by_dovecot(ByteView name) {
  return name.starts_with("extra-");
}

bool is_delivery_name(ByteView name) {
  const std::size_t dot = name.find('.');
  return (dot == 9 || dot == 10) && std::all_of(name.begin(), name.begin() + 9, [](char octet) {
           return octet >= '0' && octet <= '9';
         });
}

}  // namespace mailhaul::maildir
