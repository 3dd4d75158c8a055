/// STORE, EXPUNGE, COPY and MOVE.
#include "emulator/commands/commands.hpp"
#include "emulator/wire/arguments.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

bool is_by_uid(const Command& command) {
  return command.name.starts_with("UID ");
}

struct FlagChange {
  char sign = '=';  ///< '+', '-' or '='
  bool silent = false;
  Flags flags;
};

/// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
/// (RFC 3501 section 9)
std::optional<FlagChange> parse_change(Session& session, imap::Cursor& arguments) {
  FlagChange change;
  if (arguments.peek() == '+' || arguments.peek() == '-') {
    change.sign = arguments.peek();
    arguments.skip(change.sign);
  }
  if (!arguments.skip_word("FLAGS")) {
    return std::nullopt;
  }
  change.silent = arguments.skip_word(".SILENT");
  if (!arguments.skip_space()) {
    return std::nullopt;
  }
  const Bytes bare = "(" + Bytes(arguments.rest()) + ")";
  imap::Cursor list(arguments.peek() == '(' ? arguments.rest() : ByteView(bare));
  const auto flags = list.flag_list();
  if (!flags || !list.at_line_end()) {
    return std::nullopt;
  }
  for (const auto& keyword : flags->keywords()) {
    session.record(EventKind::Keyword, {{"keyword", keyword}, {"command", "STORE"}});
  }
  const auto accepted = Flags::from(*flags);
  if (!accepted) {
    return std::nullopt;
  }
  change.flags = *accepted;
  return change;
}

Flags changed(Flags before, const FlagChange& change) {
  if (change.sign == '=') {
    return change.flags;
  }
  if (change.sign == '+') {
    before.add(change.flags);
  } else {
    before.remove(change.flags);
  }
  return before;
}

/// The mailbox that COPY and MOVE name, and the messages to be taken there.
struct Transfer {
  std::shared_ptr<Mailbox> target;
  std::vector<std::uint32_t> uids;
  std::optional<Reply> refusal = {};
};

/// "(COPY / MOVE)" SP sequence-set SP mailbox (RFC 3501 section 9, RFC 6851 section 5). With the
/// lock held.
Transfer parse_transfer(Session& session, const Command& command, imap::Cursor& arguments) {
  Transfer transfer;
  const auto set = arguments.sequence_set();
  if (!set || !arguments.skip_space()) {
    transfer.refusal = argument_error();
    return transfer;
  }
  const MailboxArgument mailbox = read_mailbox(session, arguments);
  const auto uids = resolve_messages(session, *set, is_by_uid(command));
  if (mailbox.refusal) {
    transfer.refusal = mailbox.refusal;
  } else if (!arguments.at_line_end()) {
    transfer.refusal = too_many_arguments();
  } else if (!uids) {
    transfer.refusal = argument_error();
  } else {
    transfer.uids = *uids;
    transfer.target = session.store->find(mailbox.name);
    if (!transfer.target) {
      transfer.refusal = no_such_mailbox(mailbox.name);
    }
  }
  return transfer;
}

/// "COPYUID validity from to" or nothing (RFC 4315 section 3). With the lock held.
std::string copy_messages(Session& session, const Transfer& transfer) {
  imap::SequenceSet from;
  imap::SequenceSet to;
  for (const std::uint32_t uid : transfer.uids) {
    const Message* message = session.selected->mailbox->find(uid);
    if (message == nullptr) {
      continue;
    }
    Message copied = *message;
    copied.uid = 0;
    copied.recent = true;
    copied.misfiled = !transfer.target->holds_mail;
    from.add(uid);
    to.add(session.store->append(*transfer.target, copied));
  }
  if (from.empty() || !session.profile().extensions.uidplus) {
    return "";
  }
  Bytes code = "[COPYUID " + std::to_string(transfer.target->uid_validity) + " ";
  imap::encode_sequence_set(from, code);
  code += ' ';
  imap::encode_sequence_set(to, code);
  return code + "] ";
}

}  // namespace

Reply store_flags(Session& session, Command& command, imap::Cursor& arguments) {
  const auto set = arguments.sequence_set();
  if (!set || !arguments.skip_space()) {
    return argument_error();
  }
  const auto change = parse_change(session, arguments);
  if (!change) {
    return argument_error("E1.7");
  }
  const Lock lock = session.world.lock();
  if (session.selected->read_only) {
    return no("STORE failed.");
  }
  const bool by_uid = is_by_uid(command);
  const auto uids = resolve_messages(session, *set, by_uid);
  if (!uids) {
    return argument_error();
  }
  Mailbox& mailbox = *session.selected->mailbox;
  for (const std::uint32_t uid : *uids) {
    Message* message = mailbox.find(uid);
    if (message == nullptr) {
      continue;
    }
    session.store->set_flags(mailbox, *message, changed(message->flags, *change), FlaggedBy::Store);
    if (!change->silent) {
      session.put_line("* " + std::to_string(session.selected->number_of(uid)) + " FETCH (" +
                       (by_uid ? "UID " + std::to_string(uid) + " " : "") + "FLAGS (" +
                       message->flags.to_string() + "))");
    }
  }
  session.announce_changes(by_uid);
  return ok("STORE completed.");
}

Reply expunge(Session& session, Command& command, imap::Cursor& arguments) {
  const bool by_uid = is_by_uid(command);
  if (!by_uid && command.has_arguments) {
    return too_many_arguments();
  }
  std::optional<imap::SequenceSet> set;
  if (by_uid) {
    set = arguments.sequence_set();
    if (!set || !arguments.at_line_end()) {
      return argument_error();
    }
  }
  const Lock lock = session.world.lock();
  if (session.selected->read_only) {
    return no("EXPUNGE failed.");
  }
  std::optional<std::vector<std::uint32_t>> named;
  if (set) {
    named = resolve_messages(session, *set, true);
  }
  session.store->expunge(*session.selected->mailbox, [&named](const Message& message) {
    return message.flags.has(Flags::kDeleted) &&
           (!named || std::ranges::binary_search(*named, message.uid));
  });
  session.announce_changes(true);
  session.wake_others();
  return ok("EXPUNGE completed.");
}

Reply copy(Session& session, Command& command, imap::Cursor& arguments) {
  const Lock lock = session.world.lock();
  const Transfer transfer = parse_transfer(session, command, arguments);
  if (transfer.refusal) {
    return *transfer.refusal;
  }
  const std::string code = copy_messages(session, transfer);
  session.announce_changes(false);
  session.wake_others();
  return ok(code + "COPY completed.");
}

Reply move(Session& session, Command& command, imap::Cursor& arguments) {
  const Lock lock = session.world.lock();
  const Transfer transfer = parse_transfer(session, command, arguments);
  if (transfer.refusal) {
    return *transfer.refusal;
  }
  if (session.selected->read_only) {
    return no("MOVE failed.");
  }
  const std::string code = copy_messages(session, transfer);
  if (!code.empty()) {
    // RFC 6851 section 4.3: before the EXPUNGEs.
    session.put_line("* OK " + code + "Moved.");
  }
  session.store->expunge(*session.selected->mailbox, [&transfer](const Message& message) {
    return std::ranges::binary_search(transfer.uids, message.uid);
  });
  session.announce_changes(true);
  session.wake_others();
  return ok("MOVE completed.");
}

}  // namespace mailhaul::emulator
