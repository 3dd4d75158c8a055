/// Commands about the session itself.
#include "emulator/commands/commands.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

std::string Session::capabilities() const {
  const Texts& texts = profile().texts;
  if (state != State::NotAuthenticated) {
    return texts.capabilities_after_login;
  }
  if (wire.has_tls()) {
    return texts.capabilities_before_login;
  }
  if (!may_send_password()) {
    return texts.capabilities_clear;
  }
  // Passwords are allowed in clear (LoginType PlainTextLogin): the line of TLS, with STARTTLS if it
  // is there.
  std::string line = texts.capabilities_before_login;
  if (tls && profile().extensions.starttls) {
    line.insert(line.find(" IDLE"), " STARTTLS");
  }
  return line;
}

bool Session::may_send_password() const {
  return wire.has_tls() || !tls || profile().login.type == LoginType::Plain;
}

Reply capability(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  session.asked_capability_since_login = true;
  session.put_line("* CAPABILITY " + session.capabilities());
  return ok("CAPABILITY completed.");
}

Reply noop(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  session.announce_changes(true);
  return ok("NOOP completed.");
}

Reply logout(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  session.put_line(session.profile().texts.logout);
  Reply reply = ok("LOGOUT completed.");
  reply.after = After::Close;
  return reply;
}

Reply start_tls(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  if (!session.tls || session.wire.has_tls() || !session.profile().extensions.starttls) {
    return invalid_state();
  }
  session.put(command.tag);
  session.put_line(" OK Begin TLS negotiation now.");
  session.lines.flush();
  // Anything sent before the handshake came over the open wire and could be anybody's.
  session.lines.forget_input();
  if (!session.wire.start_tls(*session.tls, session.profile().connection.timeout_before_login)) {
    return hang_up(After::Cut);
  }
  Reply reply;
  reply.tagged = false;
  return reply;
}

/// id_params_list = "(" *(string SP nstring) ")" / nil (RFC 2971 section 4)
Reply identify(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  if (!arguments.skip_value() || !arguments.at_line_end()) {
    return argument_error();
  }
  session.put_line(R"(* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" ")" +
                   session.profile().texts.id_version + "\")");
  return ok("ID completed.");
}

Reply enable(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const Bytes wanted(arguments.text());
  session.record(EventKind::Enable, {{"arguments", wanted}});
  if (wanted.empty()) {
    return argument_error();
  }
  if (text::to_upper(wanted).find("IMAP4REV2") != std::string::npos) {
    session.rev2_enabled = true;
    session.put_line("* ENABLED IMAP4rev2");
  }
  return ok("ENABLE completed.");
}

Reply idle(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  session.put_line("+ IDLE accepted, awaiting DONE command.");
  session.lines.set_wakeable(true);
  std::optional<Line> line;
  do {
    {
      const Lock lock = session.world.lock();
      session.announce_changes(true);
    }
    line = session.lines.line(session.profile().connection.max_command_size);
  } while (!line && session.lines.end() == WireEnd::Woken);
  session.lines.set_wakeable(false);
  if (!line) {
    Reply reply;
    reply.tagged = false;
    return reply;
  }
  return text::equals_ignoring_case(line->text, "DONE") ? ok("IDLE completed.") : command_error();
}

}  // namespace mailhaul::emulator
