/// The results of a rollback, for people and programs.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/migrate/rollback.hpp>

namespace mailhaul::report {

[[nodiscard]] std::string rollback_text(const migrate::RollbackSummary& summary);

/// Only what needs attention; empty if nothing does.
[[nodiscard]] std::string rollback_attention_text(const migrate::RollbackSummary& summary);

/// mailhaul.rollback/1 on one line with a final newline. `exit` is the exit status.
[[nodiscard]] std::string rollback_json(const migrate::RollbackSummary& summary, int exit);

/// One self-contained HTML document without scripts. `now` in seconds since 1970 is when it was
/// made.
[[nodiscard]] std::string rollback_page(const migrate::RollbackSummary& summary, std::int64_t now);

}  // namespace mailhaul::report
