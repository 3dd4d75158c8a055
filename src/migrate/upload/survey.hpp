/// What the names of all folders say before anything is sent: how much is left to do, what changed
/// since the last run, and where keywords are. No message is opened.
#pragma once

#include "migrate/delta/source_changes.hpp"
#include "migrate/source/names_ahead.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/options.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// A folder of which nothing has to be sent, so that it need not be read again.
struct SettledFolder {
  std::uint64_t messages = 0;
  std::vector<maildir::Anomaly> anomalies;
};

struct Survey {
  std::uint64_t messages = 0;                    ///< not known to be stored
  std::uint64_t bytes = 0;                       ///< theirs, on disk
  std::set<std::string> keyworded;               ///< mailboxes that get such messages with keywords
  std::map<std::size_t, SettledFolder> settled;  ///< by index in the plan
  /// The names of the first folders that have messages to send, by index in the plan, so that a
  /// small tree is listed once.
  std::map<std::size_t, FolderNames> names;
  SourceChanges changes;
  /// Gone from folders that are left out. They do not count as vanished, but may turn up in another
  /// folder. Not looked for if nothing is to be sent.
  std::vector<journal::VanishedMessage> gone_from_left_out;
  bool is_half_read = false;  ///< a folder could not be listed to its end
};

/// Compares the tree with the journal and fills in the counts of the plan's folders. A folder that
/// cannot be read counts as empty; it is reported when its messages are wanted. What `selection`
/// leaves out counts neither as there nor as gone. Folders that are not in `names` are read.
/// Without a journal all is new. Errors are of kind Journal.
[[nodiscard]] Result<Survey> survey(const maildir::Scanner& tree, journal::Journal* journal,
                                    const SelectionOptions& selection, Plan& plan,
                                    NamesAhead::Folders names);

}  // namespace mailhaul::migrate
