/// Both ends of a connected stream in one process.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include <gtest/gtest.h>

#include <mailhaul/base/unique_fd.hpp>

namespace mailhaul::net::testing {

struct SocketPair {
  UniqueFd near;
  UniqueFd far;

  SocketPair() {
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    near = UniqueFd(ends[0]);
    far = UniqueFd(ends[1]);
  }
};

inline void send_text(const UniqueFd& socket, std::string_view text) {
  ASSERT_EQ(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(text.size()));
}

/// What has arrived at a raw socket so far.
inline std::string received_text(const UniqueFd& socket) {
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t octets = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (octets <= 0) {
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(octets));
  }
}

}  // namespace mailhaul::net::testing
