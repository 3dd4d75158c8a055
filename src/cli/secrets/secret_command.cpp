#include "cli/secrets/secret_command.hpp"

#include "cli/secrets/secret_process.hpp"
#include "cli/secrets/secret_source.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::string_view kGone = "the process that runs it is gone";

/// Readable within the time of an answer, or the reason why not.
Result<void> wait_for_answer(int channel, int stop_fd) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + limits::kCommandTimeout;
  std::array<pollfd, 2> entries{pollfd{.fd = channel, .events = POLLIN, .revents = 0},
                                pollfd{.fd = stop_fd, .events = POLLIN, .revents = 0}};
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int ready =
        left <= 0 ? 0 : ::poll(entries.data(), entries.size(), static_cast<int>(left));
    if (ready == 0) {
      return fail(ErrorKind::Configuration, "it did not end in time");
    }
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (entries[1].revents != 0) {
      return fail(ErrorKind::Interrupted, "interrupted");
    }
    return {};
  }
}

}  // namespace

Result<SecretCommand> SecretCommand::start(const std::string& command, std::string option) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorKind::Internal, "no channel to a command can be made", option);
  }
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  const pid_t process = ::fork();
  if (process < 0) {
    return fail(ErrorKind::Internal, "no process for a command can be made", option);
  }
  if (process == 0) {
    ours.reset();
    serve_secret_command(theirs.release(), command);
  }
  return SecretCommand(std::move(ours), process, std::move(option));
}

SecretCommand::SecretCommand(UniqueFd channel, pid_t process, std::string option)
    : channel_(std::move(channel)), process_(process), option_(std::move(option)) {}

SecretCommand::SecretCommand(SecretCommand&& other) noexcept
    : channel_(std::move(other.channel_)),
      process_(std::exchange(other.process_, -1)),
      option_(std::move(other.option_)) {}

SecretCommand::~SecretCommand() {
  stop();
}

void SecretCommand::stop() {
  channel_.reset();
  if (process_ > 0) {
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
  }
}

Error SecretCommand::failure(Error error) const {
  error.where = option_;
  if (error.kind == ErrorKind::Configuration) {
    error.hint =
        "run the command by hand; it ends with status 0 and its first line of output is "
        "the secret alone";
  }
  return error;
}

Result<Secret> SecretCommand::run(int stop_fd) {
  return ask(stop_fd).map_error([this](Error error) { return failure(std::move(error)); });
}

Result<Secret> SecretCommand::ask(int stop_fd) {
  const char request = 'r';
  if (!channel_.valid() || ::send(channel_.get(), &request, 1, MSG_NOSIGNAL) != 1) {
    return fail(ErrorKind::Configuration, std::string(kGone));
  }
  if (auto ready = wait_for_answer(channel_.get(), stop_fd); !ready) {
    stop();
    return fail(std::move(ready.error()));
  }
  std::string answer(kLongestSecret + 1, '\0');
  const ssize_t count = ::recv(channel_.get(), answer.data(), answer.size(), 0);
  if (count <= 0) {
    return fail(ErrorKind::Configuration, std::string(kGone));
  }
  std::string payload = answer.substr(1, static_cast<std::size_t>(count) - 1);
  const bool succeeded = answer.front() == kSecretFollows;
  wipe(answer);
  if (!succeeded) {
    return fail(ErrorKind::Configuration, std::move(payload));
  }
  return Secret(std::move(payload));
}

}  // namespace mailhaul::cli
