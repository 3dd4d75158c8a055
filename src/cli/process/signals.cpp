#include "cli/process/signals.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace mailhaul::cli {

namespace {

// A handler can reach nothing but objects of the whole process.
std::atomic<int> first_signal{0};
std::atomic<bool> stop_requested{false};
std::atomic<int> event_fd{-1};
std::string_view first_words;

static_assert(std::atomic<int>::is_always_lock_free, "used in a signal handler");

void on_signal(int signal) {
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, signal)) {
    ::_exit(128 + signal);
  }
  stop_requested = true;
  const int saved = errno;
  const std::uint64_t one = 1;
  // Nothing can be done here about a write that fails.
  [[maybe_unused]] ssize_t written = ::write(event_fd.load(), &one, sizeof one);
  written = ::write(STDERR_FILENO, first_words.data(), first_words.size());
  errno = saved;
}

void set_handler(int signal, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

bool is_ignored(int signal) {
  struct sigaction action = {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Result<StopSignals> StopSignals::install(std::string_view announcement) {
  const int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (fd < 0) {
    return fail(ErrorKind::Internal, "no event descriptor can be made");
  }
  first_signal = 0;
  stop_requested = false;
  event_fd = fd;
  first_words = announcement;
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) {
      set_handler(signal, on_signal);
    }
  }
  set_handler(SIGPIPE, SIG_IGN);
  StopSignals installed;
  installed.installed_ = true;
  return installed;
}

StopSignals::StopSignals(StopSignals&& other) noexcept
    : installed_(std::exchange(other.installed_, false)) {}

StopSignals::~StopSignals() {
  if (!installed_) {
    return;
  }
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) {
      set_handler(signal, SIG_DFL);
    }
  }
  ::close(event_fd.exchange(-1));
}

int StopSignals::wake_fd() const {
  return event_fd;
}

const std::atomic<bool>& StopSignals::requested() const {
  return stop_requested;
}

int StopSignals::received() {
  return first_signal;
}

}  // namespace mailhaul::cli
