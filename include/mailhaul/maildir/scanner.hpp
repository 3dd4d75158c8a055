/// Finds out what lies under MAILDIR.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/access_list.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/inventory.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/maildir/source_tree.hpp>

namespace mailhaul::maildir {

struct ScanOptions {
  /// Of MAILDIR and of shared trees. Detected if not given.
  std::optional<Layout> layout = {};
  std::optional<NameEncoding> encoding = {};
  /// Seconds since 1970, for the age of files in tmp.
  std::int64_t now = 0;
  /// What MAILDIR is called in errors, escaped for display.
  std::string shown_path = {};
  /// Use Courier's keywords for messages without Dovecot's where both servers left theirs.
  bool courier_keywords_beside_dovecot = false;
};

/// Who may use something that is no folder with mail.
struct PlaceAccess {
  std::string name;  ///< UTF-8 path with '/', as of a folder; empty for MAILDIR itself
  Bytes path;        ///< where a folder of that name would be, as Folder::directory
  /// Unreadable if the list is there and cannot be read.
  Result<std::vector<AccessGrant>> grants;
};

class Scanner {
 public:
  /// Walks the folders; no message directory but `tmp` is listed. SourceUnusable if this is no
  /// Maildir (and which other format it is, if that can be seen), if the layout is not clear, or if
  /// the layout asked for would leave the folders of the other one unread.
  [[nodiscard]] static Result<Scanner> open(SourceTree trees, const ScanOptions& options);

  [[nodiscard]] const Inventory& inventory() const { return inventory_; }

  /// Unreadable if the folder cannot be opened or has neither `cur` nor `new` that can.
  [[nodiscard]] Result<OpenFolder> open_folder(const Folder& folder) const;

  /// Who else may use the folder, as dovecot-acl and courierimapacl say; empty if neither is there.
  /// Unreadable if one is there and cannot be read.
  [[nodiscard]] Result<std::vector<AccessGrant>> access_list(const Folder& folder) const;

  /// The rights that no folder has: on the root of a tree that holds no mail itself, where they say
  /// who may make folders, and on parents that have no directory, which Courier keeps in
  /// courierimaphieracl.
  [[nodiscard]] std::vector<PlaceAccess> access_without_folder() const;

  /// Whether the path is that of a shared tree that is read.
  [[nodiscard]] bool is_shared_tree(ByteView path) const;

 private:
  Scanner(SourceTree trees, Inventory inventory, ScanOptions options);

  [[nodiscard]] std::variant<Directory, Refused> open_directory_of(const Folder& folder) const;

  SourceTree trees_;
  Inventory inventory_;
  ScanOptions options_;
};

}  // namespace mailhaul::maildir
