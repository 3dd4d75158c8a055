#include "migrate/verify/surplus.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kPage = 1000;
constexpr std::string_view kNotThere =
    "it was stored and is not there any more; somebody removed or moved it";

/// What two messages share if they are the same. Where the target changes dates they say nothing.
template <typename Message>
auto key_of(const Message& message, bool dates_count) {
  return std::tuple(message.message_id_hash, message.subject_hash,
                    dates_count ? message.internal_date : 0);
}

/// A message without Message-ID and Date equals too many others.
bool is_recognisable(const journal::MessageRow& row) {
  return row.message_id_hash != 0;
}

}  // namespace

Result<void> Surplus::settle(VerifyContext& context, const journal::MailboxRow& mailbox) {
  std::ranges::sort(messages_, {}, [&](const Unbound& message) {
    return std::pair(key_of(message, context.dates_count()), message.uid);
  });
  const Result<void> settled = settle_rows(context);
  settle_ambiguous_rows(context);
  return settled && !messages_.empty() ? report_copies(context, mailbox) : settled;
}

std::vector<Surplus::Unbound>::iterator Surplus::find_equal(const VerifyContext& context,
                                                            const journal::MessageRow& row) {
  const bool dates_count = context.dates_count();
  const auto key = key_of(row, dates_count);
  const auto found = std::ranges::lower_bound(
      messages_, key, {}, [&](const Unbound& message) { return key_of(message, dates_count); });
  return found != messages_.end() && key_of(*found, dates_count) == key ? found : messages_.end();
}

Result<void> Surplus::settle_rows(VerifyContext& context) {
  for (const journal::MessageId id : rows_) {
    const Result<std::optional<journal::MessageRow>> row = context.journal.message(id);
    if (!row) {
      return fail(row.error());
    }
    if (!*row) {
      continue;
    }
    VerifyCounts& counts = context.counts_of(context.places.mailbox(**row));
    const auto found = is_recognisable(**row) ? find_equal(context, **row) : messages_.end();
    if (found == messages_.end()) {
      ++counts.missing;
      context.report(**row, Outcome::Missing, "missing", kNotThere);
      continue;
    }
    ++counts.present;
    const std::uint32_t uid = found->uid;
    messages_.erase(found);
    if (const Result<void> done = context.journal.set_uid(id, uid); !done) {
      return done;
    }
  }
  return {};
}

void Surplus::settle_ambiguous_rows(VerifyContext& context) {
  for (const journal::MessageRow& row : ambiguous_) {
    VerifyCounts& counts = context.counts_of(context.places.mailbox(row));
    if (const auto found = find_equal(context, row); found != messages_.end()) {
      ++counts.present;
      messages_.erase(found);
    } else {
      ++counts.missing;
      context.report(row, Outcome::Missing, "missing", kNotThere);
    }
  }
}

void Surplus::report_copies_of(VerifyContext& context, const journal::MessageRow& row,
                               VerifyCounts& counts) {
  while (is_recognisable(row)) {
    const auto copy = find_equal(context, row);
    if (copy == messages_.end()) {
      return;
    }
    ++counts.duplicated;
    context.report(
        row, Outcome::Duplicated, "duplicated",
        row.uid ? fmt::format("the server has it twice, with UIDs {} and {}", *row.uid, copy->uid)
                : fmt::format("the server has it twice, once with UID {}", copy->uid));
    messages_.erase(copy);
  }
}

Result<void> Surplus::report_copies(VerifyContext& context, const journal::MailboxRow& mailbox) {
  VerifyCounts& counts = context.counts_of(mailbox.name);
  for (const journal::MessageRow& row : ambiguous_) {
    report_copies_of(context, row, counts);
  }
  for (std::uint32_t cursor = 0; !messages_.empty();) {
    const auto rows = context.journal.stored_above(mailbox.id, cursor, kPage);
    if (!rows || rows->empty()) {
      return rows ? Result<void>() : fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      report_copies_of(context, row, counts);
    }
    cursor = *rows->back().uid;
  }
  return {};
}

}  // namespace mailhaul::migrate
