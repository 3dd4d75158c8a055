#include "resolver.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <thread>

#include <fmt/format.h>

#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {

namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

struct Answer {
  int code = EAI_FAIL;
  AddressList list{nullptr, &::freeaddrinfo};
};

Answer look_up(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  Answer answer;
  answer.code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  answer.list.reset(answer.code == 0 ? list : nullptr);
  return answer;
}

Address convert(const addrinfo& info) {
  Address address;
  std::memcpy(&address.storage, info.ai_addr, info.ai_addrlen);
  address.length = info.ai_addrlen;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  if (::getnameinfo(info.ai_addr, info.ai_addrlen, host.data(), host.size(), service.data(),
                    service.size(), NI_NUMERICHOST | NI_NUMERICSERV) == 0) {
    address.display = fmt::format("{} port {}", host.data(), service.data());
  }
  return address;
}

Result<std::vector<Address>> convert(const Answer& answer, const std::string& where) {
  if (answer.code == EAI_NONAME || answer.code == EAI_NODATA) {
    return fail(ErrorKind::Unreachable, "no such host", where,
                "check the spelling of --host, and that this machine can resolve it");
  }
  if (answer.code != 0) {
    return fail(ErrorKind::Unreachable,
                fmt::format("the name cannot be resolved: {}", ::gai_strerror(answer.code)), where,
                "check the resolver of this machine, or give an address as --host with --tls-name");
  }
  std::vector<Address> addresses;
  for (const addrinfo* info = answer.list.get(); info != nullptr; info = info->ai_next) {
    addresses.push_back(convert(*info));
  }
  return addresses;
}

/// What the looking thread leaves behind; it outlives whichever side goes first.
struct Inquiry {
  explicit Inquiry(Wakeup wakeup) : done(std::move(wakeup)) {}

  Wakeup done;
  std::mutex mutex;
  Answer answer;
};

}  // namespace

Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, WaitLimit limit) {
  const std::string where = format_endpoint(host, port);
  if (const Answer numeric = look_up(host, port, AI_NUMERICHOST); numeric.code == 0) {
    return convert(numeric, where);
  }
  auto done = Wakeup::make();
  if (!done) {
    return fail(std::move(done.error()));
  }
  // getaddrinfo(3) knows no deadline and cannot be cancelled, so it gets a thread of its own that
  // may finish after nobody waits for it any more.
  auto inquiry = std::make_shared<Inquiry>(std::move(*done));
  std::thread([inquiry, host, port] {
    Answer answer = look_up(host, port, 0);
    const std::scoped_lock lock(inquiry->mutex);
    inquiry->answer = std::move(answer);
    inquiry->done.notify();
  }).detach();

  std::array<pollfd, 1> entries{pollfd{.fd = inquiry->done.fd(), .events = POLLIN, .revents = 0}};
  auto end = wait_for(entries, limit);
  if (!end) {
    return fail(std::move(end.error()));
  }
  if (*end == WaitEnd::TimedOut) {
    return fail(ErrorKind::Unreachable, "the name servers did not answer in time", where,
                "check the resolver of this machine, or give an address as --host with --tls-name");
  }
  const std::scoped_lock lock(inquiry->mutex);
  return convert(inquiry->answer, where);
}

}  // namespace mailhaul::net
