/// The tables of a journal, version by version.
#pragma once

#include "journal/database.hpp"

#include <mailhaul/base/result.hpp>

namespace mailhaul::journal {

/// "mhlj": marks an SQLite file as a journal of mailhaul.
inline constexpr int kApplicationId = 0x6d686c6a;
inline constexpr int kSchemaVersion = 1;

/// Makes the tables in an empty database; in any other checks that it is a journal of this version
/// and holds exactly these tables, no triggers or views. Errors: Journal, with a hint; the file is
/// not changed then.
Result<void> prepare_schema(Database& database, OpenMode mode);

}  // namespace mailhaul::journal
