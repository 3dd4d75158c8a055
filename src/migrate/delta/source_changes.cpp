#include "migrate/delta/source_changes.hpp"

#include "migrate/delta/flag_merge.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace mailhaul::migrate {

using journal::State;

Result<NameStanding> FolderComparison::look_at(const maildir::MessageEntry& entry) {
  const Result<std::optional<journal::KnownMessage>> known =
      journal_->known(folder_->id, entry.identity());
  if (!known) {
    return fail(known.error());
  }
  if (!*known) {
    return NameStanding::Open;
  }
  const journal::KnownMessage& message = **known;
  seen_.push_back(message.id);
  if (message.vanished) {
    changes_->returned.push_back(message.id);
  }
  if (message.state != State::Stored) {
    return message.state == State::Gone ? NameStanding::Settled : NameStanding::Open;
  }
  if (const std::uint32_t now = source_flags(entry.flags); now != message.flags_source) {
    changes_->flags.push_back({.message = message.id, .now = now});
  }
  return NameStanding::Settled;
}

Result<void> FolderComparison::find_vanished() {
  const Result<std::vector<journal::MessageId>> known = journal_->ids_in(folder_->id);
  if (!known) {
    return fail(known.error());
  }
  if (seen_.empty() && !known->empty()) {
    const Result<void> noted = note_under_removal(*known);
    return noted ? note_lost(FolderLoss::Emptied) : noted;
  }
  std::ranges::sort(seen_);
  std::vector<journal::MessageId> missing;
  std::ranges::set_difference(*known, seen_, std::back_inserter(missing));
  for (const journal::MessageId id : missing) {
    const Result<std::optional<journal::MessageRow>> row = journal_->message(id);
    if (!row) {
      return fail(row.error());
    }
    if (!*row) {
      continue;
    }
    const State state = (*row)->state;
    if (state == State::Unsent || state == State::Refused) {
      changes_->dropped.push_back(id);
    } else if (state == State::Removing) {
      changes_->under_removal.push_back(id);
    } else if ((*row)->vanished == 0) {
      changes_->vanished.push_back(id);
    }
  }
  return {};
}

Result<void> FolderComparison::is_missing() {
  const Result<std::vector<journal::MessageId>> known = journal_->ids_in(folder_->id);
  if (!known) {
    return fail(known.error());
  }
  const Result<void> noted = note_under_removal(*known);
  return noted ? note_lost(FolderLoss::Missing) : noted;
}

Result<void> FolderComparison::note_under_removal(const std::vector<journal::MessageId>& known) {
  for (const journal::MessageId id : known) {
    const Result<std::optional<journal::MessageRow>> row = journal_->message(id);
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->state == State::Removing) {
      changes_->under_removal.push_back(id);
    }
  }
  return {};
}

Result<void> FolderComparison::note_lost(FolderLoss loss) {
  // Also for what is unknown, or was removed by the owner: such a message may turn up elsewhere.
  const Result<std::vector<journal::VanishedMessage>> sent = journal_->stored_in(folder_->id);
  if (!sent) {
    return fail(sent.error());
  }
  if (!sent->empty()) {
    changes_->lost.push_back({.id = folder_->id, .directory = folder_->directory, .loss = loss});
  }
  return {};
}

Result<void> journal_source_changes(journal::Journal& journal, const SourceChanges& changes,
                                    std::int64_t now) {
  if (changes.vanished.empty() && changes.returned.empty() && changes.dropped.empty()) {
    return {};
  }
  Result<void> done = journal.begin();
  for (const journal::MessageId id : changes.vanished) {
    done = done ? journal.set_vanished(id, now) : done;
  }
  for (const journal::MessageId id : changes.returned) {
    done = done ? journal.set_vanished(id, 0) : done;
  }
  for (const journal::MessageId id : changes.dropped) {
    done = done ? journal.forget(id) : done;
  }
  return done ? journal.commit(now) : done;
}

}  // namespace mailhaul::migrate
