#include "migrate/wire/append_result.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mailhaul::migrate {

void ResultQueue::push(std::vector<AppendResult> results) {
  {
    const std::lock_guard lock(mutex_);
    std::ranges::move(results, std::back_inserter(results_));
  }
  arrived_.notify_one();
}

void ResultQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_all();
}

std::vector<AppendResult> ResultQueue::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(results_, {});
}

void ResultQueue::wait(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, at_most, [&] { return closed_ || !results_.empty(); });
}

bool ResultQueue::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

}  // namespace mailhaul::migrate
