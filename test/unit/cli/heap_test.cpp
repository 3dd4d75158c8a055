#include "cli/process/heap.hpp"

#include <malloc.h>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::cli {
namespace {

/// What message_reader makes room for.
constexpr std::size_t kLargestBody = limits::kHeldMessage + limits::kHeldMessage / 32 + 16;

TEST(Heap, KeepsThePagesOfABodyThatWasFreed) {
  keep_freed_bodies();
  const auto mapped = ::mallinfo2().hblks;
  auto body = std::make_unique<std::string>();
  body->reserve(kLargestBody);
  EXPECT_EQ(::mallinfo2().hblks, mapped);
  const auto pages = ::mallinfo2().arena;
  body.reset();
  EXPECT_EQ(::mallinfo2().arena, pages);
}

}  // namespace
}  // namespace mailhaul::cli
