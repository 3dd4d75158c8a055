/// bench_measure FILE COMMAND...: runs a command and writes to FILE what it took:
///
///     status=0 seconds=1.234 cpu=0.567 rss=12345678
///
/// with the time from its start to its end, the processor time of it and its children, and the most
/// memory that it held, in octets.
#include <chrono>
#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace {

double seconds_of(const timeval& time) {
  constexpr double kMicro = 1e-6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicro;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_measure FILE COMMAND...\n");
    return 64;
  }
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::execvp(argv[2], argv + 2);
    std::perror(argv[2]);
    ::_exit(127);
  }
  int ended = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &ended, 0, &used) != child) {
    std::perror("bench_measure");
    return 1;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
  std::FILE* const file = std::fopen(argv[1], "w");
  if (file == nullptr) {
    std::perror(argv[1]);
    return 1;
  }
  constexpr long kKibi = 1024;
  fmt::print(file, "status={} seconds={:.4f} cpu={:.4f} rss={}\n", status, wall.count(),
             seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss * kKibi);
  std::fclose(file);
  return status;
}
