#include "support/open_watch.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <sys/inotify.h>
#include <unistd.h>

namespace mailhaul::test {

OpenWatch::OpenWatch(const std::vector<std::string>& directories)
    : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  for (const std::string& directory : directories) {
    if (::inotify_add_watch(fd_.get(), directory.c_str(), IN_OPEN) < 0) {
      throw std::runtime_error(directory + " cannot be watched");
    }
  }
}

std::vector<std::string> OpenWatch::opened() const {
  std::vector<std::string> names;
  std::array<char, 64 * 1024> buffer{};
  for (;;) {
    const ssize_t got = ::read(fd_.get(), buffer.data(), buffer.size());
    if (got <= 0) {
      return names;
    }
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      if ((event.mask & (IN_ISDIR | IN_Q_OVERFLOW)) == 0 && event.len != 0) {
        names.emplace_back(buffer.data() + at + sizeof event);
      }
      at += sizeof event + event.len;
    }
  }
}

}  // namespace mailhaul::test
