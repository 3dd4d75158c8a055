/// Which files of some directories are opened, by whomever.
#pragma once

#include <string>
#include <vector>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::test {

class OpenWatch {
 public:
  /// Throws std::runtime_error if a directory cannot be watched.
  explicit OpenWatch(const std::vector<std::string>& directories);

  /// Names of the files that were opened since, in order; directories do not count.
  [[nodiscard]] std::vector<std::string> opened() const;

 private:
  UniqueFd fd_;
};

}  // namespace mailhaul::test
