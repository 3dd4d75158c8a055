/// Where a report that may be long is written, piece by piece.
#pragma once

#include <functional>
#include <string_view>

namespace mailhaul::report {

/// Takes the next piece. What cannot be written is the sink's affair.
using TextSink = std::function<void(std::string_view)>;

}  // namespace mailhaul::report
