/// What becomes of keywords on a server that keeps none.
#include "upload_rig.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr std::string_view kTree = R"(
maildir .
file dovecot-keywords text=0\x20work\n1\x20$MDNSent\n2\x20home\n
file cur/1100000001.M1.h:2,Sac text=Subject:\x20a\n\nbody\n
file cur/1100000002.M1.h:2,S text=Subject:\x20b\n\nbody\n
file cur/1100000003.M1.h:2,Sb text=Subject:\x20c\n\nbody\n
)";

class UploadKeywords : public ::testing::Test {
 protected:
  UploadSummary run() {
    Result<UploadSummary> summary = move_.run();
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    return summary ? *std::move(summary) : UploadSummary();
  }

  std::unique_ptr<emulator::Server> server_ =
      start_server(emulated(emulator::ProfileName::Exchange2016, {"exact_size=true"}));
  test::TemporaryMaildir tree_{kTree};
  Move move_{tree_, *server_};
};

TEST_F(UploadKeywords, AreCountedByName) {
  const UploadSummary summary = run();
  EXPECT_THAT(summary.keywords_not_kept, ElementsAre(Pair("home", 1), Pair("work", 1)));
  EXPECT_EQ(summary.messages.repaired, 0);
  EXPECT_EQ(stored_in(*server_, "INBOX"), wire_forms(tree_, ""));
}

TEST_F(UploadKeywords, AreCountedOnceForAMessageThatIsSentTwice) {
  server_->add_fault(*emulator::parse_fault(
      "refuse@APPEND#1:Request is throttled. Suggested Backoff Time: 1 milliseconds"));
  EXPECT_THAT(run().keywords_not_kept, ElementsAre(Pair("home", 1), Pair("work", 1)));
  EXPECT_EQ(stored_in(*server_, "INBOX").size(), 3);
}

TEST_F(UploadKeywords, GoIntoAFieldWhereThatIsAskedFor) {
  move_.options.keywords_in_header = true;
  const UploadSummary summary = run();
  EXPECT_THAT(stored_in(*server_, "INBOX"),
              ElementsAre("Subject: b\r\n\r\nbody\r\n", "Subject: c\r\n\r\nbody\r\n",
                          "X-Keywords: work, home\r\nSubject: a\r\n\r\nbody\r\n"));
  EXPECT_EQ(summary.messages.repaired, 1);
  EXPECT_THAT(summary.keywords_not_kept, IsEmpty());
}

TEST_F(UploadKeywords, InAFieldMakeNoMessageANewOne) {
  move_.options.keywords_in_header = true;
  EXPECT_EQ(run().messages.uploaded, 3);
  EXPECT_EQ(run().messages.uploaded, 0);
  EXPECT_EQ(stored_in(*server_, "INBOX").size(), 3);
}

}  // namespace
}  // namespace mailhaul::migrate
