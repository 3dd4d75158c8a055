/// SELECT, EXAMINE, UNSELECT, CLOSE and CHECK (section 1.2, E3).
#include "emulator/commands/commands.hpp"
#include "emulator/commands/flags.hpp"
#include "emulator/wire/arguments.hpp"

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

/// The untagged block, in the order in which the server sends it. With the lock held.
void describe(Session& session) {
  const SelectedMailbox& view = *session.selected;
  const Mailbox& mailbox = *view.mailbox;
  session.put_line("* " + std::to_string(view.uids.size()) + " EXISTS");
  session.put_line("* " + std::to_string(view.recent.size()) + " RECENT");
  session.put_line("* FLAGS " + std::string(kFlagList));
  session.put_line("* OK [PERMANENTFLAGS " + std::string(kFlagList) + "] Permanent flags");
  for (std::size_t index = 0; index < mailbox.messages.size(); ++index) {
    if (!mailbox.messages[index].flags.has(Flags::kSeen)) {
      session.put_line("* OK [UNSEEN " + std::to_string(index + 1) +
                       "] Is the first unseen message");
      break;
    }
  }
  session.put_line("* OK [UIDVALIDITY " + std::to_string(mailbox.uid_validity) +
                   "] UIDVALIDITY value");
  session.put_line("* OK [UIDNEXT " + std::to_string(mailbox.uid_next) +
                   "] The next unique identifier value");
}

/// With the lock held.
void enter(Session& session, const std::shared_ptr<Mailbox>& mailbox, bool read_only) {
  SelectedMailbox view;
  view.mailbox = mailbox;
  view.read_only = read_only;
  view.uid_validity = mailbox->uid_validity;
  view.generation = mailbox->generation;
  view.uid_next_at_select = mailbox->uid_next;
  view.uids.reserve(mailbox->messages.size());
  for (Message& message : mailbox->messages) {
    view.uids.push_back(message.uid);
    if (message.recent) {
      view.recent.insert(message.uid);
      message.recent = read_only;
    }
  }
  session.selected = std::move(view);
  session.state = State::Selected;
}

/// Exchange 2007 before Service Pack 2 Rollup 2 marks everything read (E3).
void mark_all_seen(Session& session, Mailbox& mailbox) {
  for (Message& message : mailbox.messages) {
    Flags flags = message.flags;
    flags.add(Flags(Flags::kSeen));
    session.store->set_flags(mailbox, message, flags, message.flagged_by);
  }
}

Reply open_mailbox(Session& session, imap::Cursor& arguments, bool read_only) {
  const MailboxArgument argument = read_mailbox(session, arguments, true);
  if (argument.refusal) {
    return *argument.refusal;
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  session.unselect();
  const auto mailbox = session.store->find(argument.name);
  if (!mailbox) {
    return no_such_mailbox(argument.name);
  }
  if (read_only && session.profile().fetch.examine_marks_seen) {
    mark_all_seen(session, *mailbox);
  }
  enter(session, mailbox, read_only);
  describe(session);
  return read_only ? ok("[READ-ONLY] EXAMINE completed.") : ok("[READ-WRITE] SELECT completed.");
}

}  // namespace

Reply select(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  return open_mailbox(session, arguments, false);
}

Reply examine(Session& session, Command& command, imap::Cursor& arguments) {
  session.record(EventKind::Examine, {{"mailbox", command.arguments}});
  return open_mailbox(session, arguments, true);
}

Reply unselect(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  session.unselect();
  return ok("UNSELECT completed.");
}

Reply close(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  if (!session.selected->read_only) {
    session.store->expunge(*session.selected->mailbox, [](const Message& message) {
      return message.flags.has(Flags::kDeleted);
    });
    session.wake_others();
  }
  session.unselect();
  return ok("CLOSE completed.");
}

Reply check(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  session.announce_changes(true);
  return ok("CHECK completed.");
}

}  // namespace mailhaul::emulator
