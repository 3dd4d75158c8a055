/// CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE (E1.9 to E1.12, E4).
#include "emulator/commands/commands.hpp"
#include "emulator/commands/mailbox_name.hpp"
#include "emulator/wire/arguments.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

/// What speaks against a new mailbox of this name; its parents are looked at too.
std::optional<Reply> refuse_new_name(const Session& session, const std::string& name,
                                     const std::string& verb) {
  const NameRules& rules = session.profile().names;
  if (session.store->find(name)) {
    return no("Mailbox already exists.", "E1.10");
  }
  if (std::ranges::any_of(rules.reserved, [&name](const std::string& reserved) {
        return mailbox_key(reserved) == mailbox_key(name);
      })) {
    return no("Folder name is reserved.", "E1.10");
  }
  if (depth_of(name) > rules.max_depth || session.store->count() >= rules.max_mailboxes) {
    return unavailable("E4 folders");
  }
  const auto parent = parent_name(name);
  if (!parent.empty() && !session.store->find(parent) && !rules.create_parents) {
    return no(verb + " failed.", "E1.10");
  }
  return std::nullopt;
}

/// The name below its parent as that is spelt: a mailbox is where it is, however it was asked for.
std::string below_parent(const Session& session, const std::string& name) {
  const auto parent = parent_name(name);
  const auto found = session.store->find(parent);
  return parent.empty() || !found ? name : found->name + name.substr(parent.size());
}

void create_with_parents(Session& session, const std::string& name) {
  if (const auto parent = parent_name(name); !parent.empty() && !session.store->find(parent)) {
    create_with_parents(session, std::string(parent));
  }
  Mailbox mailbox;
  mailbox.name = below_parent(session, name);
  session.store->create(std::move(mailbox));
}

Reply set_subscription(Session& session, imap::Cursor& arguments, bool subscribed,
                       const std::string& verb) {
  const MailboxArgument argument = read_mailbox(session, arguments);
  if (argument.refusal) {
    return *argument.refusal;
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  const auto mailbox = session.store->find(argument.name);
  if (!mailbox) {
    return no_such_mailbox(argument.name);
  }
  session.store->subscribe(*mailbox, subscribed);
  return ok(verb + " completed.");
}

/// INBOX and the default mailboxes of the user cannot be removed or renamed.
bool is_fixed(const Mailbox& mailbox) {
  return text::equals_ignoring_case(mailbox.name, "INBOX") || !mailbox.holds_mail ||
         mailbox.special_use != SpecialUse::None;
}

}  // namespace

Reply create(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const MailboxArgument argument = read_mailbox(session, arguments);
  if (argument.refusal) {
    return *argument.refusal;
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  if (auto refused = refuse_new_name(session, argument.name, "CREATE")) {
    return *refused;
  }
  create_with_parents(session, argument.name);
  return ok("CREATE completed.");
}

Reply remove(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const MailboxArgument argument = read_mailbox(session, arguments);
  if (argument.refusal) {
    return *argument.refusal;
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  const auto mailbox = session.store->find(argument.name);
  if (!mailbox) {
    return no_such_mailbox(argument.name);
  }
  if (is_fixed(*mailbox) || session.store->has_children(*mailbox)) {
    return no("DELETE failed.");
  }
  session.store->remove(mailbox);
  if (session.selected && session.selected->mailbox == mailbox) {
    session.unselect();
  }
  return ok("DELETE completed.");
}

Reply rename(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const MailboxArgument from = read_mailbox(session, arguments);
  if (from.refusal) {
    return *from.refusal;
  }
  if (!arguments.skip_space()) {
    return argument_error();
  }
  const MailboxArgument to = read_mailbox(session, arguments);
  if (to.refusal) {
    return *to.refusal;
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  const auto mailbox = session.store->find(from.name);
  if (!mailbox) {
    return no_such_mailbox(from.name);
  }
  if (auto refused = refuse_new_name(session, to.name, "RENAME")) {
    return *refused;
  }
  const bool into_itself = mailbox_key(to.name).starts_with(mailbox_key(mailbox->name) + "/");
  if (is_fixed(*mailbox) || into_itself) {
    return no("RENAME failed.");
  }
  session.store->rename(mailbox, below_parent(session, to.name));
  return ok("RENAME completed.");
}

Reply subscribe(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  return set_subscription(session, arguments, true, "SUBSCRIBE");
}

Reply unsubscribe(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  return set_subscription(session, arguments, false, "UNSUBSCRIBE");
}

}  // namespace mailhaul::emulator
