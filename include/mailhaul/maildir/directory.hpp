/// Directories and files of a tree that its owner may have prepared against us: nothing outside of
/// it is reached, no link is followed, no special file is opened for longer than it takes to
/// recognise it, nothing is written.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <sys/types.h>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::maildir {

/// With whose rights the process reads.
enum class ReadAs : std::uint8_t {
  Owner,  ///< the tree's owner (or whoever started us): the kernel decides what may be read
  Root,   ///< any file may be read, so foreign files with a second name are refused here
};

/// How paths of several components are looked up.
enum class PathLookup : std::uint8_t {
  Automatic,       ///< openat2(2), or every component by itself where the kernel lacks it
  EveryComponent,  ///< always the second way
};

/// What holds for every file opened in one tree.
struct AccessRules {
  ReadAs read_as = ReadAs::Owner;
  PathLookup lookup = PathLookup::Automatic;
  /// Owner of MAILDIR; set by open_maildir.
  uid_t owner = 0;
};

enum class FileType : std::uint8_t { Regular, Directory, Symlink, Fifo, Socket, Device, Unknown };

struct FileFacts {
  FileType type = FileType::Unknown;
  std::uint64_t size = 0;
  /// Seconds since 1970, fractions rounded down also before it.
  std::int64_t mtime = 0;
  std::int64_t ctime = 0;
  dev_t device = 0;
  ino_t inode = 0;
  uid_t owner = 0;
  std::uint64_t links = 0;
};

/// One name in a directory; the view is valid during the call that hands it out.
struct DirectoryEntry {
  ByteView name;
  /// Unknown where neither the directory nor lstat(2) says it: it is gone, or the disk fails.
  FileType type = FileType::Unknown;
  ino_t inode = 0;
};

/// A regular file, open for reading.
struct OpenFile {
  UniqueFd fd;
  FileFacts facts;
};

class Directory {
 public:
  Directory(UniqueFd fd, AccessRules rules) : fd_(std::move(fd)), rules_(rules) {}

  /// A directory below this one; `path` is relative and may have several components.
  [[nodiscard]] std::variant<Directory, Refused> open_directory(ByteView path) const;

  /// A regular file directly in this directory. Never blocks.
  [[nodiscard]] std::variant<OpenFile, Refused> open_file(ByteView name) const;

  /// The same for a name that `for_each` gave as a regular file, which is not looked at again
  /// before it is opened. If another kind of file took its place since, opening it does not wait,
  /// and it is refused unread; a device gets there by the hand of root alone.
  [[nodiscard]] std::variant<OpenFile, Refused> open_listed_file(const Bytes& name) const;

  /// lstat(2).
  [[nodiscard]] std::variant<FileFacts, Refused> look_at(ByteView name) const;

  /// The same where it does not matter why there are none.
  [[nodiscard]] std::optional<FileFacts> facts(ByteView name) const;

  /// Of the directory itself.
  [[nodiscard]] FileFacts facts() const;

  /// Calls `visit` for every name but "." and ".."; it returns false to stop. The order is the file
  /// system's, and a name that is renamed meanwhile may come twice or not at all. Returns 0, or
  /// errno if the directory could not be read to its end.
  int for_each(const std::function<bool(const DirectoryEntry&)>& visit) const;

  [[nodiscard]] const AccessRules& rules() const { return rules_; }

  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
  AccessRules rules_;
};

}  // namespace mailhaul::maildir
