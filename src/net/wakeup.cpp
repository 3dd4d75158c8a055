#include <cerrno>
#include <cstring>
#include <sys/eventfd.h>

#include <fmt/format.h>

#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::net {

Result<Wakeup> Wakeup::make() {
  UniqueFd event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!event.valid()) {
    return fail(ErrorKind::Unsupported, fmt::format("eventfd failed: {}", std::strerror(errno)));
  }
  return Wakeup(std::move(event));
}

void Wakeup::notify() const noexcept {
  // A signal handler must leave errno as it was. The only failure, a full counter, means that the
  // descriptor is readable already.
  const int saved = errno;
  [[maybe_unused]] const int ignored = ::eventfd_write(event_.get(), 1);
  errno = saved;
}

void Wakeup::drain() const noexcept {
  eventfd_t count = 0;
  [[maybe_unused]] const int ignored = ::eventfd_read(event_.get(), &count);
}

}  // namespace mailhaul::net
