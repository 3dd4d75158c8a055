/// The secret of a sign-in, from the options down to what the engine asks for.
#pragma once

#include "cli/options/arguments.hpp"

#include <memory>
#include <string>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::cli {

/// The environment variable of a password.
inline constexpr const char* kPasswordVariable = "MAILHAUL_PASSWORD";

struct SignInSecret {
  migrate::SecretProvider provider;
  migrate::SecretKind kind = migrate::SecretKind::Password;
  std::string warning;  ///< one sentence, or empty
};

/// Takes --password-file, --password-command, --oauth-token-command, the environment or the person
/// at /dev/tty, in this order; the environment is cleared in any case. To be called as the user who
/// started the program and before there are threads: a command goes on running as that user. `user`
/// is named in the prompt.
[[nodiscard]] Result<SignInSecret> read_sign_in_secret(const Arguments& arguments,
                                                       const std::string& user, int stop_fd);

}  // namespace mailhaul::cli
