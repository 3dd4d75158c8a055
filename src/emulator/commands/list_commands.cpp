/// NAMESPACE, LIST, LSUB and STATUS (section 1.3, E1.9, E1.12, E3).
#include "emulator/commands/commands.hpp"
#include "emulator/commands/mailbox_name.hpp"
#include "emulator/wire/arguments.hpp"

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/mutf7.hpp>

namespace mailhaul::emulator {

namespace {

/// list-wildcards of RFC 3501: '*' anything, '%' anything but the delimiter. Compared without
/// regard to case by the caller.
bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) {
    return name.empty();
  }
  const char first = pattern.front();
  if (first != '*' && first != '%') {
    return !name.empty() && first == name.front() && matches(pattern.substr(1), name.substr(1));
  }
  const std::string_view rest = pattern.substr(1);
  if (rest.starts_with('*')) {
    return matches(rest, name);
  }
  while (true) {
    if (matches(rest, name)) {
      return true;
    }
    if (name.empty() || (first == '%' && name.front() == '/')) {
      return false;
    }
    name.remove_prefix(1);
  }
}

std::string_view special_use_name(SpecialUse use) {
  switch (use) {
    case SpecialUse::Sent:
      return "\\Sent";
    case SpecialUse::Trash:
      return "\\Trash";
    case SpecialUse::Drafts:
      return "\\Drafts";
    case SpecialUse::Junk:
      return "\\Junk";
    case SpecialUse::None:
      break;
  }
  return "";
}

std::string attributes(const Session& session, const Mailbox& mailbox) {
  const NameRules& rules = session.profile().names;
  std::string result;
  const auto add = [&result](std::string_view attribute) {
    if (!attribute.empty()) {
      result += result.empty() ? "" : " ";
      result += attribute;
    }
  };
  add(mailbox.has_unseen() ? "\\Marked" : "");
  if (rules.children_attributes) {
    add(session.store->has_children(mailbox) ? "\\HasChildren" : "\\HasNoChildren");
  }
  if (rules.special_use_attributes) {
    add(special_use_name(mailbox.special_use));
  }
  return result;
}

Reply list_matching(Session& session, imap::Cursor& arguments, const std::string& verb,
                    bool subscribed_only) {
  if (arguments.peek() == '(') {
    session.record(EventKind::ExtendedList, {{"arguments", Bytes(arguments.text())}});
    return too_many_arguments();
  }
  const auto reference = arguments.astring();
  if (!reference || !arguments.skip_space()) {
    return argument_error();
  }
  const auto pattern = arguments.list_mailbox();
  if (!pattern) {
    return argument_error();
  }
  if (!arguments.at_line_end()) {
    session.record(EventKind::ExtendedList, {{"arguments", Bytes(arguments.text())}});
    return too_many_arguments();
  }
  if (pattern->empty() && !subscribed_only) {
    session.put_line(R"(* LIST (\Noselect \HasChildren) "/" "")");
    return ok("LIST completed.");
  }
  const Lock lock = session.world.lock();
  session.announce_changes(true);
  const std::string wanted = text::to_lower(*reference + *pattern);
  for (const auto& [key, mailbox] : session.store->tree()) {
    if ((subscribed_only && !mailbox->subscribed) ||
        !matches(wanted, text::to_lower(text::encode_mutf7(mailbox->name)))) {
      continue;
    }
    session.put_line("* " + verb + " (" + attributes(session, *mailbox) + ") \"/\" " +
                     write_mailbox_name(mailbox->name));
  }
  return ok(verb + " completed.");
}

/// The value of one STATUS item, or std::nullopt for an unknown one.
std::optional<std::uint64_t> status_value(const Session& session, const Mailbox& mailbox,
                                          std::string_view item) {
  const bool stale = session.profile().fetch.stale_status_of_selected && session.selected &&
                     session.selected->mailbox.get() == &mailbox;
  if (item == "MESSAGES") {
    return stale ? session.selected->uids.size() : mailbox.messages.size();
  }
  if (item == "UIDNEXT") {
    return stale ? session.selected->uid_next_at_select : mailbox.uid_next;
  }
  if (item == "UIDVALIDITY") {
    return mailbox.uid_validity;
  }
  if (item == "RECENT" || item == "UNSEEN") {
    std::uint64_t count = 0;
    for (const Message& message : mailbox.messages) {
      count += (item == "RECENT" ? message.recent : !message.flags.has(Flags::kSeen)) ? 1U : 0U;
    }
    return count;
  }
  return std::nullopt;
}

}  // namespace

Reply name_space(Session& session, Command& command, imap::Cursor& /*arguments*/) {
  if (command.has_arguments) {
    return too_many_arguments();
  }
  session.put_line(R"(* NAMESPACE (("" "/")) NIL NIL)");
  return ok("NAMESPACE completed.");
}

Reply list(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  return list_matching(session, arguments, "LIST", false);
}

Reply list_subscribed(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  return list_matching(session, arguments, "LSUB", true);
}

/// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")" (RFC 3501 section 9)
Reply status(Session& session, Command& /*command*/, imap::Cursor& arguments) {
  const MailboxArgument argument = read_mailbox(session, arguments, true);
  if (argument.refusal) {
    return *argument.refusal;
  }
  if (!arguments.skip_space() || !arguments.skip('(')) {
    return argument_error();
  }
  std::vector<std::string> items;
  do {
    const auto item = arguments.atom();
    if (!item) {
      return argument_error();
    }
    items.push_back(text::to_upper(*item));
  } while (arguments.skip_space());
  if (!arguments.skip(')')) {
    return argument_error();
  }
  if (!arguments.at_line_end()) {
    return too_many_arguments();
  }
  const Lock lock = session.world.lock();
  session.announce_changes(true);
  const auto mailbox = session.store->find(argument.name);
  if (!mailbox) {
    return no_such_mailbox(argument.name);
  }
  std::string values;
  for (const auto& item : items) {
    const auto value = status_value(session, *mailbox, item);
    if (!value) {
      return argument_error();
    }
    values += (values.empty() ? "" : " ") + item + " " + std::to_string(*value);
  }
  session.put_line("* STATUS " + write_mailbox_name(mailbox->name) + " (" + values + ")");
  return ok("STATUS completed.");
}

}  // namespace mailhaul::emulator
