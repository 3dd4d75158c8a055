#include "cli/process/output_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <fmt/core.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

Result<UniqueFd> open_output_file(const std::string& path, ExistingContent content,
                                  std::string_view option) {
  const auto refuse = [&](std::string text) {
    return fail(ErrorKind::Configuration, std::move(text), text::escape_for_display(path),
                fmt::format("name a file that you own, or a new one, with --{}", option));
  };
  constexpr int kFlags =
      O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  UniqueFd file(::open(path.c_str(), kFlags, 0600));
  if (!file.valid()) {
    const int error = errno;
    return refuse(error == ELOOP ? "is a symbolic link, and links are not followed"
                                 : "cannot be written: " + std::system_category().message(error));
  }
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return refuse("is no regular file");
  }
  if (status.st_nlink != 1 || status.st_uid != ::geteuid()) {
    return refuse("belongs to another user or has a second name");
  }
  if (content == ExistingContent::Drop && ::ftruncate(file.get(), 0) != 0) {
    return refuse("cannot be emptied: " + std::system_category().message(errno));
  }
  return file;
}

}  // namespace mailhaul::cli
