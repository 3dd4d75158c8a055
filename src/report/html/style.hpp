/// How every page looks: on a desktop, on a phone, in the dark, on paper.
#pragma once

#include <string>

namespace mailhaul::report::html {

/// The style sheet: CSS without '<' and '&', that loads nothing.
[[nodiscard]] std::string style_sheet();

}  // namespace mailhaul::report::html
