#include <array>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include <mailhaul/text/unicode.hpp>

namespace mailhaul::text {

namespace {

constexpr unsigned kCompose = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

struct Free {
  void operator()(utf8proc_uint8_t* memory) const {
    std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc allocates with malloc
  }
};

std::string map(std::string_view utf8, unsigned options) {
  // The enumerators are bits to combine.
  // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange)
  const auto combined = static_cast<utf8proc_option_t>(options);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                   static_cast<utf8proc_ssize_t>(utf8.size()), &mapped, combined);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  if (length < 0) {
    return std::string(utf8);
  }
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

constexpr std::array<std::string_view, 3> kBlanks{" ", "\t", "\u00A0"};

}  // namespace

std::string nfc(std::string_view utf8) {
  return map(utf8, kCompose);
}

std::string fold_case(std::string_view utf8) {
  return map(utf8, kCompose | UTF8PROC_CASEFOLD);
}

std::string trim_blanks(std::string_view utf8) {
  bool found = true;
  while (found) {
    found = false;
    for (const std::string_view blank : kBlanks) {
      if (utf8.starts_with(blank)) {
        utf8.remove_prefix(blank.size());
        found = true;
      }
      if (utf8.ends_with(blank)) {
        utf8.remove_suffix(blank.size());
        found = true;
      }
    }
  }
  return std::string(utf8);
}

}  // namespace mailhaul::text
