/// Arguments that several commands share.
#pragma once

#include "emulator/commands/session.hpp"
#include "emulator/wire/reply.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/imap/grammar.hpp>

namespace mailhaul::emulator {

/// A mailbox argument that was read, or the refusal that it deserves.
struct MailboxArgument {
  std::string name;  ///< UTF-8
  std::optional<Reply> refusal = {};
};

/// Reads one mailbox name. `selecting` is for SELECT, EXAMINE and STATUS, which some names kill.
MailboxArgument read_mailbox(const Session& session, imap::Cursor& arguments,
                             bool selecting = false);

/// `NO <name> doesn't exist.` (E1.11)
Reply no_such_mailbox(const std::string& name);

/// The UIDs in the selected mailbox that a set names, in ascending order: a set of UIDs, or of
/// message numbers. With the lock held. std::nullopt for a message number beyond the mailbox.
std::optional<std::vector<std::uint32_t>> resolve_messages(const Session& session,
                                                           const imap::SequenceSet& set,
                                                           bool by_uid);

}  // namespace mailhaul::emulator
