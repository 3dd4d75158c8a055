/// What needs attention, as a list.
#pragma once

#include "report/html/markup.hpp"

#include <cstdint>
#include <vector>

#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::report::html {

/// By the kind of reason, the most frequent first. `total` counts those too that are not listed.
[[nodiscard]] Markup attention_part(const std::vector<migrate::Attention>& attention,
                                    std::uint64_t total);

}  // namespace mailhaul::report::html
