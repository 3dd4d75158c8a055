#include "migrate/upload/unset_flags.hpp"

#include "migrate/locate/places.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/imap/flags.hpp>
#include <mailhaul/migrate/flag_policy.hpp>

namespace mailhaul::migrate {
namespace {

std::string in_words(std::uint32_t flags) {
  Bytes words;
  imap::encode_flags(flag_set(flags), words);
  return words;
}

std::string difference_in_words(const journal::MessageRow& row) {
  std::string words;
  if (const std::uint32_t missing = row.flags_wanted & ~row.flags_set; missing != 0) {
    words = fmt::format("it lacks {}", in_words(missing));
  }
  if (const std::uint32_t surplus = row.flags_set & ~row.flags_wanted; surplus != 0) {
    words += fmt::format("{}it has {} in surplus", words.empty() ? "" : " and ", in_words(surplus));
  }
  return words + ": several messages on the server could be it, so that none was touched";
}

}  // namespace

Result<void> report_flags_not_set(UploadContext& context) {
  const Result<std::vector<journal::MailboxId>> unbound = context.journal.mailboxes_without_uids();
  const Result<Places> places = Places::read(context.journal);
  if (!unbound || !places) {
    return fail(!unbound ? unbound.error() : places.error());
  }
  for (const journal::MailboxId mailbox : *unbound) {
    const Result<std::vector<journal::MessageRow>> rows =
        context.journal.stored_without_uid(mailbox);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      if (row.flags_wanted == row.flags_set) {
        continue;
      }
      ++context.summary.messages.flags_not_set;
      context.observer.message({.outcome = Outcome::FlagsDiffer,
                                .folder = places->folder(row),
                                .unique_name = row.unique_name,
                                .mailbox = places->mailbox(row),
                                .wire_size = row.wire_size,
                                .kind = "flags-not-set",
                                .text = difference_in_words(row)});
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
