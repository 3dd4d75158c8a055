/// What the steps of the set-up share: the mailboxes of the run, and what became of each so far.
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
#include <mailhaul/imap/types.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// Every step may be repeated on a new connection, and goes on where the old one was lost.
struct SetupState {
  ServerLink& link;
  UploadContext& context;
  /// As they were journalled before this run, by name.
  std::map<std::string, journal::MailboxRow> journalled = {};
  /// Folders that an earlier run began, by directory.
  std::map<Bytes, journal::FolderId> begun = {};
  /// The plan does not lead there, but an earlier run left messages there whose fate is open.
  std::vector<std::string> in_doubt = {};
  std::set<std::string> created = {};
  /// Why the server will not have them, in words.
  std::map<std::string, std::string> refused = {};
  /// Their owner took them away, and nothing is to be sent there.
  std::set<std::string> removed = {};
  /// Whose CREATE was sent and not answered yet. After an error: whose answer was lost.
  std::set<std::string> being_created = {};
  /// What STATUS and LSUB said. A server may work on several commands at a time (RFC 3501 section
  /// 5.5), so that data belongs to the mailbox that it names, whichever command it came with.
  std::map<std::string, imap::StatusData> told = {};
  std::set<std::string> subscribed = {};

  /// Several commands may be in flight, and one of them may be refused.
  [[nodiscard]] bool takes_many_commands() const;
};

/// Takes the reply to a command; what it brought is in `told` and `subscribed` already.
using TakeMailboxReply =
    std::function<Result<void>(const std::string& mailbox, const Reply& reply)>;

/// A command about a mailbox, or about all where there is no name, and what becomes of its answer.
struct MailboxCommand {
  std::string mailbox;
  imap::Command command;
  TakeMailboxReply take;
  bool creates = false;
};

/// Sends as many at a time as the server lets be in flight. One that hangs up after some refusals
/// gets them one by one, so that the connection can be made anew in between.
[[nodiscard]] Result<void> run_for_mailboxes(SetupState& setup,
                                             std::vector<MailboxCommand> commands);

/// After a refusal: makes the connection anew before the server hangs up.
[[nodiscard]] Result<void> renew_after_refusals(SetupState& setup);

}  // namespace mailhaul::migrate
