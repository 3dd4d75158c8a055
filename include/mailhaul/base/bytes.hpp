/// Bytes as they are on disk and on the wire. A ByteView says nothing about an encoding; a
/// std::string_view parameter in this project is UTF-8 or ASCII text.
#pragma once

#include <string>
#include <string_view>

namespace mailhaul {

using Bytes = std::string;
using ByteView = std::string_view;

}  // namespace mailhaul
