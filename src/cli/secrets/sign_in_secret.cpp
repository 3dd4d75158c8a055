#include "cli/secrets/sign_in_secret.hpp"

#include "cli/secrets/secret_command.hpp"
#include "cli/secrets/secret_source.hpp"

#include <fcntl.h>

#include <fmt/core.h>

#include <mailhaul/base/unique_fd.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::cli {

namespace {

constexpr std::string_view kPasswordFile = "password-file";
constexpr std::string_view kPasswordCommand = "password-command";
constexpr std::string_view kTokenCommand = "oauth-token-command";

/// A secret that stays the same for every sign-in of the run.
SignInSecret hold(Secret secret) {
  // std::function wants something that can be copied.
  auto shared = std::make_shared<Secret>(std::move(secret));
  SignInSecret held;
  held.provider = [shared]() -> Result<Secret> { return shared->clone(); };
  return held;
}

/// Runs again for every sign-in: a token must be a fresh one each time.
Result<SignInSecret> start_command(const Value& command, std::string_view option,
                                   migrate::SecretKind kind, int stop_fd) {
  auto started = SecretCommand::start(command.text, fmt::format("--{}", option));
  if (!started) {
    return fail(std::move(started.error()));
  }
  auto shared = std::make_shared<SecretCommand>(std::move(*started));
  SignInSecret secret;
  secret.kind = kind;
  secret.provider = [shared, stop_fd] { return shared->run(stop_fd); };
  return secret;
}

/// At most one option may say where the secret is.
Result<void> check_source(const Arguments& arguments) {
  std::string_view chosen;
  for (const std::string_view name : {kPasswordFile, kPasswordCommand, kTokenCommand}) {
    const Value* value = arguments.find(name);
    if (value != nullptr && !chosen.empty()) {
      return fail(ErrorKind::Usage, fmt::format("--{} is given as well", chosen), value->origin,
                  fmt::format("give --{} or --{}, not both", chosen, name));
    }
    chosen = value != nullptr ? name : chosen;
  }
  return {};
}

Result<SignInSecret> read_file(const Value& file, int stop_fd) {
  auto read = read_secret_file(file.text, stop_fd);
  if (!read) {
    return fail(std::move(read.error()));
  }
  SignInSecret secret = hold(std::move(read->secret));
  secret.warning = std::move(read->warning);
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
  if (auto checked = check_source(arguments); !checked) {
    return fail(std::move(checked.error()));
  }
  if (const Value* file = arguments.find(kPasswordFile)) {
    return read_file(*file, stop_fd);
  }
  if (const Value* command = arguments.find(kPasswordCommand)) {
    return start_command(*command, kPasswordCommand, migrate::SecretKind::Password, stop_fd);
  }
  if (const Value* command = arguments.find(kTokenCommand)) {
    return start_command(*command, kTokenCommand, migrate::SecretKind::OAuthToken, stop_fd);
  }
  if (from_environment) {
    return hold(std::move(*from_environment));
  }
  return ask(user, stop_fd);
}

}  // namespace mailhaul::cli
