#include "cli/process/heap.hpp"

#include <malloc.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::cli {

void keep_freed_bodies() {
  // A body that is held takes up to an eighth more than its file; larger blocks are few.
  constexpr int kLargestBody = static_cast<int>(limits::kHeldMessage + limits::kHeldMessage / 8);
  constexpr int kMostKept = 4 * 1024 * 1024;
  constexpr int kGrowth = 1024 * 1024;
  // Each answers whether the value was possible; without them all is slower, and nothing else.
  static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargestBody));
  static_cast<void>(::mallopt(M_TRIM_THRESHOLD, kMostKept));
  static_cast<void>(::mallopt(M_TOP_PAD, kGrowth));
}

}  // namespace mailhaul::cli
