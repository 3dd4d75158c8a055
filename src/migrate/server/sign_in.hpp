/// How the user signs in: one attempt, in the one form that was given.
#pragma once

#include "migrate/server/secret_blanking.hpp"

#include <chrono>
#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

struct SignInAttempt {
  imap::Command command;
  /// For what the server answers.
  SecretBlanking blanking;
  /// After which time the connection has to be made again with a fresh secret; std::nullopt: never.
  std::optional<std::chrono::seconds> renewal = {};
};

/// The one attempt. Names with '/' or '\' go by LOGIN, because Exchange takes them
/// nowhere else; so does everything on a server without AUTH=PLAIN. Errors: Authentication if the
/// server offers no way, and what the secret's provider says.
Result<SignInAttempt> sign_in_command(const SignInOptions& options,
                                      const imap::Capabilities& capabilities);

/// The same name by LOGIN, for the profiles on which AUTHENTICATE PLAIN is advertised and broken.
Result<SignInAttempt> login_command(const SignInOptions& options);

}  // namespace mailhaul::migrate
