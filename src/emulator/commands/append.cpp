/// APPEND: the pipeline of E2, in the order of its rules.
#include "emulator/commands/commands.hpp"
#include "emulator/content/content_scanner.hpp"
#include "emulator/wire/arguments.hpp"
#include "emulator/wire/literal_receiver.hpp"

#include <algorithm>

namespace mailhaul::emulator {

namespace {

struct AppendRequest {
  std::string name;  ///< UTF-8
  Flags flags;
  std::optional<text::UnixSeconds> date;
};

struct ParsedAppend {
  AppendRequest request;
  std::optional<Reply> refusal = {};
};

void note_flags(Session& session, const imap::FlagSet& flags) {
  for (const auto& keyword : flags.keywords()) {
    session.record(EventKind::Keyword, {{"keyword", keyword}, {"command", "APPEND"}});
  }
  if (flags.has(imap::SystemFlag::Flagged)) {
    session.record(EventKind::FlaggedAppend);
  }
}

/// append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal (RFC 3501 section 9)
ParsedAppend parse(Session& session, const Command& command, imap::Cursor& arguments) {
  ParsedAppend parsed;
  if (!command.message || command.message->binary) {
    parsed.refusal = argument_error("E2.1");
    return parsed;
  }
  const MailboxArgument mailbox = read_mailbox(session, arguments);
  if (mailbox.refusal) {
    parsed.refusal = mailbox.refusal;
    return parsed;
  }
  parsed.request.name = mailbox.name;
  bool blank = arguments.skip_space();
  if (blank && arguments.peek() == '(') {
    const auto list = arguments.flag_list();
    note_flags(session, list.value_or(imap::FlagSet()));
    const auto flags = list ? Flags::from(*list) : std::nullopt;
    if (!flags) {
      parsed.refusal = argument_error("E1.7");
      return parsed;
    }
    parsed.request.flags = *flags;
    blank = arguments.skip_space();
  }
  if (blank && arguments.peek() == '"') {
    parsed.request.date = arguments.date_time();
    blank = parsed.request.date && arguments.skip_space();
  }
  if (!blank || !arguments.at_line_end()) {
    parsed.refusal = argument_error("E2.1");
  }
  return parsed;
}

/// E2.2: what is refused before the message is asked for.
std::optional<Reply> refuse_early(Session& session, const AppendRequest& request,
                                  const imap::LiteralHeader& literal) {
  const Profile& profile = session.profile();
  {
    const Lock lock = session.world.lock();
    const auto mailbox = session.store->find(request.name);
    if (!mailbox) {
      Reply reply = no_such_mailbox(request.name);
      reply.text = (profile.names.append_trycreate ? "[TRYCREATE] " : "") + reply.text;
      return reply;
    }
    if (mailbox->messages.size() >= profile.append.items_per_mailbox) {
      return unavailable("E4 items");
    }
  }
  if (!literal.synchronizing && literal.octets > profile.append.limit / 2) {
    session.record(EventKind::LargeNonSync, {{"octets", std::to_string(literal.octets)}});
  }
  if (literal.octets <= profile.append.limit) {
    return std::nullopt;
  }
  if (!profile.append.size_reject_drops) {
    return no("Maximum size of appendable message has been exceeded", "E2.2 size");
  }
  session.put_line("* BYE Connection closed. 14");
  Reply reply = argument_error("E2.2 size");
  reply.after = After::Close;
  return reply;
}

bool has_fault(const Session& session, FaultPoint point) {
  return session.fault && session.fault->point == point;
}

text::UnixSeconds date_of(const Session& session, const AppendRequest& request,
                          const ContentReport& report) {
  const auto now = session.world.now_seconds();
  if (has_fault(session, FaultPoint::IgnoreDate)) {
    return now;
  }
  switch (session.profile().append.date_mode) {
    case DateMode::Given:
      return request.date.value_or(now);
    case DateMode::ReceivedHeader:
      return report.received_date.value_or(now);
    case DateMode::Now:
      break;
  }
  return now;
}

/// E2.6 to E2.8. With the lock held.
std::optional<Reply> refuse_content(Session& session, const AppendRequest& request,
                                    const Body& body, const ContentReport& report) {
  const Profile& profile = session.profile();
  if (report.refused_by) {
    return argument_error("E2.6 " + *report.refused_by);
  }
  if (profile.content.refuse_unseen && !request.flags.has(Flags::kSeen)) {
    return argument_error("E2.6 refuse_unseen");
  }
  if (session.world.chance(profile.content.chaos_reject)) {
    return argument_error("E2.6 chaos_reject");
  }
  if (session.store->stored_octets() + body.size > profile.append.mailbox_quota) {
    return unavailable("E2.7");
  }
  const NamedPropertyRules& names = profile.named_properties;
  if (names.enforced && names.promote_on_append &&
      !session.world.promote(session.store->user(), report.x_headers, session.id)) {
    return unavailable("E2.8");
  }
  return std::nullopt;
}

/// With the lock held.
std::uint32_t store_message(World& world, UserStore& store, Mailbox& mailbox,
                            const Message& message, std::uint64_t connection) {
  const std::uint32_t uid = store.append(mailbox, message);
  world.record(connection, EventKind::Append,
               {{"mailbox", mailbox.name},
                {"uid", std::to_string(uid)},
                {"size", std::to_string(message.body.size)},
                {"flags", message.flags.to_string()}});
  if (message.misfiled) {
    world.record(connection, EventKind::Misfiled,
                 {{"mailbox", mailbox.name}, {"uid", std::to_string(uid)}});
  }
  world.connections().wake_others(connection);
  return uid;
}

/// The message is stored when the connection has long been gone.
void store_later(Session& session, const std::shared_ptr<Mailbox>& mailbox,
                 const Message& message) {
  World& world = session.world;
  world.defer(world.now() + session.fault->delay,
              [&world, store = session.store, mailbox, message, id = session.id] {
                if (!mailbox->deleted) {
                  store_message(world, *store, *mailbox, message, id);
                }
              });
}

/// E2.6 to E2.10.
Reply finish(Session& session, const AppendRequest& request, const Body& body,
             const ContentReport& report) {
  const Lock lock = session.world.lock();
  const auto mailbox = session.store->find(request.name);
  if (!mailbox) {
    return no_such_mailbox(request.name);
  }
  if (auto refused = refuse_content(session, request, body, report)) {
    session.world.spool().release(body);
    return *refused;
  }
  Message message;
  message.body = body;
  message.flags = request.flags;
  message.flagged_by = request.flags.has(Flags::kFlagged) ? FlaggedBy::Append : FlaggedBy::Nobody;
  message.internal_date = date_of(session, request, report);
  message.misfiled = !mailbox->holds_mail;
  message.bare_line_ends = report.bare_line_ends;
  if (has_fault(session, FaultPoint::DropAfterLiteral)) {
    store_later(session, mailbox, message);
    return hang_up(After::Cut);
  }
  const std::uint32_t uid =
      store_message(session.world, *session.store, *mailbox, message, session.id);
  if (has_fault(session, FaultPoint::StoreTwice)) {
    store_message(session.world, *session.store, *mailbox, message, session.id);
  }
  if (has_fault(session, FaultPoint::DropAfterStore)) {
    return hang_up(After::Cut);
  }
  session.announce_changes(false);
  if (!session.profile().extensions.uidplus) {
    return ok("APPEND completed.");
  }
  return ok("[APPENDUID " + std::to_string(mailbox->uid_validity) + " " + std::to_string(uid) +
            "] APPEND completed.");
}

Reply silent() {
  Reply reply;
  reply.tagged = false;
  return reply;
}

/// E2.4: the command is never answered; the next line of the message is taken for a command.
Reply lose_state(Session& session) {
  session.state_lost = true;
  session.record(EventKind::Desync);
  return silent();
}

}  // namespace

Reply append(Session& session, Command& command, imap::Cursor& arguments) {
  const ParsedAppend parsed = parse(session, command, arguments);
  if (parsed.refusal) {
    return *parsed.refusal;
  }
  const imap::LiteralHeader literal = *command.message;
  if (auto refused = refuse_early(session, parsed.request, literal)) {
    return *refused;
  }
  command.message.reset();
  if (has_fault(session, FaultPoint::DropBeforeContinuation)) {
    return hang_up(After::Cut);
  }
  if (literal.synchronizing) {
    session.put(kContinuation);
  }
  const auto drop_after = has_fault(session, FaultPoint::DropInLiteral)
                              ? std::optional(session.fault->octets)
                              : std::nullopt;
  const Body body = session.world.spool().reserve(literal.octets);
  ContentScanner scanner(session.profile().content);
  switch (receive_literal(session, body, scanner, drop_after)) {
    case Received::Whole:
      break;
    case Received::StateLost:
      session.world.spool().release(body);
      return lose_state(session);
    case Received::Lost:
      session.world.spool().release(body);
      return silent();
    case Received::Dropped:
      session.world.spool().release(body);
      return hang_up(After::Cut);
    case Received::DiskFull:
      return say_bye("* BYE Connection closed.");
  }
  // E2.5: nothing is answered before the command's own line end has come.
  const auto end = session.lines.line(session.profile().connection.max_command_size);
  if (!end) {
    return silent();
  }
  if (!end->text.empty()) {
    if (const auto next = imap::find_trailing_literal(end->text)) {
      command.message = next->header;
    }
    session.world.spool().release(body);
    return too_many_arguments();
  }
  return finish(session, parsed.request, body, scanner.finish());
}

}  // namespace mailhaul::emulator
