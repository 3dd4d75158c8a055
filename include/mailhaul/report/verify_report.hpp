/// The results of a verification, for people and programs.
#pragma once

#include <cstdint>
#include <string>

#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::report {

[[nodiscard]] std::string verify_text(const migrate::VerifySummary& summary);

/// Only what needs attention; empty if nothing does.
[[nodiscard]] std::string verify_attention_text(const migrate::VerifySummary& summary);

/// mailhaul.verify/1 on one line with a final newline. `exit` is the exit status.
[[nodiscard]] std::string verify_json(const migrate::VerifySummary& summary, int exit);

/// One self-contained HTML document without scripts. `now` in seconds since 1970 is when it was
/// made.
[[nodiscard]] std::string verify_page(const migrate::VerifySummary& summary, std::int64_t now);

}  // namespace mailhaul::report
