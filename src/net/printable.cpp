#include "printable.hpp"

#include <iterator>

#include <fmt/format.h>

namespace mailhaul::net {

std::string printable(ByteView octets) {
  std::string text;
  text.reserve(octets.size());
  for (const char octet : octets) {
    if (octet == '\\') {
      text += "\\\\";
    } else if (octet >= 0x20 && octet < 0x7f) {
      text += octet;
    } else {
      fmt::format_to(std::back_inserter(text), "\\x{:02x}", static_cast<unsigned char>(octet));
    }
  }
  return text;
}

}  // namespace mailhaul::net
