#include "migrate/upload/first_stored.hpp"

#include <algorithm>
#include <ranges>

namespace mailhaul::migrate {

void FirstStored::add(journal::MailboxId mailbox, journal::MessageId row) {
  if (looks_ != DateLooks::None) {
    first_.try_emplace(mailbox, First{.row = row});
  }
}

bool FirstStored::lets_others_follow(journal::MailboxId mailbox) const {
  if (looks_ != DateLooks::BeforeEachMailbox) {
    return looks_ == DateLooks::None || has_looked_;
  }
  const auto first = first_.find(mailbox);
  return first != first_.end() && first->second.is_looked_at;
}

std::vector<journal::MessageId> FirstStored::not_looked_at() const {
  std::vector<journal::MessageId> rows;
  for (const First& first : first_ | std::views::values) {
    if (!first.is_looked_at) {
      rows.push_back(first.row);
    }
  }
  return rows;
}

bool FirstStored::needs_look() const {
  return !std::ranges::all_of(first_ | std::views::values, &First::is_looked_at);
}

void FirstStored::set_looked_at() {
  for (First& first : first_ | std::views::values) {
    first.is_looked_at = true;
  }
  has_looked_ = !first_.empty();
}

}  // namespace mailhaul::migrate
