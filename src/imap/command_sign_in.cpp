// LOGIN and AUTHENTICATE: the commands that carry secrets.
#include "mailbox_name.hpp"
#include "sasl.hpp"

#include <utility>

#include <mailhaul/imap/command.hpp>

namespace mailhaul::imap {

namespace {

/// The password as a quoted string where that can hold it, else as the octets of a literal.
Command::Part encode_password(const Secret& password) {
  if (!is_quotable(password.reveal())) {
    return Command::SecretLiteral{password.clone()};
  }
  Bytes quoted;
  // Room for the worst case, so that the password is never copied to a larger buffer.
  quoted.reserve((2 * password.reveal().size()) + 2);
  encode_quoted(password.reveal(), quoted);
  return Command::SecretText{Secret(std::move(quoted))};
}

}  // namespace

/// login = "LOGIN" SP userid SP password; both astring (RFC 9051 section 9)
Result<Command> Command::login(std::string_view user, const Secret& password) {
  constexpr auto kNul = std::string_view("\0", 1);
  if (user.empty() || user.find(kNul) != std::string_view::npos ||
      password.reveal().find(kNul) != std::string_view::npos) {
    return fail(ErrorKind::Configuration, "user name is empty, or it or the password holds a NUL");
  }
  Command command(CommandKind::Login, "LOGIN ");
  if (is_quotable(user)) {
    Bytes quoted;
    encode_quoted(user, quoted);
    command.parts_.emplace_back(Text{std::move(quoted)});
  } else {
    command.parts_.emplace_back(SecretLiteral{Secret(std::string(user))});
  }
  command.parts_.emplace_back(Text{" "});
  command.parts_.push_back(encode_password(password));
  return command;
}

/// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] (RFC 4959 section 6)
Result<Command> Command::authenticate(std::string_view mechanism, Result<Secret> response,
                                      std::string_view next_answer) {
  if (!response) {
    return fail(std::move(response.error()));
  }
  Command command(CommandKind::Authenticate, "AUTHENTICATE " + std::string(mechanism));
  command.parts_.emplace_back(
      SaslResponse{.bytes = std::move(*response), .next_answer = next_answer});
  return command;
}

Result<Command> Command::authenticate_plain(std::string_view authzid, std::string_view authcid,
                                            const Secret& password) {
  return authenticate("PLAIN", encode_sasl_plain(authzid, authcid, password), "*");
}

Result<Command> Command::authenticate_xoauth2(std::string_view user, const Secret& token) {
  return authenticate("XOAUTH2", encode_sasl_xoauth2(user, token), "");
}

}  // namespace mailhaul::imap
