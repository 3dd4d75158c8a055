#include "maildir/beneath.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {
namespace {

struct CloseDirectory {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

using DirectoryStream = std::unique_ptr<DIR, CloseDirectory>;

FileType type_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return FileType::Regular;
    case S_IFDIR:
      return FileType::Directory;
    case S_IFLNK:
      return FileType::Symlink;
    case S_IFIFO:
      return FileType::Fifo;
    case S_IFSOCK:
      return FileType::Socket;
    case S_IFBLK:
    case S_IFCHR:
      return FileType::Device;
    default:
      return FileType::Unknown;
  }
}

/// Some file systems leave the type to stat(2) and say DT_UNKNOWN.
FileType type_of_entry(unsigned char type) {
  return type_of_mode(static_cast<mode_t>(DTTOIF(type)));
}

/// A second stream of the same directory with a position of its own.
DirectoryStream open_stream(int fd) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  UniqueFd copy(::openat(fd, ".", kFlags | O_NOATIME));
  if (!copy.valid() && errno == EPERM) {
    copy = UniqueFd(::openat(fd, ".", kFlags));
  }
  DirectoryStream stream(copy.valid() ? ::fdopendir(copy.get()) : nullptr);
  if (stream) {
    // The stream closes it now.
    static_cast<void>(copy.release());
  }
  return stream;
}

bool is_self_or_parent(ByteView name) {
  return name == "." || name == "..";
}

std::optional<Refused> refusal_of_type(FileType type) {
  switch (type) {
    case FileType::Regular:
      return std::nullopt;
    case FileType::Directory:
      return Refused{.reason = Refusal::Directory};
    case FileType::Symlink:
      return Refused{.reason = Refusal::Symlink};
    case FileType::Fifo:
      return Refused{.reason = Refusal::Fifo};
    case FileType::Socket:
      return Refused{.reason = Refusal::Socket};
    case FileType::Device:
      return Refused{.reason = Refusal::Device};
    case FileType::Unknown:
      return Refused{.reason = Refusal::InputOutput, .error_number = EINVAL};
  }
  return std::nullopt;
}

bool is_foreign_hard_link(const FileFacts& facts, const AccessRules& rules) {
  return rules.read_as == ReadAs::Root && facts.owner != rules.owner && facts.links > 1;
}

FileFacts facts_of(const struct stat& status) {
  // tv_nsec counts forward from tv_sec also before 1970, so tv_sec is the fraction rounded down.
  return {.type = type_of_mode(status.st_mode),
          .size = static_cast<std::uint64_t>(status.st_size),
          .mtime = status.st_mtim.tv_sec,
          .ctime = status.st_ctim.tv_sec,
          .device = status.st_dev,
          .inode = status.st_ino,
          .owner = status.st_uid,
          .links = status.st_nlink};
}

}  // namespace

std::variant<Directory, Refused> Directory::open_directory(ByteView path) const {
  auto opened = open_beneath(fd_.get(), Bytes(path), O_RDONLY | O_DIRECTORY, rules_.lookup);
  if (const auto* refused = std::get_if<Refused>(&opened)) {
    return *refused;
  }
  return Directory(std::get<UniqueFd>(std::move(opened)), rules_);
}

std::variant<OpenFile, Refused> Directory::open_file(ByteView name) const {
  // Looked at before it is opened, since opening alone can make a device act; looked at again after
  // it, since the name may be another file by then.
  const std::variant<FileFacts, Refused> before = look_at(name);
  if (const auto* const refused = std::get_if<Refused>(&before)) {
    return *refused;
  }
  if (const auto refused = refusal_of_type(std::get<FileFacts>(before).type)) {
    return *refused;
  }
  return open_listed_file(Bytes(name));
}

std::variant<OpenFile, Refused> Directory::open_listed_file(const Bytes& name) const {
  auto opened = open_beneath(fd_.get(), name, O_RDONLY, rules_.lookup);
  if (const auto* refused = std::get_if<Refused>(&opened)) {
    // A socket cannot be opened, and the error does not say that it is one.
    const std::optional<FileFacts> there = facts(name);
    return there ? refusal_of_type(there->type).value_or(*refused) : *refused;
  }
  UniqueFd fd = std::get<UniqueFd>(std::move(opened));
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0) {
    return refused_by(errno);
  }
  const FileFacts after = facts_of(status);
  if (const auto refused = refusal_of_type(after.type)) {
    return *refused;
  }
  if (is_foreign_hard_link(after, rules_)) {
    return Refused{.reason = Refusal::ForeignHardLink};
  }
  return OpenFile{.fd = std::move(fd), .facts = after};
}

std::variant<FileFacts, Refused> Directory::look_at(ByteView name) const {
  struct stat status{};
  if (::fstatat(fd_.get(), Bytes(name).c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return refused_by(errno);
  }
  return facts_of(status);
}

std::optional<FileFacts> Directory::facts(ByteView name) const {
  const std::variant<FileFacts, Refused> seen = look_at(name);
  const auto* const facts = std::get_if<FileFacts>(&seen);
  return facts == nullptr ? std::nullopt : std::optional(*facts);
}

FileFacts Directory::facts() const {
  struct stat status{};
  if (::fstat(fd_.get(), &status) != 0) {
    return {};
  }
  return facts_of(status);
}

int Directory::for_each(const std::function<bool(const DirectoryEntry&)>& visit) const {
  const DirectoryStream stream = open_stream(fd_.get());
  if (!stream) {
    return errno;
  }
  while (true) {
    errno = 0;
    const dirent* const entry = ::readdir(stream.get());
    if (entry == nullptr) {
      return errno;
    }
    const ByteView name(entry->d_name);
    if (is_self_or_parent(name)) {
      continue;
    }
    FileType type = type_of_entry(entry->d_type);
    if (type == FileType::Unknown) {
      const auto status = facts(name);
      type = status ? status->type : FileType::Unknown;
    }
    if (!visit({.name = name, .type = type, .inode = entry->d_ino})) {
      return 0;
    }
  }
}

}  // namespace mailhaul::maildir
