/// A part of the work in a process of its own, so that it can give root up for another user than
/// the rest does.
#pragma once

#include <functional>
#include <sys/types.h>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// Forks, runs `task` in the child and waits for its end; nothing comes back but what the task
/// wrote somewhere. The task is given the pid of the parent, for `die_with_parent`. The child
/// writes nothing of what the parent had in its stdio buffers, and ends when the parent does. A
/// child that was ended by a signal is no error here: its output says whether it came to its end.
/// Internal if there is no child. Not to be called once there are threads.
[[nodiscard]] Result<void> run_in_child(const std::function<void(pid_t parent)>& task);

/// Ends this process as soon as `parent`, which forked it, is gone; at once if it is. A change of
/// the uid undoes it.
void die_with_parent(pid_t parent);

}  // namespace mailhaul::cli
