#include "migrate/verify/mailbox_comparison.hpp"

#include "migrate/locate/bind_rows.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/server/server_link.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/migrate/flag_policy.hpp>
#include <mailhaul/text/date_time.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// Rows that are compared with one FETCH.
constexpr std::size_t kPage = 1000;
/// Dates that differ by less are the same: servers round, and clocks drift.
constexpr std::int64_t kDateTolerance = 60;

constexpr std::string_view kAmbiguous =
    "several messages in the mailbox could be it; nobody can tell whether it is there";
constexpr std::string_view kUnanswered =
    "it may have been sent, no answer came, and it is not in the mailbox; run mailhaul upload "
    "again";
constexpr std::string_view kHalfRemoved =
    "a rollback was interrupted while it removed this message; run it again, or mailhaul upload";
constexpr std::string_view kNoMailbox = "its mailbox is not on the server any more";

std::string flag_words(std::uint32_t bits) {
  Bytes words;
  imap::encode_flags(flag_set(bits), words);
  return words;
}

/// Verification changes nothing on the server, and so leaves it to the next rollback or upload.
Result<void> report_half_removed(VerifyContext& context, const journal::MailboxRow& mailbox) {
  const auto rows = context.journal.messages_in_state(mailbox.id, journal::State::Removing);
  if (!rows) {
    return fail(rows.error());
  }
  for (const journal::MessageRow& row : *rows) {
    VerifyCounts& counts = context.counts_of(mailbox.name);
    ++counts.expected;
    ++counts.unknown;
    context.report(row, Outcome::Unknown, "removal-interrupted", kHalfRemoved);
  }
  return {};
}

}  // namespace

Result<void> MailboxComparison::run(ServerConnection& connection) {
  if (!is_prepared_) {
    if (const Result<void> known = take_generation(connection); !known) {
      return known;
    }
    if (const Result<void> bound = bind(connection); !bound) {
      return bound;
    }
    is_prepared_ = true;
  }
  if (!is_compared_) {
    if (const Result<void> compared = compare_pages(connection); !compared) {
      return compared;
    }
  }
  return surplus_.settle(*context_, mailbox_);
}

Result<void> MailboxComparison::compare_pages(ServerConnection& connection) {
  if (const Result<Reply> selected = select_mailbox(connection, mailbox_.name, false); !selected) {
    return fail(selected.error());
  }
  while (!is_compared_) {
    if (context_->stop_requested()) {
      return fail(interrupted());
    }
    if (const Result<void> compared = compare_page(connection); !compared) {
      return compared;
    }
    context_->observer.progress(context_->progress);
  }
  return leave_mailbox(connection);
}

/// The UIDs of another generation mean nothing; its messages are looked for as if nothing were
/// known.
Result<void> MailboxComparison::take_generation(ServerConnection& connection) {
  const Result<Reply> selected = select_mailbox(connection, mailbox_.name, false);
  if (!selected) {
    return fail(selected.error());
  }
  const std::uint32_t uid_validity = uid_validity_of(*selected);
  if (uid_validity == 0 || uid_validity == mailbox_.uidvalidity) {
    return leave_mailbox(connection);
  }
  context_->observer.note(fmt::format("{} was made anew on the server since the last run",
                                      text::escape_for_display(mailbox_.name)));
  mailbox_.uidvalidity = uid_validity;
  mailbox_.low_water = 1;
  Result<void> done = context_->journal.begin();
  if (done) {
    done = context_->journal.forget_uids(mailbox_.id);
  }
  if (done) {
    const Result<journal::MailboxId> id = context_->journal.put_mailbox(mailbox_);
    done = id ? context_->journal.commit(now_seconds()) : fail(id.error());
  }
  return done ? leave_mailbox(connection) : done;
}

