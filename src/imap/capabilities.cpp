#include <algorithm>

#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

Capabilities::Capabilities(ByteView words) {
  while (!words.empty()) {
    const auto blank = words.find(' ');
    if (blank != 0) {
      names_.emplace_back(words.substr(0, blank));
    }
    words.remove_prefix(blank == ByteView::npos ? words.size() : blank + 1);
  }
}

bool Capabilities::has(std::string_view name) const {
  return std::ranges::any_of(
      names_, [name](const std::string& mine) { return text::equals_ignoring_case(mine, name); });
}

std::string_view Capabilities::value(std::string_view name) const {
  for (const std::string_view mine : names_) {
    if (mine.size() > name.size() && mine[name.size()] == '=' &&
        text::starts_with_ignoring_case(mine, name)) {
      return mine.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace mailhaul::imap
