#include "cli/secrets/secret_process.hpp"

#include "cli/secrets/secret_source.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include <mailhaul/base/secret.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {

namespace {

constexpr int kChannel = STDERR_FILENO + 1;

[[noreturn]] void become_command(int output, const std::string& command) {
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) {
    ::signal(signal, SIG_DFL);
  }
  const int empty = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (empty < 0 || ::dup2(empty, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0) {
    ::_exit(127);
  }
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// Lets the command write the rest of its output, so that it does not fail on a closed pipe. Ends
/// this process, and the command with it, when the caller is gone.
void drain(int output, pid_t process) {
  std::array<char, 4096> rest{};
  std::array<pollfd, 2> entries{pollfd{.fd = output, .events = POLLIN, .revents = 0},
                                pollfd{.fd = kChannel, .events = 0, .revents = 0}};
  while (::poll(entries.data(), entries.size(), -1) >= 0 || errno == EINTR) {
    if (entries[1].revents != 0) {
      ::kill(process, SIGKILL);
      ::_exit(0);
    }
    if (entries[0].revents != 0 && ::read(output, rest.data(), rest.size()) <= 0) {
      break;
    }
  }
  ::explicit_bzero(rest.data(), rest.size());
}

std::string error_answer(std::string_view sentence) {
  return std::string(1, kErrorFollows).append(sentence);
}

/// Waits for output, as read_secret_line does for a stop request: the channel becomes readable when
/// the caller is gone.
std::string run(const std::string& command) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return error_answer("no pipe can be made");
  }
  const UniqueFd output(pipe[0]);
  UniqueFd input(pipe[1]);
  const pid_t process = ::fork();
  if (process < 0) {
    return error_answer("no process can be made");
  }
  if (process == 0) {
    become_command(input.get(), command);
  }
  input.reset();
  const auto secret = read_secret_line(output.get(), kChannel);
  drain(output.get(), process);
  const int status = wait_for(process);
  if (WIFSIGNALED(status)) {
    return error_answer(fmt::format("it was ended by signal {}", WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) {
    return error_answer(fmt::format("it failed with exit status {}", WEXITSTATUS(status)));
  }
  if (!secret) {
    return error_answer("its output is of no use: " + secret.error().text);
  }
  std::string answer(1, kSecretFollows);
  answer.reserve(1 + secret->reveal().size());
  return answer.append(secret->reveal());
}

}  // namespace

void serve_secret_command(int channel, const std::string& command) {
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  if (channel != kChannel) {
    ::dup2(channel, kChannel);
  }
  ::fcntl(kChannel, F_SETFD, FD_CLOEXEC);
  ::close_range(kChannel + 1, ~0U, 0);
  char request = '\0';
  while (::recv(kChannel, &request, 1, 0) == 1) {
    std::string answer = run(command);
    const ssize_t sent = ::send(kChannel, answer.data(), answer.size(), MSG_NOSIGNAL);
    wipe(answer);
    if (sent < 0) {
      break;
    }
  }
  ::_exit(0);
}

}  // namespace mailhaul::cli
