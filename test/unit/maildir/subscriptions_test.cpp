#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/maildir/subscriptions.hpp>

namespace mailhaul::maildir {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Levels = std::vector<Bytes>;

TEST(Subscriptions, OfCourierHaveAPrefix) {
  Subscriptions subscriptions;
  subscriptions.add_courier("INBOX\nINBOX.Sent\r\nINBOX.A.B\n\nINBOX.Sent\n#shared.x.y\n");
  EXPECT_TRUE(subscriptions.take(Levels{"INBOX"}));
  EXPECT_TRUE(subscriptions.take(Levels{"Sent"}));
  EXPECT_TRUE(subscriptions.take(Levels{"A", "B"}));
  EXPECT_FALSE(subscriptions.take(Levels{"A"}));
  EXPECT_FALSE(subscriptions.take(Levels{"INBOX", "Sent"}));
  EXPECT_THAT(subscriptions.left(), ElementsAre("#shared.x.y"));
}

TEST(Subscriptions, OfDovecotVersion2AreSeparatedByTabs) {
  Subscriptions subscriptions;
  subscriptions.add_dovecot("V\t2\n\nINBOX\nA\tB.c\nGone\n");
  EXPECT_TRUE(subscriptions.take(Levels{"A", "B.c"}));
  EXPECT_FALSE(subscriptions.take(Levels{"V", "2"}));
  EXPECT_TRUE(subscriptions.take(Levels{"INBOX"}));
  EXPECT_THAT(subscriptions.left(), ElementsAre("Gone"));
}

TEST(Subscriptions, OfDovecotVersion1HaveAnySeparatorAndPrefix) {
  Subscriptions subscriptions;
  subscriptions.add_dovecot("A/B\nC.D\nINBOX.E\nINBOX/F/G\n");
  for (const Levels& levels : {Levels{"A", "B"}, {"C", "D"}, {"E"}, {"F", "G"}}) {
    EXPECT_TRUE(subscriptions.take(levels)) << levels[0];
  }
  EXPECT_THAT(subscriptions.left(), IsEmpty());
}

TEST(Subscriptions, OfBothServersAreOneSet) {
  Subscriptions subscriptions;
  subscriptions.add_courier("INBOX.A\n");
  subscriptions.add_dovecot("V\t2\n\nA\n");
  EXPECT_TRUE(subscriptions.take(Levels{"A"}));
  EXPECT_THAT(subscriptions.left(), IsEmpty());
  EXPECT_THAT(subscriptions.names(), ElementsAre("INBOX.A", "A"));
}

}  // namespace
}  // namespace mailhaul::maildir