Result<void> MailboxComparison::bind(ServerConnection& connection) {
  const Result<std::vector<UnboundRow>> left = bind_rows(connection, context_->journal, mailbox_);
  if (!left) {
    return fail(left.error());
  }
  VerifyCounts& counts = context_->counts_of(mailbox_.name);
  for (const UnboundRow& unbound : *left) {
    const bool is_stored = unbound.row.state == journal::State::Stored;
    ++counts.expected;
    if (is_stored) {
      if (unbound.is_ambiguous) {
        surplus_.add_ambiguous_row(unbound.row);
      } else {
        surplus_.add_row(unbound.row);
      }
      continue;
    }
    ++counts.unknown;
    context_->report(unbound.row, Outcome::Unknown, "unknown",
                     unbound.is_ambiguous ? kAmbiguous : kUnanswered);
  }
  return report_half_removed(*context_, mailbox_);
}

/// Nothing of a page counts before all of it was seen.
Result<void> MailboxComparison::compare_page(ServerConnection& connection) {
  const Result<Rows> rows = context_->journal.stored_above(mailbox_.id, cursor_, kPage);
  if (!rows) {
    return fail(rows.error());
  }
  const bool is_last = rows->size() < kPage;
  std::vector<std::optional<ServerMessage>> seen(rows->size());
  std::vector<ServerMessage> others;
  imap::SequenceSet uids;
  uids.add_range(cursor_ + 1, is_last ? imap::kStar : *rows->back().uid);
  const Result<void> visited = visit_messages(connection, uids, [&](const ServerMessage& message) {
    const auto row = std::ranges::lower_bound(
        *rows, message.uid, {}, [](const journal::MessageRow& each) { return *each.uid; });
    if (row != rows->end() && *row->uid == message.uid) {
      seen[static_cast<std::size_t>(row - rows->begin())] = message;
    } else if (message.uid > cursor_ && message.uid >= mailbox_.low_water) {
      // "n:*" names the last message even if its UID is below n.
      others.push_back(message);
    }
  });
  if (!visited) {
    return fail(visited.error());
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    ++context_->counts_of(mailbox_.name).expected;
    ++context_->progress.messages_done;
    if (seen[i]) {
      compare((*rows)[i], *seen[i]);
    } else {
      surplus_.add_row((*rows)[i]);
    }
  }
  std::ranges::for_each(others, [&](const ServerMessage& other) { surplus_.add_message(other); });
  cursor_ = rows->empty() ? cursor_ : *rows->back().uid;
  is_compared_ = is_last;
  return {};
}

void MailboxComparison::compare(const journal::MessageRow& row, const ServerMessage& message) {
  VerifyCounts& counts = context_->counts_of(mailbox_.name);
  ++counts.present;
  counts.repaired += row.form == journal::Form::Repaired ? 1U : 0U;
  counts.wrapped += row.form == journal::Form::Wrapped ? 1U : 0U;
  if (context_->dates_count() &&
      std::abs(message.internal_date - row.internal_date) > kDateTolerance) {
    ++counts.date_differs;
    context_->report(
        row, Outcome::DateDiffers, "date-differs",
        fmt::format("it has the date {} in place of {}", text::format_iso(message.internal_date),
                    text::format_iso(row.internal_date)));
  }
  if (message.flags != row.flags_wanted) {
    ++counts.flags_differ;
    context_->report(row, Outcome::FlagsDiffer, "flags-differ",
                     fmt::format("it has the flags {} in place of {}", flag_words(message.flags),
                                 flag_words(row.flags_wanted)));
  }
}

Result<void> compare_missing_mailbox(VerifyContext& context, const journal::MailboxRow& mailbox) {
  VerifyCounts& counts = context.counts_of(mailbox.name);
  for (const journal::State state : {journal::State::Stored, journal::State::Unknown}) {
    const auto rows = context.journal.messages_in_state(mailbox.id, state);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      ++counts.expected;
      ++counts.missing;
      context.report(row, Outcome::Missing, "missing", kNoMailbox);
    }
  }
  return report_half_removed(context, mailbox);
}

}  // namespace mailhaul::migrate
