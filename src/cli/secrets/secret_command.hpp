/// A command whose first line of output is a password or token, run by a process of its own that
/// was started early and keeps the privileges of that moment.
#pragma once

#include <string>
#include <sys/types.h>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::cli {

/// The other process knows this one command from its start and does nothing but run it: whoever
/// takes over the caller later can make it run, and not choose what is run. It ends, and its
/// command with it, when the object or the caller is gone. To be started before there are threads.
class SecretCommand {
 public:
  /// Forks. `command` is given to /bin/sh -c, with standard input empty. `option` is where an error
  /// says that it comes from: "--password-command".
  [[nodiscard]] static Result<SecretCommand> start(const std::string& command, std::string option);

  SecretCommand(SecretCommand&& other) noexcept;
  SecretCommand& operator=(SecretCommand&&) = delete;
  SecretCommand(const SecretCommand&) = delete;
  SecretCommand& operator=(const SecretCommand&) = delete;
  ~SecretCommand();

  /// Runs the command and waits for its end, at most as long as a server may take for an answer.
  /// Configuration if it fails or prints no line; Interrupted if `stop_fd` (-1: none) becomes
  /// readable. After the latter, or if time ran out, the process is gone and every further call
  /// fails.
  [[nodiscard]] Result<Secret> run(int stop_fd);

 private:
  SecretCommand(UniqueFd channel, pid_t process, std::string option);
  [[nodiscard]] Result<Secret> ask(int stop_fd);
  [[nodiscard]] Error failure(Error error) const;
  void stop();

  UniqueFd channel_;
  pid_t process_ = -1;
  std::string option_;
};

}  // namespace mailhaul::cli
