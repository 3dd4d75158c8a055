#include "child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mailhaul::test {

namespace {

constexpr int kNotStarted = 127;

[[noreturn]] void fail_with_errno(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

/// A file without a name. Programs write into it what a pipe could not hold while nobody reads.
UniqueFd make_buffer(const char* name) {
  UniqueFd buffer(::memfd_create(name, MFD_CLOEXEC));
  if (!buffer.valid()) {
    fail_with_errno("memfd_create");
  }
  return buffer;
}

UniqueFd make_input(const std::string& bytes) {
  UniqueFd input = make_buffer("input");
  if (::write(input.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      ::lseek(input.get(), 0, SEEK_SET) != 0) {
    fail_with_errno("standard input");
  }
  return input;
}

std::string contents(const UniqueFd& buffer) {
  struct stat status = {};
  if (::fstat(buffer.get(), &status) != 0) {
    return {};
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  const ssize_t count = ::pread(buffer.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

std::vector<std::string> merge_environment(
    const std::vector<std::pair<std::string, std::string>>& changes) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  for (const auto& [name, value] : changes) {
    variables[name] = value;
  }
  std::vector<std::string> merged;
  for (const auto& [name, value] : variables) {
    if (!value.empty()) {
      merged.push_back(name + "=" + value);
    }
  }
  return merged;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& text : strings) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Everything that the new process needs, made before the fork so that it allocates nothing.
struct Prepared {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
  UniqueFd input;
};

[[noreturn]] void become(const Program& program, const Prepared& prepared, int output, int errors) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const bool ready =
      ::dup2(prepared.input.get(), STDIN_FILENO) >= 0 && ::dup2(output, STDOUT_FILENO) >= 0 &&
      ::dup2(errors, STDERR_FILENO) >= 0 &&
      (program.working_directory.empty() || ::chdir(program.working_directory.c_str()) == 0) &&
      (!program.before_exec || program.before_exec());
  if (ready) {
    ::execvpe(prepared.argv[0], prepared.argv.data(), prepared.envp.data());
  }
  static constexpr char kText[] = "cannot be started\n";
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, kText, sizeof kText - 1);
  ::_exit(kNotStarted);
}

/// fork(2), with a handle on the process that no reuse of its number can confuse.
pid_t fork_into(int namespaces, int& process) {
  const long flags = namespaces | CLONE_PIDFD | SIGCHLD;
  return static_cast<pid_t>(::syscall(SYS_clone, flags, nullptr, &process, nullptr, 0L));
}

int status_of(int wait_status) {
  constexpr int kSignalled = 128;
  return WIFSIGNALED(wait_status) ? kSignalled + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace

ChildProcess::ChildProcess(const Program& program)
    : output_(make_buffer("output")), errors_(make_buffer("errors")) {
  Prepared prepared{.arguments = program.arguments,
                    .environment = merge_environment(program.environment),
                    .argv = {},
                    .envp = {},
                    .input = make_input(program.input)};
  prepared.argv = pointers_to(prepared.arguments);
  prepared.envp = pointers_to(prepared.environment);
  int process = -1;
  pid_ = fork_into(program.namespaces, process);
  if (pid_ == 0) {
    become(program, prepared, output_.get(), errors_.get());
  }
  if (pid_ < 0) {
    fail_with_errno("clone for " + program.arguments.front());
  }
  process_ = UniqueFd(process);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      process_(std::move(other.process_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    kill();
    pid_ = std::exchange(other.pid_, -1);
    process_ = std::move(other.process_);
    output_ = std::move(other.output_);
    errors_ = std::move(other.errors_);
  }
  return *this;
}

ChildProcess::~ChildProcess() {
  kill();
}

bool ChildProcess::is_running() const {
  pollfd ended{.fd = process_.get(), .events = POLLIN, .revents = 0};
  return pid_ > 0 && ::poll(&ended, 1, 0) == 0;
}

void ChildProcess::signal(int number) const {
  if (pid_ > 0) {
    ::syscall(SYS_pidfd_send_signal, process_.get(), number, nullptr, 0);
  }
}

Ending ChildProcess::wait(std::chrono::seconds patience) {
  pollfd ended{.fd = process_.get(), .events = POLLIN, .revents = 0};
  const auto patience_ms = std::chrono::milliseconds(patience).count();
  if (::poll(&ended, 1, static_cast<int>(patience_ms)) != 1) {
    kill();
    throw std::runtime_error("a program did not end in time; it wrote: " + output() + errors());
  }
  int wait_status = 0;
  rusage used{};
  ::wait4(std::exchange(pid_, -1), &wait_status, 0, &used);
  constexpr std::uint64_t kKibi = 1024;
  return {.status = status_of(wait_status),
          .output = output(),
          .errors = errors(),
          .peak_memory = static_cast<std::uint64_t>(used.ru_maxrss) * kKibi};
}

void ChildProcess::kill() {
  if (pid_ > 0) {
    signal(SIGKILL);
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
  }
}

std::string ChildProcess::output() const {
  return contents(output_);
}

std::string ChildProcess::errors() const {
  return contents(errors_);
}

Ending run(const Program& program, std::chrono::seconds patience) {
  return ChildProcess(program).wait(patience);
}

}  // namespace mailhaul::test
