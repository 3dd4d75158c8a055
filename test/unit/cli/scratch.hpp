/// A directory of the test's own, and a child process for what cannot be undone.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace mailhaul::cli {

/// Removed with everything in it at the end.
class Scratch {
 public:
  Scratch() {
    if (::mkdtemp(path_.data()) == nullptr) {
      std::abort();
    }
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;

  ~Scratch() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::string& path() const { return path_; }

  std::string write(const std::string& name, std::string_view content, unsigned mode = 0600) const {
    std::string file = path_ + "/" + name;
    std::ofstream(file, std::ios::binary) << content;
    std::filesystem::permissions(file, std::filesystem::perms(mode));
    return file;
  }

 private:
  // Not TempDir(): other users must be able to reach it.
  std::string path_ = "/tmp/mailhaul-test.XXXXXX";
};

/// Runs `body` in a child process; its return value, or 1000 and the signal that ended it.
template <typename Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace mailhaul::cli
