/// A file in memory for a trace to go to.
#pragma once

#include <array>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::net::testing {

class TraceFile {
 public:
  [[nodiscard]] int fd() const { return file_.get(); }

  [[nodiscard]] std::string text() const {
    std::string text;
    std::array<char, 4096> buffer{};
    ssize_t octets = 0;
    while ((octets = ::pread(fd(), buffer.data(), buffer.size(), static_cast<off_t>(text.size()))) >
           0) {
      text.append(buffer.data(), static_cast<std::size_t>(octets));
    }
    return text;
  }

 private:
  UniqueFd file_{::memfd_create("trace", MFD_CLOEXEC)};
};

}  // namespace mailhaul::net::testing
