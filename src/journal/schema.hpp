/// The tables of a journal, version by version.
#pragma once

#include "journal/database.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::journal {

/// "mhlj": marks an SQLite file as a journal of mailhaul.
inline constexpr int kApplicationId = 0x6d686c6a;
inline constexpr int kSchemaVersion = 4;

/// Makes the tables in an empty database; in any other checks that it is a journal of this version
/// or an older one and holds exactly the tables of that version, no triggers or views. An
/// older one is brought to this version in one transaction, or in the one that is open; with
/// ReadOnly it is refused. Errors: Journal, with a hint; the file is not changed then. With
/// ReadOnly an empty database is `never_begun`.
Result<void> prepare_schema(Database& database, OpenMode mode);

/// What a run leaves that ended in its first moments: as good as no journal.
Error never_begun();

}  // namespace mailhaul::journal
