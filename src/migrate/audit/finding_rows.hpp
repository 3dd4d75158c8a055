/// The rows of the table of findings, by what they are about.
#pragma once

#include <span>

#include <mailhaul/migrate/findings.hpp>

namespace mailhaul::migrate::finding_rows {

[[nodiscard]] std::span<const FindingKind> tree();
[[nodiscard]] std::span<const FindingKind> folder_names();
[[nodiscard]] std::span<const FindingKind> folder_contents();
[[nodiscard]] std::span<const FindingKind> message_files();
[[nodiscard]] std::span<const FindingKind> message_contents();
[[nodiscard]] std::span<const FindingKind> server();

}  // namespace mailhaul::migrate::finding_rows
