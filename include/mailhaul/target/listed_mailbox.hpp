/// One line of LIST, decoded.
#pragma once

#include <string>
#include <vector>

namespace mailhaul::target {

struct ListedMailbox {
  /// Levels of the name as UTF-8, split at the hierarchy delimiter; one level if there is none.
  std::vector<std::string> levels;
  /// Attributes as the server wrote them, such as "\HasChildren".
  std::vector<std::string> attributes;
};

}  // namespace mailhaul::target
