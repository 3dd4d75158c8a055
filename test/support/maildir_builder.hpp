/// Builds a Maildir tree from a text manifest, since git keeps no empty directories, odd names,
/// modes or mtimes.
///
/// A manifest has one entry a line; empty lines and lines that start with '#' are comments. Words
/// are separated by blanks. In every word \xNN stands for that octet, \n \r \t for those, \\ for a
/// backslash, so a blank in a name is \x20.
///
///     maildir PATH            PATH with cur, new and tmp; "." is the tree itself
///     dir PATH                one directory
///     file PATH [content]     a file; without content it is empty
///     message PATH [content]  a small message, generated from its name, unless content is given
///     symlink PATH TARGET
///     hardlink PATH EXISTING  EXISTING is a path in the tree
///     fifo PATH
///     socket PATH
///     device PATH MAJOR:MINOR a character device; needs root
///
/// Missing parents are made. Content is one of
///
///     text=WORD               exactly these octets
///     source=FILE             a copy of this file of the source tree, such as
///     testdata/messages/a.eml size=N                  for `message`: generated with exactly N
///     octets (400 at least);
///                             for `file`: N octets of 'x'
///     sparse=N                N zero octets that take no room on the disk
///
/// and every entry may have
///
///     mode=0600  owner=UID:GID  mtime=SECONDS[.NANOSECONDS]
///     subject=WORD  date=WORD  id=WORD   header fields of a generated message, UTF-8 as it is
///     eol=crlf                           line ends of a generated message
///     repeat=N                           N entries; %n in PATH becomes 00001, 00002 ...
///
/// Modes, owners and mtimes of directories are set last, when nothing is added to them any more.
#pragma once

#include "support/temp_dir.hpp"

#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>

namespace mailhaul::test {

/// Builds the tree in the existing or new directory `root`. Usage errors name the line.
[[nodiscard]] Result<void> build_maildir(const std::string& root, std::string_view manifest);

/// The same with a manifest in a file.
[[nodiscard]] Result<void> build_maildir_from_file(const std::string& root,
                                                   const std::string& manifest_file);

/// One line for every name in the tree: path, type, mode, owner, links, mtime with nanoseconds,
/// target or a hash of the content. Two equal descriptions are two equal trees.
[[nodiscard]] std::string describe_tree(const std::string& root);

/// A tree in a new directory that is removed at the end of its life. A manifest that cannot be
/// built ends the test program.
class TemporaryMaildir {
 public:
  explicit TemporaryMaildir(std::string_view manifest = "");

  /// The Maildir itself; its parent belongs to this object too.
  [[nodiscard]] const std::string& path() const { return path_; }

  /// A path in the tree.
  [[nodiscard]] std::string path(std::string_view name) const;

  /// Adds to the tree.
  void add(std::string_view manifest);

  void rename(std::string_view from, std::string_view to);
  void remove(std::string_view name);

 private:
  TempDir parent_;
  std::string path_;
};

}  // namespace mailhaul::test
