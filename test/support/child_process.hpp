/// Programs that a test starts: one that is run to its end, and one that lives beside the test and
/// never outlives it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {

struct Program {
  /// The first is the program itself, looked up in PATH if it holds no slash.
  std::vector<std::string> arguments = {};
  /// Added to the environment of the test; an empty value removes the variable.
  std::vector<std::pair<std::string, std::string>> environment = {};
  /// Standard input, whole.
  std::string input = {};
  std::string working_directory = {};
  /// CLONE_NEW... flags of clone(2) for the new process.
  int namespaces = 0;
  /// Runs in the new process before it becomes the program; false ends it with status 127. It is
  /// called between fork and exec, so it allocates nothing and takes no lock.
  std::function<bool()> before_exec = {};
};

/// How a program ended, and what it wrote.
struct Ending {
  /// The exit status, or 128 + N if signal N ended it, as a shell counts.
  int status = 0;
  std::string output;
  std::string errors;
  /// Octets that it, or the largest of the children that it waited for, had in memory at once.
  std::uint64_t peak_memory = 0;
};

/// A running program. It is killed when the object goes away, and by the kernel when the thread
/// that started it ends before that. Throws std::runtime_error where the kernel refuses.
class ChildProcess {
 public:
  explicit ChildProcess(const Program& program);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }

  [[nodiscard]] bool is_running() const;

  void signal(int number) const;

  /// Waits for the end. Throws std::runtime_error if `patience` is over first; the program is
  /// killed then.
  Ending wait(std::chrono::seconds patience);

  /// SIGKILL, and the end of the process is awaited. Does nothing after wait().
  void kill();

  /// What it wrote so far, to standard output and to standard error.
  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;

 private:
  pid_t pid_ = -1;
  UniqueFd process_;
  UniqueFd output_;
  UniqueFd errors_;
};

/// Runs `program` to its end.
Ending run(const Program& program, std::chrono::seconds patience = std::chrono::seconds(60));

}  // namespace mailhaul::test
