#include "cli/process/child_task.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace mailhaul::cli {

Result<void> run_in_child(const std::function<void(pid_t parent)>& task) {
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    return fail(ErrorKind::Internal,
                "no process can be started: " + std::system_category().message(errno));
  }
  if (child == 0) {
    die_with_parent(parent);
    task(parent);
    std::fflush(nullptr);
    ::_exit(0);
  }
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return {};
}

void die_with_parent(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  // An orphan is given to process 1 or to a subreaper; and process 1 may be the parent itself.
  if (::getppid() != parent) {
    ::_exit(1);
  }
}

}  // namespace mailhaul::cli
