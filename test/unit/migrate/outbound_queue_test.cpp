#include "migrate/upload/outbound_queue.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

class OutboundQueueTest : public testing::Test {
 protected:
  net::Wakeup wire_ = std::move(*net::Wakeup::make());
};

TEST_F(OutboundQueueTest, GivesHeadsAndBodiesInOrder) {
  OutboundQueue queue(100, wire_);
  queue.push({.row = 1, .octets = 2});
  queue.push_body("ab");
  queue.push({.row = 2, .octets = 1});
  queue.push_body("c");
  EXPECT_EQ(queue.peek()->row, 1);
  EXPECT_EQ(queue.pop()->row, 1);
  EXPECT_EQ(queue.pop()->row, 2);
  EXPECT_EQ(queue.pop_body(), "ab");
  EXPECT_EQ(queue.pop_body(), "c");
  EXPECT_FALSE(queue.pop_body().has_value());
}

TEST_F(OutboundQueueTest, BlocksTheDiskThreadUntilThereIsSpace) {
  OutboundQueue queue(4, wire_);
  queue.push_body("abcd");
  std::thread disk([&] { queue.push_body("efgh"); });
  while (queue.pop_body() != "efgh") {
    std::this_thread::yield();
  }
  disk.join();
  EXPECT_EQ(queue.queued_octets(), 0U);
}

TEST_F(OutboundQueueTest, AChunkAboveTheLimitStillPasses) {
  OutboundQueue queue(4, wire_);
  EXPECT_TRUE(queue.push_body("longer than four"));
}

TEST_F(OutboundQueueTest, ClosingWakesABlockedDiskThreadAndLetsNothingIn) {
  OutboundQueue queue(4, wire_);
  queue.push_body("abcd");
  bool pushed = true;
  std::thread disk([&] { pushed = queue.push_body("efgh"); });
  queue.close();
  disk.join();
  EXPECT_FALSE(pushed);
  EXPECT_FALSE(queue.push({.row = 1}));
}

TEST_F(OutboundQueueTest, IsFinishedOnlyWhenAllHeadsAreTaken) {
  OutboundQueue queue(4, wire_);
  queue.push({.row = 1});
  queue.finish();
  EXPECT_FALSE(queue.is_finished());
  queue.pop();
  EXPECT_TRUE(queue.is_finished());
}

}  // namespace
}  // namespace mailhaul::migrate
