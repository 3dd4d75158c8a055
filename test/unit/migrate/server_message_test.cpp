/// What is read of the messages on a server.
#include "migrate/locate/server_message.hpp"

#include "migrate/locate/locate.hpp"
#include "removal_rig.hpp"
#include "support/rewriting_proxy.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

/// Passed over, it would be taken for one that is not there, and be sent again.
TEST(ServerMessages, OneThatIsShownUnreadablyIsAnError) {
  RemovalRig rig(emulator::ProfileName::Exchange2016);
  rig.store_ours(1);
  rig.store_ours(2);
  const test::RewritingProxy proxy(rig.server().port(), [](std::string line) {
    if (line.starts_with("* 2 FETCH")) {
      line.replace(line.find(" ("), 2, " ((");
    }
    return line;
  });
  ServerConnection connection = RemovalRig::connect(proxy.port());
  ASSERT_TRUE(select_mailbox(connection, "INBOX", false));
  const auto first = fetch_messages(connection, imap::SequenceSet(1));
  ASSERT_TRUE(first) << first.error().message();
  EXPECT_EQ(first->size(), 1U);
  const auto all = fetch_messages(connection, imap::SequenceSet(1, imap::kStar));
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().kind, ErrorKind::Protocol);
}

}  // namespace
}  // namespace mailhaul::migrate
