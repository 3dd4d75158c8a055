/// A descriptor to write to, and what was written.
#pragma once

#include <array>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::report {

class PipeReader {
 public:
  PipeReader() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0) {
      reader_ = UniqueFd(ends[0]);
      writer_ = UniqueFd(ends[1]);
    }
  }

  [[nodiscard]] int fd() const { return writer_.get(); }

  /// What was written since the last call; a pipe holds 64 KiB.
  [[nodiscard]] std::string take() const {
    std::string text(64 * 1024, '\0');
    const ssize_t count = ::read(reader_.get(), text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

 private:
  UniqueFd reader_;
  UniqueFd writer_;
};

}  // namespace mailhaul::report
