/// The part of an audit that asks a server: an emulated Exchange, which says what was asked of it.
#include "unit/migrate/audit_rig.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using ::testing::IsEmpty;

/// An audit of a tree against a server with two mailboxes, demo's and eve's.
class AuditOnline : public ::testing::Test {
 protected:
  AuditOnline()
      : tree_(std::string(kOrdinaryTree) +
              "maildir .Sent\nmessage .Sent/cur/1400000001.M1P1.h:2,S mtime=1400000001\n"
              "maildir .Work\nmessage .Work/cur/1400000001.M2P2.h:2,S mtime=1400000001\n") {
    auto options = emulated(emulator::ProfileName::Exchange2016);
    options.accounts.push_back({.name = "eve", .password = "other"});
    server_ = start_server(std::move(options));
    const UploadOptions upload = Move(tree_, *server_).options;
    options_.server = upload.server;
    options_.sign_in = upload.sign_in;
    options_.now = Audited::kNow;
  }

  Result<AuditSummary> audit() {
    auto directory = maildir::open_maildir(tree_.path());
    const auto tree = maildir::Scanner::open(*std::move(directory), {});
    return audit_tree(*tree, options_, {});
  }

  test::TemporaryMaildir tree_;
  std::unique_ptr<emulator::Server> server_;
  AuditOptions options_;
};

TEST_F(AuditOnline, TellsWhatTheServerSaysAndChangesNothing) {
  const std::size_t mailboxes = server_->mailboxes("demo").size();
  const auto audited = audit();
  ASSERT_TRUE(audited.has_value()) << audited.error().message();
  ASSERT_TRUE(audited->server.has_value());
  EXPECT_EQ(audited->server->user, "demo");
  EXPECT_EQ(audited->server->language, "en");
  EXPECT_THAT(audited->server->capabilities, ::testing::Contains("UIDPLUS"));
  EXPECT_EQ(audited->server->mailboxes.size(), mailboxes);
  EXPECT_EQ(audited->totals.mailboxes_to_create, 1U);
  EXPECT_EQ(server_->mailboxes("demo").size(), mailboxes);
  EXPECT_EQ(server_->conduct().appends, 0U);
  EXPECT_EQ(server_->conduct().most_failures_on_a_connection, 0U);
  EXPECT_THAT(server_->violations(), IsEmpty());
}

TEST_F(AuditOnline, EndsAtTheFirstCommandWhereTheAccountHasNoRightsOnTheMailbox) {
  options_.sign_in.login_as = "demo";
  options_.sign_in.user = "eve";
  const auto audited = audit();
  ASSERT_FALSE(audited.has_value());
  EXPECT_EQ(audited.error().kind, ErrorKind::Authentication) << audited.error().message();
  EXPECT_NE(audited.error().hint, "");
  EXPECT_EQ(server_->conduct().most_failures_on_a_connection, 1U);
}

TEST_F(AuditOnline, TriesARefusedPasswordOnce) {
  options_.sign_in.secret = [] { return Result<Secret>(Secret(std::string("wrong"))); };
  const auto audited = audit();
  ASSERT_FALSE(audited.has_value());
  EXPECT_EQ(audited.error().kind, ErrorKind::Authentication) << audited.error().message();
  EXPECT_EQ(server_->conduct().most_failures_on_a_connection, 1U);
}

}  // namespace
}  // namespace mailhaul::migrate
