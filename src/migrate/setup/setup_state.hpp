/// What the steps of the set-up share: the mailboxes of the plan, and what became of each so far.
#pragma once

#include "migrate/server/server_link.hpp"
#include "migrate/upload/upload_context.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/imap/event.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Every step may be repeated on a new connection, and goes on where the old one was lost.
struct SetupState {
  ServerLink& link;
  UploadContext& context;
  /// As they were journalled before this run, by name.
  std::map<std::string, journal::MailboxRow> journalled = {};
  /// Directories of folders that an earlier run began.
  std::set<Bytes> begun = {};
  std::set<std::string> created = {};
  /// Why the server will not have them, in words.
  std::map<std::string, std::string> refused = {};
  /// Their owner took them away, and nothing is to be sent there.
  std::set<std::string> removed = {};
  /// Mailboxes of the commands that were sent and not answered yet. After an error: of those whose
  /// answer was lost.
  std::set<std::string> in_flight = {};
};

/// A mailbox and what is asked about it.
struct MailboxCommand {
  std::string mailbox;
  imap::Command command;
};

/// Takes the reply to one of the commands.
using TakeMailboxReply = std::function<Result<void>(const std::string& mailbox, Reply reply)>;

/// Sends as many at a time as the server lets be in flight. One that hangs up after some refusals
/// gets them one by one, so that the connection can be made anew in between.
[[nodiscard]] Result<void> run_for_mailboxes(SetupState& setup,
                                             std::vector<MailboxCommand> commands,
                                             const TakeMailboxReply& take);

/// After a refusal: makes the connection anew before the server hangs up.
[[nodiscard]] Result<void> renew_after_refusals(SetupState& setup);

}  // namespace mailhaul::migrate
