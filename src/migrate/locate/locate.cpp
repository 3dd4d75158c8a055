#include "migrate/locate/locate.hpp"

#include "migrate/locate/server_message.hpp"
#include "migrate/server/digested_fetch.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>
#include <vector>

#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::migrate {
namespace {

/// Servers take lines of some thousand octets.
constexpr std::size_t kMostGaps = 300;
constexpr std::size_t kMostUids = 300;

/// The UIDs from the low-water mark on, without those that rows have already; where those are
/// scattered, with some of them.
imap::SequenceSet unbound_uids(std::uint32_t low_water, const std::vector<std::uint32_t>& known) {
  imap::SequenceSet set;
  std::size_t gaps = 0;
  std::uint32_t next = std::max<std::uint32_t>(low_water, 1);
  for (const std::uint32_t uid : known) {
    if (uid > next) {
      if (++gaps == kMostGaps) {
        break;
      }
      set.add_range(next, uid - 1);
    }
    next = uid + 1;
  }
  set.add_range(next, imap::kStar);
  return set;
}

Candidate candidate_of(const ServerMessage& message) {
  return {.uid = message.uid,
          .internal_date = message.internal_date,
          .message_id_hash = message.message_id_hash,
          .subject_hash = message.subject_hash};
}

/// Asks the server for the octets of the first of these messages.
Result<void> fetch_fingerprints(ServerConnection& connection,
                                const std::vector<std::uint32_t>& wanted,
                                std::vector<Candidate>& candidates) {
  std::map<std::uint32_t, journal::Fingerprint> fingerprints;
  imap::SequenceSet uids;
  for (const std::uint32_t uid : wanted | std::views::take(kMostUids)) {
    fingerprints.emplace(uid, kNotShown);
    uids.add(uid);
  }
  const Result<imap::Completion> completion =
      DigestedFetch<message::Fingerprinter>(connection)
          .run(uids, [&](std::uint32_t uid, const message::Fingerprint& fingerprint) {
            fingerprints.insert_or_assign(uid, fingerprint.octets);
          });
  if (!completion) {
    return fail(completion.error());
  }
  for (Candidate& candidate : candidates) {
    if (const auto found = fingerprints.find(candidate.uid); found != fingerprints.end()) {
      candidate.fingerprint = found->second;
    }
  }
  const Result<void> accepted = connection.check(*completion);
  // Servers refuse to show a message that is damaged.
  return accepted || accepted.error().kind == ErrorKind::Refused ? Result<void>() : accepted;
}

Result<Matching> match_with_proof(ServerConnection& connection,
                                  const std::vector<journal::MessageRow>& rows,
                                  std::vector<Candidate> candidates) {
  const target::ProfileTraits& traits = target::traits(connection.profile());
  const Kept kept{.dates = traits.date_keeping == target::DateKeeping::Kept,
                  .octets = !traits.converts_content};
  Matching matching = match(rows, candidates, kept);
  while (!matching.unproved.empty()) {
    if (const Result<void> fetched = fetch_fingerprints(connection, matching.unproved, candidates);
        !fetched) {
      return fail(fetched.error());
    }
    matching = match(rows, candidates, kept);
  }
  return matching;
}

}  // namespace

Result<void> record_identity(journal::Journal& journal, const Binding& binding) {
  return binding.shown ? journal.set_identity(binding.row, binding.shown->message_id_hash,
                                              binding.shown->subject_hash)
                       : Result<void>();
}

Result<imap::Command> select_command(const ServerConnection& connection, const std::string& mailbox,
                                     bool for_writing) {
  // Courier refuses an APPEND to a mailbox that is open with EXAMINE, so that has to be left again.
  const bool examine = !for_writing && target::traits(connection.profile()).may_examine &&
                       connection.capabilities().has("UNSELECT");
  return examine ? imap::Command::examine(mailbox) : imap::Command::select(mailbox);
}

Result<Reply> select_mailbox(ServerConnection& connection, const std::string& mailbox,
                             bool for_writing) {
  Result<imap::Command> command = select_command(connection, mailbox, for_writing);
  if (!command) {
    return fail(command.error());
  }
  return connection.run_or_fail(std::move(*command));
}

std::uint32_t uid_validity_of(const Reply& selected) {
  for (const imap::UntaggedData& data : selected.data) {
    const auto* status = std::get_if<imap::UntaggedStatus>(&data);
    const auto* code =
        status == nullptr ? nullptr : std::get_if<imap::UidValidity>(&status->text.code);
    if (code != nullptr) {
      return code->value;
    }
  }
  return 0;
}

const imap::FlagSet* permanent_flags_of(const Reply& selected) {
  for (const imap::UntaggedData& data : selected.data) {
    const auto* status = std::get_if<imap::UntaggedStatus>(&data);
    const auto* flags =
        status == nullptr ? nullptr : std::get_if<imap::PermanentFlags>(&status->text.code);
    if (flags != nullptr) {
      return &flags->flags;
    }
  }
  return nullptr;
}

Result<void> leave_mailbox(ServerConnection& connection) {
  if (!connection.capabilities().has("UNSELECT")) {
    return {};
  }
  const Result<Reply> reply = connection.run_or_fail(imap::Command::unselect());
  return reply ? Result<void>() : fail(reply.error());
}

Result<Matching> locate(ServerConnection& connection, journal::Journal& journal,
                        const journal::MailboxRow& mailbox,
                        const std::vector<journal::MessageRow>& rows) {
  const Result<std::vector<std::uint32_t>> known =
      journal.known_uids(mailbox.id, mailbox.low_water);
  if (!known) {
    return fail(known.error());
  }
  if (const Result<Reply> selected = select_mailbox(connection, mailbox.name, false); !selected) {
    return fail(selected.error());
  }
  const imap::SequenceSet uids = unbound_uids(mailbox.low_water, *known);
  const Result<std::vector<ServerMessage>> found = fetch_messages(connection, uids);
  if (!found) {
    return fail(found.error());
  }
  std::vector<Candidate> candidates;
  for (const ServerMessage& message : *found) {
    // "n:*" names the last message even if its UID is below n.
    if (message.uid >= mailbox.low_water && !std::ranges::binary_search(*known, message.uid)) {
      candidates.push_back(candidate_of(message));
    }
  }
  Result<Matching> matching = match_with_proof(connection, rows, std::move(candidates));
  if (!matching) {
    return matching;
  }
  const Result<void> left = leave_mailbox(connection);
  return left ? std::move(matching) : fail(left.error());
}

}  // namespace mailhaul::migrate
