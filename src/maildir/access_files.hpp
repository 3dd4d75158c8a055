/// Where servers keep who may use a folder.
#pragma once

#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/access_list.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// What dovecot-acl and courierimapacl in the directory of a folder say; empty if neither is there.
/// `path` stands in errors, which are of kind Unreadable.
[[nodiscard]] Result<std::vector<AccessGrant>> read_access_list(const Directory& folder,
                                                                ByteView path);

/// The names below `courierimaphieracl` of a Maildir, sorted: Courier keeps the rights on a parent
/// that has no directory of its own there. Each is a folder's path without the leading dot.
[[nodiscard]] std::vector<Bytes> list_hierarchy_access(const Directory& maildir);

/// What one of them says. Errors as above.
[[nodiscard]] Result<std::vector<AccessGrant>> read_hierarchy_access(const Directory& maildir,
                                                                     ByteView name);

}  // namespace mailhaul::maildir
