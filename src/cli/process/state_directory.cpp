#include "cli/process/state_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/filesystem/operations.hpp>
#include <fmt/core.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/message/fingerprint.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

namespace fs = boost::filesystem;

/// Leaves room for ".db-journal" within the 255 octets of a name.
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kKeptOfLongName = 120;

constexpr std::string_view kHint = "name a writable place with --journal FILE";

Failure refuse(const std::string& path, std::string text) {
  return fail(ErrorKind::Journal, std::move(text), text::escape_for_display(path),
              std::string(kHint));
}

Failure refuse_errno(const std::string& path, std::string_view text) {
  return refuse(path, fmt::format("{}: {}", text, std::system_category().message(errno)));
}

/// Makes the names in a directory durable, as SQLite does for its own files: a journal whose
/// directory is gone after a power loss is gone as well. File systems that cannot sync a directory
/// keep their names without it.
void sync_names(const std::string& directory) {
  const UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.valid()) {
    static_cast<void>(::fsync(fd.get()));
  }
}

/// "/" for "/name".
std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

/// Opens what mkdirat(2) made or found, without following a link.
Result<UniqueFd> make_and_open(int parent, const std::string& name, const std::string& path,
                               mode_t mode) {
  const bool is_made = ::mkdirat(parent, name.c_str(), mode) == 0;
  if (!is_made && errno != EEXIST) {
    return refuse_errno(path, "the state directory cannot be made");
  }
  if (is_made) {
    sync_names(parent_of(path));
  }
  UniqueFd fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) {
    return refuse_errno(path, "the state directory cannot be opened");
  }
  return fd;
}

/// Root's own directory, in which no one else can put things.
Result<void> check_root_owns(int fd, const std::string& path) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0 || status.st_uid != 0 ||
      (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return refuse(path, "belongs to someone else than root, or others can write it");
  }
  return {};
}

std::string hex_sha256(std::string_view bytes) {
  message::Fingerprinter fingerprinter;
  fingerprinter.update(bytes);
  return fingerprinter.finish().hex();
}

std::string file_name(std::string_view bytes) {
  std::string name = text::percent_escape(bytes);
  if (name.size() <= kLongestName) {
    return name;
  }
  // Not in the middle of an escape.
  std::string kept = name.substr(0, kKeptOfLongName);
  if (const std::size_t percent = kept.rfind('%'); percent + 3 > kept.size()) {
    kept.resize(percent);
  }
  return kept + "-" + hex_sha256(bytes);
}

std::string tree_name(ByteView canonical_maildir) {
  if (canonical_maildir.starts_with('/')) {
    canonical_maildir.remove_prefix(1);
  }
  return file_name(canonical_maildir) + ".db";
}

}  // namespace

Result<std::string> make_owner_state(const std::string& root, const Owner& owner) {
  auto base = make_and_open(AT_FDCWD, root, root, 0711);
  if (!base) {
    return fail(std::move(base.error()));
  }
  if (auto checked = check_root_owns(base->get(), root); !checked) {
    return fail(std::move(checked.error()));
  }
  const std::string name = std::to_string(owner.user);
  std::string path = root + "/" + name;
  auto own = make_and_open(base->get(), name, path, 0700);
  if (!own) {
    return fail(std::move(own.error()));
  }
  struct stat status = {};
  if (::fstat(own->get(), &status) != 0 || (status.st_uid != 0 && status.st_uid != owner.user)) {
    return refuse(path, "belongs to someone else");
  }
  if (::fchmod(own->get(), 0700) != 0 || ::fchown(own->get(), owner.user, owner.group) != 0) {
    return refuse_errno(path, "the state directory cannot be given to the owner of MAILDIR");
  }
  return path;
}

Result<std::string> user_state() {
  const char* state = ::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') {
    return std::string(state) + "/mailhaul";
  }
  const char* home = ::getenv("HOME");
  if (home != nullptr && *home == '/') {
    return std::string(home) + "/.local/state/mailhaul";
  }
  return fail(ErrorKind::Journal, "neither XDG_STATE_HOME nor HOME says where to keep the journal",
              {}, std::string(kHint));
}

std::string journal_name(std::string_view host, std::string_view user, ByteView canonical_maildir) {
  return fmt::format("{}/{}/{}", file_name(text::to_lower(host)), file_name(user),
                     tree_name(canonical_maildir));
}

Result<void> make_parents(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0) {
    return {};
  }
  const std::string parent = path.substr(0, slash);
  struct stat status = {};
  if (::stat(parent.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return {};
  }
  if (auto made = make_parents(parent); !made) {
    return made;
  }
  if (::mkdir(parent.c_str(), 0700) != 0 && errno != EEXIST) {
    return refuse_errno(parent, "the directory of the journal cannot be made");
  }
  sync_names(parent_of(parent));
  return {};
}

std::vector<std::string> journals_of(const std::string& state, ByteView canonical_maildir) {
  const std::string name = tree_name(canonical_maildir);
  std::vector<std::string> found;
  boost::system::error_code error;
  for (fs::directory_iterator host(state, error), end; !error && host != end;
       host.increment(error)) {
    boost::system::error_code inner;
    for (fs::directory_iterator user(host->path(), inner); !inner && user != end;
         user.increment(inner)) {
      boost::system::error_code ignored;
      const fs::path journal = user->path() / name;
      if (fs::is_regular_file(fs::symlink_status(journal, ignored))) {
        found.push_back(journal.string());
      }
    }
  }
  std::ranges::sort(found);
  return found;
}

std::optional<std::string> journal_among(const std::vector<std::string>& journals,
                                         std::string_view host, std::string_view user,
                                         ByteView canonical_maildir) {
  const std::string ending = "/" + journal_name(host, user, canonical_maildir);
  const auto found = std::ranges::find_if(
      journals, [&ending](const std::string& journal) { return journal.ends_with(ending); });
  return found == journals.end() ? std::nullopt : std::optional(*found);
}

}  // namespace mailhaul::cli
