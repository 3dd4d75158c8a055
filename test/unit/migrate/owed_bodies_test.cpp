#include "migrate/wire/owed_bodies.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {
namespace {

class OwedBodiesTest : public testing::Test {
 protected:
  OutboundHead add(journal::MessageId row, const std::string& body) {
    const OutboundHead head{.row = row, .octets = body.size()};
    std::vector<OutboundMessage> messages;
    messages.push_back({.head = head, .body = Bytes(body.begin(), body.end())});
    EXPECT_TRUE(queue_.push(messages));
    bodies_.add(head);
    return head;
  }

  std::string next(journal::MessageId row) {
    const std::optional<Bytes> piece = bodies_.next(row);
    return piece ? std::string(piece->begin(), piece->end()) : "nothing";
  }

  net::Wakeup wakeup_ = *net::Wakeup::make();
  OutboundQueue queue_{1024, wakeup_};
  OwedBodies bodies_{queue_};
};

TEST_F(OwedBodiesTest, BodiesComeInTheOrderOfTheQueue) {
  add(1, "one");
  add(2, "two");
  EXPECT_EQ(next(1), "one");
  EXPECT_EQ(next(2), "two");
  EXPECT_TRUE(bodies_.is_empty());
}

TEST_F(OwedBodiesTest, WhatIsGivenUpIsTakenFromTheQueueAndGoesToNobody) {
  add(1, "one");
  const OutboundHead second = add(2, "two");
  add(3, "three");
  bodies_.give_up({&second, 1});
  EXPECT_EQ(next(1), "one");
  EXPECT_EQ(next(3), "three");
  EXPECT_EQ(queue_.queued_octets(), 0U);
}

TEST_F(OwedBodiesTest, AMessageBeforeTheOneThatIsWantedIsGivenUp) {
  add(1, "one");
  add(2, "two");
  EXPECT_EQ(next(2), "two");
  EXPECT_TRUE(bodies_.is_empty());
}

TEST_F(OwedBodiesTest, TheRestOfAMessageThatIsGivenUpIsWaitedFor) {
  std::vector<OutboundMessage> messages;
  messages.push_back({.head = {.row = 1, .octets = 6}, .body = {}});
  ASSERT_TRUE(queue_.push(messages));
  bodies_.add(messages.front().head);
  ASSERT_TRUE(queue_.push_body({'o', 'n', 'e'}));
  EXPECT_EQ(next(1), "one");
  bodies_.give_up({&messages.front().head, 1});
  EXPECT_EQ(next(2), "nothing");
  ASSERT_TRUE(queue_.push_body({'t', 'w', 'o'}));
  bodies_.drop_given_up();
  EXPECT_TRUE(bodies_.is_empty());
  EXPECT_EQ(queue_.queued_octets(), 0U);
}

}  // namespace
}  // namespace mailhaul::migrate
