/// What the journal knows of the plans of earlier runs.
#pragma once

#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// Which folder went to which mailbox in earlier runs.
Result<std::vector<BegunFolder>> begun_folders(journal::Journal& journal);

}  // namespace mailhaul::migrate
