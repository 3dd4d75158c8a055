/// What the names of all folders say before anything is sent: how much there is, and where keywords
/// are. No message is opened.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

struct Survey {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;          ///< on disk
  std::set<std::string> keyworded;  ///< mailboxes that get messages with keywords
};

/// Counts, and fills in the counts of the plan's folders. A folder that cannot be read counts as
/// empty; it is reported when its messages are wanted.
Survey survey(const maildir::Scanner& tree, Plan& plan);

}  // namespace mailhaul::migrate
