#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <mailhaul/maildir/maildir_root.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

/// As in the kernel: more links than this on one way are a loop.
constexpr int kMaxLinks = 40;

/// Walks a path that may contain links. Descriptors are O_PATH: nothing is opened for reading
/// before the end of the way is known.
class PathWalk {
 public:
  explicit PathWalk(std::string shown) : shown_(std::move(shown)) {}

  /// The place that `path` names when seen from `base` (AT_FDCWD for the working directory).
  Result<UniqueFd> walk(int base, const std::string& path) {
    UniqueFd at = path.starts_with('/') ? open_path(AT_FDCWD, "/") : open_path(base, ".");
    std::size_t begin = 0;
    while (at.valid() && begin < path.size()) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      const std::string component = path.substr(begin, end - begin);
      begin = end + 1;
      if (component.empty() || component == ".") {
        continue;
      }
      auto next = step(at.get(), component);
      if (!next) {
        return next;
      }
      at = *std::move(next);
    }
    if (!at.valid()) {
      return fail(unusable(errno));
    }
    return at;
  }

 private:
  static UniqueFd open_path(int base, const char* name) {
    return UniqueFd(::openat(base, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
  }

  Result<UniqueFd> step(int base, const std::string& component) {
    UniqueFd next = open_path(base, component.c_str());
    struct stat status{};
    if (!next.valid() || ::fstat(next.get(), &status) != 0) {
      return fail(unusable(errno));
    }
    if (!S_ISLNK(status.st_mode)) {
      return next;
    }
    return follow(base, next.get(), status, component);
  }

  Result<UniqueFd> follow(int base, int link, const struct stat& link_status,
                          const std::string& component) {
    if (++links_ > kMaxLinks) {
      return fail(unusable(ELOOP));
    }
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlinkat(link, "", target.data(), target.size());
    if (length <= 0) {
      return fail(unusable(length < 0 ? errno : ENOENT));
    }
    auto reached = walk(base, std::string(target.data(), static_cast<std::size_t>(length)));
    if (!reached) {
      return reached;
    }
    struct stat status{};
    if (::fstat(reached->get(), &status) != 0) {
      return fail(unusable(errno));
    }
    if (link_status.st_uid != 0 && link_status.st_uid != status.st_uid) {
      return fail(ErrorKind::SourceUnusable,
                  "\"" + text::escape_for_display(component) +
                      "\" on the way to it is a symbolic link to something of another owner",
                  shown_, "name the directory that the link leads to");
    }
    return reached;
  }

  [[nodiscard]] Error unusable(int error_number) const {
    return {
        .kind = ErrorKind::SourceUnusable, .text = std::strerror(error_number), .where = shown_};
  }

  std::string shown_;
  int links_ = 0;
};

}  // namespace

Result<Directory> open_maildir(const std::string& path, AccessRules rules) {
  if (path.empty()) {
    return fail(ErrorKind::SourceUnusable, "the path of MAILDIR is empty");
  }
  const std::string shown = text::escape_for_display(path);
  auto place = PathWalk(shown).walk(AT_FDCWD, path);
  if (!place) {
    return fail(std::move(place).error());
  }
  struct stat status{};
  if (::fstat(place->get(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    return fail(ErrorKind::SourceUnusable, "is not a directory", shown,
                "MAILDIR is the directory that holds cur, new and tmp");
  }
  UniqueFd fd(::openat(place->get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) {
    return fail(ErrorKind::SourceUnusable, std::strerror(errno), shown);
  }
  rules.owner = status.st_uid;
  return Directory(std::move(fd), rules);
}

}  // namespace mailhaul::maildir
