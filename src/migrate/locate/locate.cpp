#include "migrate/locate/locate.hpp"

#include <algorithm>

#include <mailhaul/message/header_facts.hpp>

namespace mailhaul::migrate {
namespace {

/// The UIDs from the low-water mark on, without those that rows have already.
imap::SequenceSet unbound_uids(std::uint32_t low_water, const std::vector<std::uint32_t>& known) {
  imap::SequenceSet set;
  std::uint32_t next = std::max<std::uint32_t>(low_water, 1);
  for (const std::uint32_t uid : known) {
    if (uid > next) {
      set.add_range(next, uid - 1);
    }
    next = uid + 1;
  }
  set.add_range(next, imap::kStar);
  return set;
}

Candidate candidate_of(const imap::FetchData& fetched) {
  Candidate candidate{.uid = *fetched.uid, .internal_date = fetched.internal_date.value_or(0)};
  for (const imap::BodySection& section : fetched.sections) {
    if (section.content.value) {
      const message::MessageIdentity identity = message::identify(*section.content.value);
      candidate.message_id_hash = identity.message_id_hash;
      candidate.subject_hash = identity.date_subject_hash;
    }
  }
  return candidate;
}

}  // namespace

Result<Reply> select_mailbox(ServerConnection& connection, const std::string& mailbox,
                             bool for_writing) {
  // Courier refuses an APPEND to a mailbox that is open with EXAMINE, so that has to be left again.
  const bool examine = !for_writing && target::traits(connection.profile()).may_examine &&
                       connection.capabilities().has("UNSELECT");
  Result<imap::Command> command =
      examine ? imap::Command::examine(mailbox) : imap::Command::select(mailbox);
  if (!command) {
    return fail(command.error());
  }
  return connection.run_or_fail(std::move(*command));
}

Result<void> leave_mailbox(ServerConnection& connection) {
  if (!connection.capabilities().has("UNSELECT")) {
    return {};
  }
  const Result<Reply> reply = connection.run_or_fail(imap::Command::unselect());
  return reply ? Result<void>() : fail(reply.error());
}

Result<std::optional<std::int64_t>> fetch_internal_date(ServerConnection& connection,
                                                        const std::string& mailbox,
                                                        std::uint32_t uid) {
  if (const Result<Reply> selected = select_mailbox(connection, mailbox, false); !selected) {
    return fail(selected.error());
  }
  Result<imap::Command> fetch =
      imap::Command::uid_fetch(imap::SequenceSet(uid), {.internal_date = true});
  if (!fetch) {
    return fail(fetch.error());
  }
  const Result<Reply> reply = connection.run_or_fail(std::move(*fetch));
  if (!reply) {
    return fail(reply.error());
  }
  std::optional<std::int64_t> date;
  for (const imap::UntaggedData& data : reply->data) {
    const auto* fetched = std::get_if<imap::FetchData>(&data);
    if (fetched != nullptr && fetched->uid == uid && fetched->internal_date) {
      date = fetched->internal_date;
    }
  }
  if (const Result<void> left = leave_mailbox(connection); !left) {
    return fail(left.error());
  }
  return date;
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
  Result<imap::Command> fetch = imap::Command::uid_fetch(
      uids, {.internal_date = true, .header_fields = {"MESSAGE-ID", "DATE", "SUBJECT"}});
  if (!fetch) {
    return fail(fetch.error());
  }
  const Result<Reply> reply = connection.run_or_fail(std::move(*fetch));
  if (!reply) {
    return fail(reply.error());
  }
  std::vector<Candidate> candidates;
  for (const imap::UntaggedData& data : reply->data) {
    const auto* fetched = std::get_if<imap::FetchData>(&data);
    // "n:*" names the last message even if its UID is below n.
    if (fetched != nullptr && fetched->uid && *fetched->uid >= mailbox.low_water &&
        !std::binary_search(known->begin(), known->end(), *fetched->uid)) {
      candidates.push_back(candidate_of(*fetched));
    }
  }
  if (const Result<void> left = leave_mailbox(connection); !left) {
    return fail(left.error());
  }
  const bool dates_are_kept =
      target::traits(connection.profile()).date_keeping == target::DateKeeping::Kept;
  return match(rows, candidates, dates_are_kept);
}

}  // namespace mailhaul::migrate
