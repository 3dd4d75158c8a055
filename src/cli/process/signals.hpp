/// SIGINT and SIGTERM as a request to stop, seen by poll(2) and by a flag.
#pragma once

#include <atomic>
#include <string_view>

#include <mailhaul/base/result.hpp>

namespace mailhaul::cli {

/// The handlers, as long as the object lives; at most one at a time. The first signal makes
/// `wake_fd` readable and sets the flag, the second ends the process at once with 128 + signal. A
/// signal that was ignored when the program started stays ignored. SIGPIPE is ignored, so that a
/// closed pipe is an error of write(2).
class StopSignals {
 public:
  /// `announcement` is written to standard error at the first signal; it lives as long as the
  /// program.
  [[nodiscard]] static Result<StopSignals> install(std::string_view announcement = {});

  StopSignals(StopSignals&& other) noexcept;
  StopSignals& operator=(StopSignals&&) = delete;
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Readable from the first signal on, for good. Valid as long as the object lives.
  [[nodiscard]] int wake_fd() const;

  /// True from the first signal on. Outlives the object.
  [[nodiscard]] const std::atomic<bool>& requested() const;

  /// The first signal since the last `install`, 0 if there was none; also when the object is gone.
  [[nodiscard]] static int received();

 private:
  StopSignals() = default;

  bool installed_ = false;
};

}  // namespace mailhaul::cli
