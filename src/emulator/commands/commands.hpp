/// The table of commands and the handlers behind it, grouped in files by what they deal with. A
/// handler reads its arguments from the cursor, which stands behind the name and a blank.
#pragma once

#include "emulator/commands/session.hpp"
#include "emulator/wire/reply.hpp"

#include <cstdint>
#include <string_view>

#include <mailhaul/imap/grammar.hpp>

namespace mailhaul::emulator {

using Handler = Reply (*)(Session&, Command&, imap::Cursor&);

enum class Needs : std::uint8_t { Nothing, NoLogin, Login, Selection };

struct CommandEntry {
  Handler handler = nullptr;
  Needs needs = Needs::Nothing;
};

/// nullptr for a command that this profile does not know.
const CommandEntry* find_command(std::string_view name, const Profile& profile);

// session_commands.cpp
Reply capability(Session& session, Command& command, imap::Cursor& arguments);
Reply noop(Session& session, Command& command, imap::Cursor& arguments);
Reply logout(Session& session, Command& command, imap::Cursor& arguments);
Reply start_tls(Session& session, Command& command, imap::Cursor& arguments);
Reply identify(Session& session, Command& command, imap::Cursor& arguments);
Reply enable(Session& session, Command& command, imap::Cursor& arguments);
Reply idle(Session& session, Command& command, imap::Cursor& arguments);

// login_commands.cpp
Reply login(Session& session, Command& command, imap::Cursor& arguments);
Reply authenticate(Session& session, Command& command, imap::Cursor& arguments);

// list_commands.cpp
Reply name_space(Session& session, Command& command, imap::Cursor& arguments);
Reply list(Session& session, Command& command, imap::Cursor& arguments);
Reply list_subscribed(Session& session, Command& command, imap::Cursor& arguments);
Reply status(Session& session, Command& command, imap::Cursor& arguments);

// mailbox_commands.cpp
Reply create(Session& session, Command& command, imap::Cursor& arguments);
Reply remove(Session& session, Command& command, imap::Cursor& arguments);
Reply rename(Session& session, Command& command, imap::Cursor& arguments);
Reply subscribe(Session& session, Command& command, imap::Cursor& arguments);
Reply unsubscribe(Session& session, Command& command, imap::Cursor& arguments);

// select_commands.cpp
Reply select(Session& session, Command& command, imap::Cursor& arguments);
Reply examine(Session& session, Command& command, imap::Cursor& arguments);
Reply unselect(Session& session, Command& command, imap::Cursor& arguments);
Reply close(Session& session, Command& command, imap::Cursor& arguments);
Reply check(Session& session, Command& command, imap::Cursor& arguments);

// append.cpp
Reply append(Session& session, Command& command, imap::Cursor& arguments);

// fetch.cpp
Reply fetch(Session& session, Command& command, imap::Cursor& arguments);

// message_commands.cpp
Reply store_flags(Session& session, Command& command, imap::Cursor& arguments);
Reply expunge(Session& session, Command& command, imap::Cursor& arguments);
Reply copy(Session& session, Command& command, imap::Cursor& arguments);
Reply move(Session& session, Command& command, imap::Cursor& arguments);

// search.cpp
Reply search(Session& session, Command& command, imap::Cursor& arguments);

}  // namespace mailhaul::emulator
