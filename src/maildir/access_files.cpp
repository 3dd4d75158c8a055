#include "maildir/access_files.hpp"

#include "maildir/folder_directories.hpp"
#include "maildir/line_reader.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

constexpr ByteView kHierarchies = "courierimaphieracl";

/// Adds what the file grants; nothing if there is no such file.
Result<void> add_grants(const Directory& directory, ByteView name, const Bytes& path,
                        std::vector<AccessGrant>& grants) {
  const auto opened = directory.open_file(name);
  const auto* const refused = std::get_if<Refused>(&opened);
  if (refused != nullptr && refused->reason == Refusal::NotFound) {
    return {};
  }
  const auto content = refused == nullptr ? read_whole(std::get<OpenFile>(opened)) : *refused;
  if (const auto* const unread = std::get_if<Refused>(&content)) {
    return fail(ErrorKind::Unreadable, describe(*unread), text::escape_for_display(path));
  }
  std::ranges::move(parse_access_list(std::get<Bytes>(content)), std::back_inserter(grants));
  return {};
}

}  // namespace

Result<std::vector<AccessGrant>> read_access_list(const Directory& folder, ByteView path) {
  std::vector<AccessGrant> grants;
  for (const ByteView name : {ByteView("dovecot-acl"), ByteView("courierimapacl")}) {
    if (auto added = add_grants(folder, name, join_path(path, name), grants); !added) {
      return fail(std::move(added).error());
    }
  }
  return grants;
}

std::vector<Bytes> list_hierarchy_access(const Directory& maildir) {
  std::vector<Bytes> names;
  const auto opened = maildir.open_directory(kHierarchies);
  if (const auto* const directory = std::get_if<Directory>(&opened)) {
    directory->for_each([&names](const DirectoryEntry& entry) {
      if (!entry.name.starts_with('.') && names.size() < limits::kHierarchyAccessLists) {
        names.emplace_back(entry.name);
      }
      return true;
    });
  }
  std::ranges::sort(names);
  return names;
}

Result<std::vector<AccessGrant>> read_hierarchy_access(const Directory& maildir, ByteView name) {
  std::vector<AccessGrant> grants;
  const auto opened = maildir.open_directory(kHierarchies);
  if (const auto* const directory = std::get_if<Directory>(&opened)) {
    if (auto added = add_grants(*directory, name, join_path(kHierarchies, name), grants); !added) {
      return fail(std::move(added).error());
    }
  }
  return grants;
}

}  // namespace mailhaul::maildir
