/// Preloaded into a program, ends it with SIGKILL at one exact system call: the N-th of those that
/// write to the journal, sync it, cut or remove its files, or talk to the server.
///
///     MAILHAUL_KILL_AT      N, from 1; absent or 0: never
///     MAILHAUL_KILL_HOW     before (the call is not made), inside (half of it is written), after
///     MAILHAUL_KILL_COUNT   file that gets the number of calls when the program ends by itself
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace {

enum class How { Before, Inside, After };

struct Plan {
  unsigned long at = 0;
  How how = How::Before;
  const char* count_file = nullptr;
};

Plan read_plan() {
  Plan plan;
  if (const char* at = std::getenv("MAILHAUL_KILL_AT")) {
    plan.at = std::strtoul(at, nullptr, 10);
  }
  if (const char* how = std::getenv("MAILHAUL_KILL_HOW")) {
    const std::string_view word(how);
    plan.how = word == "inside" ? How::Inside : word == "after" ? How::After : How::Before;
  }
  plan.count_file = std::getenv("MAILHAUL_KILL_COUNT");
  return plan;
}

const Plan& plan() {
  static const Plan plan = read_plan();
  return plan;
}

std::atomic<unsigned long> calls = 0;

/// Counts a call; true if it is the one to die at.
bool is_last_call() {
  const unsigned long number = ++calls;
  return plan().at != 0 && number == plan().at;
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  std::abort();
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// `half` does a part of what `whole` would do.
template <typename Whole, typename Half>
auto counted(Whole whole, Half half) {
  if (!is_last_call()) {
    return whole();
  }
  if (plan().how == How::Inside) {
    half();
  } else if (plan().how == How::After) {
    whole();
  }
  die();
}

/// The first half of a message's octets.
ssize_t send_half(int fd, const msghdr* message, int flags) {
  std::size_t octets = 0;
  for (std::size_t i = 0; i < message->msg_iovlen; ++i) {
    octets += message->msg_iov[i].iov_len;
  }
  octets /= 2;
  ssize_t sent = 0;
  for (std::size_t i = 0; i < message->msg_iovlen && octets > 0; ++i) {
    const std::size_t length = std::min(octets, message->msg_iov[i].iov_len);
    sent += ::send(fd, message->msg_iov[i].iov_base, length, flags);
    octets -= length;
  }
  return sent;
}

struct CountWriter {
  CountWriter() = default;
  CountWriter(const CountWriter&) = delete;
  CountWriter& operator=(const CountWriter&) = delete;
  CountWriter(CountWriter&&) = delete;
  CountWriter& operator=(CountWriter&&) = delete;

  ~CountWriter() {
    if (plan().count_file != nullptr) {
      if (std::FILE* file = std::fopen(plan().count_file, "w")) {
        std::fprintf(file, "%lu", calls.load());
        std::fclose(file);
      }
    }
  }
};

const CountWriter count_writer;

}  // namespace

extern "C" {

ssize_t pwrite64(int fd, const void* buffer, size_t count, off64_t offset) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return counted([&] { return next(fd, buffer, count, offset); },
                 [&] { return next(fd, buffer, count / 2, offset); });
}

int fdatasync(int fd) {
  static auto* const next = real<int(int)>("fdatasync");
  return counted([&] { return next(fd); }, [] {});
}

int fsync(int fd) {
  static auto* const next = real<int(int)>("fsync");
  return counted([&] { return next(fd); }, [] {});
}

int ftruncate64(int fd, off64_t length) {
  static auto* const next = real<int(int, off64_t)>("ftruncate64");
  return counted([&] { return next(fd, length); }, [] {});
}

int unlink(const char* path) {
  static auto* const next = real<int(const char*)>("unlink");
  return counted([&] { return next(path); }, [] {});
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  static auto* const next = real<ssize_t(int, const msghdr*, int)>("sendmsg");
  return counted([&] { return next(fd, message, flags); },
                 [&] { return send_half(fd, message, flags); });
}

ssize_t recv(int fd, void* buffer, size_t count, int flags) {
  static auto* const next = real<ssize_t(int, void*, size_t, int)>("recv");
  return counted([&] { return next(fd, buffer, count, flags); },
                 [&] { return next(fd, buffer, count / 2, flags); });
}

}  // extern "C"
