/// What becomes of the row of a message that is not where the row says.
#pragma once

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>

namespace mailhaul::migrate {

/// Within a group of writes: a copy that a move within the server left at another place, or may
/// have left there, is what the row stands for from now on. False if no such move was begun.
[[nodiscard]] Result<bool> follow_relocation(journal::Journal& journal,
                                             const journal::MessageRow& row);

/// Within a group of writes: we removed the message. The row is Unsent, unless there is such a
/// copy.
[[nodiscard]] Result<void> set_removed_here(journal::Journal& journal,
                                            const journal::MessageRow& row);

}  // namespace mailhaul::migrate
