/// Lines of a small text file that is held whole.
#pragma once

#include <algorithm>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

/// Hands every line to `use`, without LF and without a CR before it. An unterminated last line
/// counts, an empty one does not.
template <typename Use>
void for_each_line(ByteView text, Use use) {
  while (!text.empty()) {
    ByteView line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    use(line);
  }
}

}  // namespace mailhaul::maildir
