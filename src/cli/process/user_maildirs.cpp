#include "cli/process/user_maildirs.hpp"

#include <algorithm>
#include <sys/stat.h>

#include <boost/filesystem/operations.hpp>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

namespace fs = boost::filesystem;

bool leads_upwards(const fs::path& name) {
  return std::ranges::find(name, fs::path("..")) != name.end();
}

/// Whether there is anything of that name, which may be a link that leads nowhere.
bool is_there(const std::string& path) {
  struct stat status = {};
  return ::lstat(path.c_str(), &status) == 0;
}

}  // namespace

Result<UserMaildirs> find_user_maildirs(const std::string& directory, const std::string& name) {
  if (name.empty() || leads_upwards(name) || fs::path(name).is_absolute()) {
    return fail(ErrorKind::Usage, "is no name in a home directory", text::escape_for_display(name),
                "give --maildir-name a path below the home, such as Maildir or mail/inbox");
  }
  boost::system::error_code error;
  fs::directory_iterator entry(directory, error);
  UserMaildirs found;
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string home = entry->path().string();
    boost::system::error_code ignored;
    if (entry->path().filename().string().starts_with('.') || !fs::is_directory(home, ignored)) {
      continue;
    }
    const std::string maildir = (fs::path(home) / name).string();
    if (is_there(maildir)) {
      found.paths.push_back(maildir);
    } else {
      ++found.without;
    }
  }
  if (error) {
    return fail(ErrorKind::SourceUnusable, "cannot be read: " + error.message(),
                text::escape_for_display(directory), "check the value of --users-under");
  }
  std::ranges::sort(found.paths);
  return found;
}

}  // namespace mailhaul::cli
