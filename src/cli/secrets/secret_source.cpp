#include "cli/secrets/secret_source.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

/// Waits until `fd` can be read; Interrupted if `stop_fd` can be read first.
Result<void> wait_readable(int fd, int stop_fd) {
  std::array<pollfd, 2> entries{pollfd{.fd = fd, .events = POLLIN, .revents = 0},
                                pollfd{.fd = stop_fd, .events = POLLIN, .revents = 0}};
  while (::poll(entries.data(), entries.size(), -1) < 0) {
    if (errno != EINTR) {
      return fail(ErrorKind::Internal, "waiting for input failed");
    }
  }
  if (entries[1].revents != 0) {
    return fail(ErrorKind::Interrupted, "interrupted");
  }
  return {};
}

/// Reads up to the line end, one octet at a time: what follows belongs to someone else.
Result<void> read_line(int fd, int stop_fd, std::string& line) {
  while (line.size() <= kLongestSecret) {
    if (auto ready = wait_readable(fd, stop_fd); !ready) {
      return ready;
    }
    char octet = '\0';
    const ssize_t count = ::read(fd, &octet, 1);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return fail(ErrorKind::Configuration,
                  "cannot be read: " + std::system_category().message(errno));
    }
    if (count == 0 || octet == '\n') {
      if (line.ends_with('\r')) {
        line.pop_back();
      }
      return {};
    }
    line += octet;
  }
  return fail(ErrorKind::Configuration, "the first line is too long for a password or token");
}

}  // namespace

Result<Secret> read_secret_line(int fd, int stop_fd) {
  std::string line;
  // Growing would leave copies in freed memory.
  line.reserve(kLongestSecret + 1);
  const Result<void> read = read_line(fd, stop_fd, line);
  Secret secret(std::move(line));
  if (!read) {
    return fail(read.error());
  }
  if (secret.empty()) {
    return fail(ErrorKind::Configuration, "the first line is empty");
  }
  if (secret.reveal().find('\0') != std::string_view::npos) {
    return fail(ErrorKind::Configuration, "the first line holds a NUL octet");
  }
  return secret;
}

Result<FileSecret> read_secret_file(const std::string& path, int stop_fd) {
  UniqueFd opened;
  FileSecret result;
  const std::string shown = path == "-" ? "standard input" : text::escape_for_display(path);
  if (path != "-") {
    opened = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!opened.valid()) {
      return fail(ErrorKind::Configuration,
                  "cannot be opened: " + std::system_category().message(errno), shown,
                  "check the value of --password-file");
    }
    struct stat status = {};
    if (::fstat(opened.get(), &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & S_IROTH) != 0) {
      result.warning = shown + " can be read by every user of this machine; chmod 600 it";
    }
  }
  auto secret = read_secret_line(path == "-" ? STDIN_FILENO : opened.get(), stop_fd);
  if (!secret) {
    secret.error().where = shown;
    secret.error().hint = "the password is the first line of what --password-file names";
    return fail(std::move(secret.error()));
  }
  result.secret = std::move(*secret);
  return result;
}

std::optional<Secret> take_secret_from_environment(const char* variable) {
  char* value = ::getenv(variable);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::size_t length = std::strlen(value);
  std::string copy(value, length);
  ::explicit_bzero(value, length);
  ::unsetenv(variable);
  Secret secret(std::move(copy));
  if (secret.empty()) {
    return std::nullopt;
  }
  return secret;
}

}  // namespace mailhaul::cli
