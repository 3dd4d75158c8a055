/// LOGIN and AUTHENTICATE (section 1.4, 1.5, E4).
#include "emulator/commands/commands.hpp"

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::emulator {

namespace {

Reply sign_in(Session& session, const std::optional<SignIn>& who, const std::string& verb) {
  if (!who || !session.world.connections().sign_in(session.id, who->login_user)) {
    return no(verb + " failed.", "E4 auth");
  }
  session.identity = *who;
  session.state = State::Authenticated;
  session.asked_capability_since_login = false;
  const Lock lock = session.world.lock();
  session.store = session.world.store(who->owner.empty() ? who->login_user : who->owner);
  return ok(verb + " completed.");
}

/// The client's answer to an empty challenge, decoded; std::nullopt if it cancels, does not answer
/// or sends no base64.
std::optional<Bytes> ask(Session& session) {
  session.put_line("+");
  const auto line = session.lines.line(session.profile().connection.max_command_size);
  if (!line || line->too_long) {
    return std::nullopt;
  }
  return text::decode_base64(line->text);
}

/// message = [authzid] NUL authcid NUL passwd (RFC 4616 section 2)
std::optional<SignIn> check_plain(Session& session, const Bytes& message) {
  const auto first = message.find('\0');
  const auto second = first == Bytes::npos ? first : message.find('\0', first + 1);
  const LoginRules& rules = session.profile().login;
  if (second == Bytes::npos || rules.plain_broken || !rules.password) {
    return std::nullopt;
  }
  return session.world.accounts().with_plain(message.substr(0, first),
                                             message.substr(first + 1, second - first - 1),
                                             message.substr(second + 1));
}

/// "user=" mailbox ^A "auth=Bearer " token ^A ^A
std::optional<SignIn> check_xoauth2(Session& session, const Bytes& message) {
  constexpr std::string_view kUser = "user=";
  constexpr std::string_view kBearer = "\1auth=Bearer ";
  constexpr std::string_view kEnd = "\1\1";
  const auto bearer = message.find(kBearer);
  if (!message.starts_with(kUser) || bearer == Bytes::npos || !message.ends_with(kEnd)) {
    return std::nullopt;
  }
  const auto token_begin = bearer + kBearer.size();
  if (token_begin + kEnd.size() > message.size()) {
    return std::nullopt;
  }
  return session.world.accounts().with_token(
      message.substr(kUser.size(), bearer - kUser.size()),
      message.substr(token_begin, message.size() - kEnd.size() - token_begin));
}

Reply authenticate_with_token(Session& session, const Bytes& message) {
  Reply reply = sign_in(session, check_xoauth2(session, message), "AUTHENTICATE");
  const auto life = session.profile().login.token_ttl;
  if (reply.status == Status::Ok && life.count() > 0) {
    session.token_expires = session.world.now() + life;
  }
  return reply;
}

}  // namespace

Reply login(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const auto name = arguments.astring();
  if (!name || !arguments.skip_space()) {
    return argument_error();
  }
  const auto password = arguments.astring();
  if (!password) {
    return argument_error();
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  if (!session.may_send_password()) {
    return invalid_state();
  }
  const auto who = session.profile().login.password
                       ? session.world.accounts().with_password(*name, *password)
                       : std::nullopt;
  return sign_in(session, who, "LOGIN");
}

Reply authenticate(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const auto mechanism = arguments.atom();
  if (!mechanism) {
    return argument_error();
  }
  const std::string name = text::to_upper(*mechanism);
  std::optional<Bytes> message;
  if (arguments.skip_space()) {
    if (!session.profile().extensions.sasl_ir) {
      return too_many_arguments();
    }
    message = text::decode_base64(arguments.text());
    if (!message) {
      return argument_error();
    }
  }
  if (!session.may_send_password()) {
    return invalid_state();
  }
  const bool plain = name == "PLAIN" && session.profile().login.password;
  const bool token = name == "XOAUTH2" && session.profile().login.xoauth2;
  if (!plain && !token) {
    return no("AUTHENTICATE failed.", "E4 auth");
  }
  if (!message) {
    message = ask(session);
  }
  if (!message) {
    return no("AUTHENTICATE failed.", "E4 auth");
  }
  return token ? authenticate_with_token(session, *message)
               : sign_in(session, check_plain(session, *message), "AUTHENTICATE");
}

}  // namespace mailhaul::emulator
