#include "migrate/wire/outbound_queue.hpp"

#include <initializer_list>
#include <poll.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

class OutboundQueueTest : public testing::Test {
 protected:
  /// Whether the wire thread was notified since the last time.
  bool was_notified() {
    pollfd entry{.fd = wire_.fd(), .events = POLLIN, .revents = 0};
    const bool notified = ::poll(&entry, 1, 0) == 1;
    wire_.drain();
    return notified;
  }

  net::Wakeup wire_ = std::move(*net::Wakeup::make());
};

std::vector<OutboundMessage> group(std::initializer_list<const char*> bodies) {
  std::vector<OutboundMessage> messages;
  for (const char* body : bodies) {
    const auto number = static_cast<journal::MessageId>(messages.size() + 1);
    messages.push_back({.head = {.row = number, .octets = Bytes(body).size()}, .body = body});
  }
  return messages;
}

TEST_F(OutboundQueueTest, GivesHeadsAndBodiesInOrder) {
  OutboundQueue queue(100, wire_);
  std::vector<OutboundMessage> messages = group({"ab", "c"});
  messages.push_back({.head = {.row = 3, .octets = 4}, .body = std::nullopt});
  EXPECT_TRUE(queue.push(messages));
  queue.push_body("de");
  queue.push_body("fg");
  EXPECT_EQ(queue.queued_octets(), 7U);
  EXPECT_EQ(queue.peek()->row, 1);
  EXPECT_EQ(queue.pop()->row, 1);
  EXPECT_EQ(queue.pop()->row, 2);
  EXPECT_EQ(queue.pop()->row, 3);
  EXPECT_EQ(queue.pop_body(), "ab");
  EXPECT_EQ(queue.pop_body(), "c");
  EXPECT_EQ(queue.pop_body(), "de");
  EXPECT_EQ(queue.pop_body(), "fg");
  EXPECT_FALSE(queue.pop_body().has_value());
}

TEST_F(OutboundQueueTest, AGroupBecomesVisibleAsAWhole) {
  OutboundQueue queue(4, wire_);
  queue.push_body("abcd");
  std::thread disk([&] {
    std::vector<OutboundMessage> messages = group({"ef", "gh"});
    queue.push(messages);
  });
  EXPECT_FALSE(queue.peek().has_value());
  queue.pop_body();
  while (!queue.peek()) {
    std::this_thread::yield();
  }
  EXPECT_EQ(queue.queued_octets(), 4U);
  disk.join();
}

TEST_F(OutboundQueueTest, NotifiesAWireThreadThatFoundNoHead) {
  OutboundQueue queue(100, wire_);
  std::vector<OutboundMessage> first = group({"ab"});
  queue.push(first);
  EXPECT_FALSE(was_notified());
  queue.pop();
  EXPECT_FALSE(queue.peek().has_value());
  std::vector<OutboundMessage> second = group({"cd"});
  queue.push(second);
  EXPECT_TRUE(was_notified());
  std::vector<OutboundMessage> third = group({"ef"});
  queue.push(third);
  EXPECT_FALSE(was_notified());
}

TEST_F(OutboundQueueTest, NotifiesAWireThreadThatFoundNoBody) {
  OutboundQueue queue(100, wire_);
  EXPECT_FALSE(queue.pop_body().has_value());
  queue.push_body("ab");
  EXPECT_TRUE(was_notified());
  queue.push_body("cd");
  EXPECT_FALSE(was_notified());
}

TEST_F(OutboundQueueTest, NotifiesOfItsEndInAnyCase) {
  OutboundQueue queue(100, wire_);
  queue.finish();
  EXPECT_TRUE(was_notified());
  queue.cancel();
  EXPECT_TRUE(was_notified());
  queue.abort();
  EXPECT_TRUE(was_notified());
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
  std::vector<OutboundMessage> messages = group({"ij"});
  EXPECT_FALSE(queue.push(messages));
  EXPECT_EQ(messages.front().body, "ij");
}

TEST_F(OutboundQueueTest, GivesUpOnTheWireWhenAsked) {
  OutboundQueue queue(4, wire_);
  queue.push_body("abcd");
  std::vector<OutboundMessage> messages = group({"ij"});
  EXPECT_FALSE(queue.push(messages, [] { return true; }));
  EXPECT_EQ(messages.front().body, "ij");
  EXPECT_EQ(queue.queued_octets(), 4U);
}

TEST_F(OutboundQueueTest, IsFinishedOnlyWhenAllHeadsAreTaken) {
  OutboundQueue queue(4, wire_);
  std::vector<OutboundMessage> messages = group({"ab"});
  queue.push(messages);
  queue.finish();
  EXPECT_FALSE(queue.is_finished());
  queue.pop();
  EXPECT_TRUE(queue.is_finished());
}

}  // namespace
}  // namespace mailhaul::migrate
