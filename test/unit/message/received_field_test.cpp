#include <gtest/gtest.h>

#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/received_field.hpp>

namespace mailhaul::message {
namespace {

TEST(ReceivedField, SaysTheDate) {
  EXPECT_EQ(make_received_field(837571465),
            "Received: by mailhaul; Wed, 17 Jul 1996 02:44:25 +0000\r\n");
}

TEST(ReceivedField, IsReadBackBeforeAnyOther) {
  const Bytes header = make_received_field(837571465) +
                       "Received: from a by b; Thu, 1 Jan 2015 00:00:00 +0000\r\n\r\n";
  EXPECT_EQ(identify(header).received, 837571465);
}

}  // namespace
}  // namespace mailhaul::message
