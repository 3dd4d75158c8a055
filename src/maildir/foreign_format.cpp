#include "maildir/foreign_format.hpp"

#include "maildir/mail_directory.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace mailhaul::maildir {
namespace {

bool has(const std::vector<Bytes>& names, ByteView name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_number(ByteView name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char octet) { return octet >= '0' && octet <= '9'; });
}

bool is_guid(ByteView name) {
  constexpr std::size_t kGuidLength = 32;
  return name.size() == kGuidLength && name.find_first_not_of("0123456789abcdef") == ByteView::npos;
}

bool begins_like_mbox(const Directory& directory, ByteView name) {
  const auto opened = directory.open_file(name);
  const auto* const file = std::get_if<OpenFile>(&opened);
  std::array<char, 5> start{};
  return file != nullptr && ::pread(file->fd.get(), start.data(), start.size(), 0) == 5 &&
         ByteView(start.data(), start.size()) == "From ";
}

bool has_mbox(const Directory& directory, const std::vector<Bytes>& files) {
  constexpr std::size_t kMostLookedAt = 50;
  return std::any_of(
      files.begin(),
      files.begin() + static_cast<std::ptrdiff_t>(std::min(files.size(), kMostLookedAt)),
      [&](const Bytes& name) { return begins_like_mbox(directory, name); });
}

}  // namespace

bool has_guid_layout(const Directory& directory, const DirectoryContents& contents) {
  if (std::ranges::any_of(contents.directories, [&](const Bytes& name) {
        return is_guid(name) && is_mail_directory(directory, name);
      })) {
    return true;
  }
  const auto opened = directory.open_directory("mailboxes");
  const auto* const mailboxes = std::get_if<Directory>(&opened);
  bool found = false;
  if (mailboxes != nullptr) {
    mailboxes->for_each([&](const DirectoryEntry& entry) {
      found = is_guid(entry.name) && is_mail_directory(*mailboxes, entry.name);
      return !found;
    });
  }
  return found;
}

std::optional<std::string> recognise_foreign_format(const Directory& directory,
                                                    const DirectoryContents& contents) {
  if (has(contents.directories, "mailboxes")) {
    return has(contents.directories, "storage") ? "Dovecot's mdbox" : "Dovecot's sdbox";
  }
  if (has(contents.files, "cyrus.index") || has(contents.files, "cyrus.header")) {
    return "a Cyrus mailbox";
  }
  if (std::ranges::any_of(contents.files,
                          [](const Bytes& name) { return name.ends_with(".msf"); })) {
    return "a Thunderbird mail folder";
  }
  if (has(contents.files, ".mh_sequences") || std::ranges::any_of(contents.files, is_number)) {
    return "an MH folder";
  }
  if (has_mbox(directory, contents.files)) {
    return "a directory of mbox files";
  }
  return std::nullopt;
}

}  // namespace mailhaul::maildir
