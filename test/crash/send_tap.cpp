#include "send_tap.hpp"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>

namespace mailhaul::crash {
namespace {

struct Taps {
  std::mutex mutex;
  std::map<std::uint16_t, std::shared_ptr<SendTap::Sink>> by_port;
};

Taps& taps() {
  static Taps all;
  return all;
}

std::shared_ptr<SendTap::Sink> tap_of(int fd) {
  sockaddr_in peer{};
  socklen_t length = sizeof peer;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) != 0 ||
      peer.sin_family != AF_INET) {
    return nullptr;
  }
  const std::lock_guard lock(taps().mutex);
  const auto found = taps().by_port.find(ntohs(peer.sin_port));
  return found == taps().by_port.end() ? nullptr : found->second;
}

}  // namespace

SendTap::SendTap(std::uint16_t port, Sink sink) : port_(port) {
  const std::lock_guard lock(taps().mutex);
  taps().by_port[port_] = std::make_shared<Sink>(std::move(sink));
}

SendTap::~SendTap() {
  const std::lock_guard lock(taps().mutex);
  taps().by_port.erase(port_);
}

}  // namespace mailhaul::crash

extern "C" ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  using Function = ssize_t(int, const msghdr*, int);
  static auto* const real = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, "sendmsg"));
  if (const auto sink = mailhaul::crash::tap_of(fd)) {
    std::string octets;
    for (std::size_t i = 0; i < message->msg_iovlen; ++i) {
      octets.append(static_cast<const char*>(message->msg_iov[i].iov_base),
                    message->msg_iov[i].iov_len);
    }
    (*sink)(octets);
  }
  return real(fd, message, flags);
}
