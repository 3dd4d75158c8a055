#include "cli/secrets/sign_in_secret.hpp"

#include "cli/secrets/secret_command.hpp"
#include "cli/secrets/secret_source.hpp"

#include <fcntl.h>

#include <fmt/core.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

/// A secret that stays the same for every sign-in of the run.
SignInSecret hold(Secret secret) {
  // std::function wants something that can be copied.
  auto shared = std::make_shared<Secret>(std::move(secret));
  SignInSecret held;
  held.provider = [shared]() -> Result<Secret> { return shared->clone(); };
  return held;
}

Result<SignInSecret> start_command(const std::string& command, int stop_fd) {
  auto started = SecretCommand::start(command);
  if (!started) {
    return fail(std::move(started.error()));
  }
  auto shared = std::make_shared<SecretCommand>(std::move(*started));
  SignInSecret secret;
  secret.provider = [shared, stop_fd] { return shared->run(stop_fd); };
  return secret;
}

Result<SignInSecret> ask(const std::string& user, int stop_fd) {
  const UniqueFd terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC));
  const std::string prompt = fmt::format("Password of {}: ", text::escape_for_display(user));
  return prompt_for_secret(terminal.get(), prompt, stop_fd).map(hold);
}

}  // namespace

Result<SignInSecret> read_sign_in_secret(const Arguments& arguments, const std::string& user,
                                         int stop_fd) {
  auto from_environment = take_secret_from_environment(kPasswordVariable);
  const Value* file = arguments.find("password-file");
  const Value* command = arguments.find("password-command");
  if (file != nullptr && command != nullptr) {
    return fail(ErrorKind::Usage, "a password file is given as well", command->origin,
                "give --password-file or --password-command, not both");
  }
  if (file != nullptr) {
    auto read = read_secret_file(file->text, stop_fd);
    if (!read) {
      return fail(std::move(read.error()));
    }
    SignInSecret secret = hold(std::move(read->secret));
    secret.warning = std::move(read->warning);
    return secret;
  }
  if (command != nullptr) {
    return start_command(command->text, stop_fd);
  }
  if (from_environment) {
    return hold(std::move(*from_environment));
  }
  return ask(user, stop_fd);
}

}  // namespace mailhaul::cli
