#include "migrate/server/sign_in.hpp"

#include "migrate/server/token_life.hpp"

#include <string>
#include <utility>

namespace mailhaul::migrate {
namespace {

bool needs_login_command(const std::string& name) {
  return name.find_first_of("/\\") != std::string::npos;
}

/// Exchange's form for a delegate: delegate/mailbox.
std::string login_name(const SignInOptions& options) {
  return options.login_as.empty() ? options.user : options.login_as + "/" + options.user;
}

std::int64_t now_seconds() {
  using std::chrono::floor;
  return floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
}

Result<SignInAttempt> attempt(Result<imap::Command> command, const Secret& secret) {
  if (!command) {
    return fail(std::move(command.error()));
  }
  SecretBlanking blanking(secret, *command);
  return SignInAttempt{.command = std::move(*command), .blanking = std::move(blanking)};
}

Result<SignInAttempt> by_token(const SignInOptions& options,
                               const imap::Capabilities& capabilities) {
  if (!capabilities.has("AUTH=XOAUTH2")) {
    return fail(ErrorKind::Authentication,
                "the server does not offer sign-in with a token (XOAUTH2)", {},
                "Use a password with --password-file or --password-command.");
  }
  const Result<Secret> token = options.secret();
  if (!token) {
    return fail(token.error());
  }
  Result<SignInAttempt> made =
      attempt(imap::Command::authenticate_xoauth2(options.user, *token), *token);
  if (made) {
    made->renewal = token_renewal(token->reveal(), now_seconds());
  }
  return made;
}

}  // namespace

Result<SignInAttempt> sign_in_command(const SignInOptions& options,
                                      const imap::Capabilities& capabilities) {
  if (options.kind == SecretKind::OAuthToken) {
    return by_token(options, capabilities);
  }
  const bool plain = capabilities.has("AUTH=PLAIN") && !needs_login_command(options.user) &&
                     !needs_login_command(options.login_as);
  if (!plain) {
    if (capabilities.has("LOGINDISABLED")) {
      return fail(ErrorKind::Authentication,
                  capabilities.has("STARTTLS") ? "the server takes no password without TLS"
                                               : "the server takes no passwords (LOGINDISABLED)",
                  {},
                  capabilities.has("STARTTLS")
                      ? "Use --tls starttls, or --tls implicit with port 993."
                      : "Sign in with a token: --oauth-token-command.");
    }
    return login_command(options);
  }
  const Result<Secret> password = options.secret();
  if (!password) {
    return fail(password.error());
  }
  return attempt(options.login_as.empty()
                     ? imap::Command::authenticate_plain({}, options.user, *password)
                     : imap::Command::authenticate_plain(options.user, options.login_as, *password),
                 *password);
}

Result<SignInAttempt> login_command(const SignInOptions& options) {
  const Result<Secret> password = options.secret();
  if (!password) {
    return fail(password.error());
  }
  return attempt(imap::Command::login(login_name(options), *password), *password);
}

}  // namespace mailhaul::migrate
