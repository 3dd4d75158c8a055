#include "migrate/upload/date_check.hpp"

#include "migrate/locate/internal_dates.hpp"
#include "migrate/upload/settlement.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/text/date_time.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// Dates that differ by less are the same: servers round, and clocks drift.
constexpr std::int64_t kDateTolerance = 60;

std::string advice(const UploadContext& context) {
  const bool header_would_help = context.traits().date_keeping == target::DateKeeping::Ignored &&
                                 !context.options.header_changes.received_date;
  const std::uint64_t sent = context.summary.messages.uploaded;
  return fmt::format(
      "{}Run again with --accept-server-dates if the mailbox may show "
      "these dates, or update the server first (Exchange 2010 keeps dates from SP2 RU5 on). "
      "{} there already: {} the wrong date unless mailhaul rollback comes first.",
      header_would_help ? "Run again with --received-date-header to give each message a Received "
                          "field with its date, which Exchange 2007 goes by. "
                        : "",
      sent == 1 ? "One message is" : fmt::format("{} messages are", sent),
      sent == 1 ? "it keeps" : "some of them keep");
}

Error dates_are_replaced(const UploadContext& context, const std::string& mailbox,
                         std::int64_t sent, std::int64_t found) {
  return {.kind = ErrorKind::Configuration,
          .text = fmt::format("the server replaces the dates of messages: {} became {}",
                              text::format_iso(sent), text::format_iso(found)),
          .where = text::escape_for_display(mailbox),
          .hint = advice(context)};
}

/// Of those of which the server tells the UID.
Result<std::vector<journal::MessageRow>> rows_to_look_at(const UploadContext& context) {
  std::vector<journal::MessageRow> rows;
  for (const journal::MessageId id : context.first_stored.not_looked_at()) {
    Result<std::optional<journal::MessageRow>> row = context.journal.message(id);
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->uid) {
      rows.push_back(std::move(**row));
    }
  }
  return rows;
}

}  // namespace

Result<void> check_dates(ServerConnection& connection, UploadContext& context) {
  if (const Result<void> bound = bind_uids(connection, context); !bound) {
    return bound;
  }
  const Result<std::vector<journal::MessageRow>> rows = rows_to_look_at(context);
  if (!rows) {
    return fail(rows.error());
  }
  std::vector<MessageAddress> addresses;
  for (const journal::MessageRow& row : *rows) {
    addresses.push_back({.mailbox = context.mailboxes.at(row.mailbox).row.name, .uid = *row.uid});
  }
  const auto dates = fetch_internal_dates(connection, addresses);
  if (!dates) {
    return fail(dates.error());
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const std::int64_t sent = (*rows)[i].internal_date;
    const std::int64_t found = (*dates)[i].value_or(sent);
    if (std::abs(found - sent) > kDateTolerance) {
      context.summary.stopped = dates_are_replaced(context, addresses[i].mailbox, sent, found);
    }
  }
  context.first_stored.set_looked_at();
  return {};
}

}  // namespace mailhaul::migrate
