#include "migrate/upload/date_check.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/upload/settlement.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

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
  return fmt::format(
      "{}Run again with --accept-server-dates if the mailbox may show "
      "these dates, or update the server first (Exchange 2010 keeps dates from SP2 RU5 on). "
      "One message is there already: it keeps the wrong date unless mailhaul rollback comes first.",
      header_would_help ? "Run again with --received-date-header to give each message a Received "
                          "field with its date, which Exchange 2007 goes by. "
                        : "");
}

Error dates_are_replaced(const UploadContext& context, const journal::MailboxRow& mailbox,
                         std::int64_t sent, std::int64_t found) {
  return {.kind = ErrorKind::Configuration,
          .text = fmt::format("the server replaces the dates of messages: {} became {}",
                              text::format_iso(sent), text::format_iso(found)),
          .where = text::escape_for_display(mailbox.name),
          .hint = advice(context)};
}

}  // namespace

Result<void> check_date(ServerConnection& connection, UploadContext& context) {
  if (const Result<void> bound = bind_uids(connection, context); !bound) {
    return bound;
  }
  const Result<std::optional<journal::MessageRow>> row =
      context.journal.message(*context.first_stored);
  if (!row || !*row || !(*row)->uid) {
    return row ? Result<void>() : fail(row.error());
  }
  const journal::MailboxRow& mailbox = context.mailboxes.at((*row)->mailbox).row;
  const Result<std::optional<std::int64_t>> date =
      fetch_internal_date(connection, mailbox.name, *(*row)->uid);
  if (!date) {
    return fail(date.error());
  }
  if (*date && std::abs(**date - (*row)->internal_date) > kDateTolerance) {
    context.summary.stopped = dates_are_replaced(context, mailbox, (*row)->internal_date, **date);
  }
  return {};
}

}  // namespace mailhaul::migrate
