/// The texts and codes by which servers refuse, as one table.
#pragma once

#include <mailhaul/target/error_class.hpp>

namespace mailhaul::target {

/// The class of the first pattern that fits; every answer fits one.
[[nodiscard]] ErrorClass find_error_class(const ErrorAnswer& answer, const AnsweredCommand& command,
                                          Profile profile);

}  // namespace mailhaul::target
