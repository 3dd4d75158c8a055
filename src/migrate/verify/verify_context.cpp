#include "migrate/verify/verify_context.hpp"

#include <algorithm>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// As many as a person reads and a report shows; all are counted and logged.
constexpr std::size_t kListedMatters = 10000;

}  // namespace

bool VerifyContext::dates_count() const {
  const bool are_taken =
      target::traits(profile).date_keeping != target::DateKeeping::Ignored || options.received_date;
  return are_taken && !options.accept_server_dates;
}

VerifyCounts& VerifyContext::counts_of(const std::string& mailbox) {
  const auto found = std::ranges::find(summary.mailboxes, mailbox, &MailboxVerification::mailbox);
  return found != summary.mailboxes.end()
             ? found->counts
             : summary.mailboxes.emplace_back(MailboxVerification{.mailbox = mailbox}).counts;
}

void VerifyContext::report(const MessageReport& message) {
  observer.message(message);
  const bool is_difference =
      message.outcome == Outcome::DateDiffers || message.outcome == Outcome::FlagsDiffer;
  if (!is_difference) {
    ++summary.attention_total;
  }
  std::vector<Attention>& list = is_difference ? summary.differences : summary.attention;
  if (list.size() < kListedMatters) {
    list.push_back({.folder = std::string(message.folder),
                    .unique_name = Bytes(message.unique_name),
                    .mailbox = std::string(message.mailbox),
                    .kind = std::string(message.kind),
                    .text = std::string(message.text)});
  }
}

void VerifyContext::report(const journal::MessageRow& row, Outcome outcome, std::string_view kind,
                           std::string_view text) {
  if (outcome == Outcome::Missing) {
    missing.insert(row.id);
  }
  report({.outcome = outcome,
          .folder = places.folder(row),
          .unique_name = row.unique_name,
          .mailbox = places.mailbox(row),
          .wire_size = row.wire_size,
          .uid = row.uid.value_or(0),
          .kind = kind,
          .text = text});
}

}  // namespace mailhaul::migrate
