/// What the audit foretells is what an upload into an emulated Exchange does, message by message.
#include "unit/migrate/audit_rig.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

using emulator::ProfileName;
using target::Profile;

/// Every sample message once, and names that the plan must change.
std::string sample_tree() {
  std::string manifest =
      "maildir .\nmaildir .Sent\nmaildir .INBOX.Sent\nmaildir .Old\\x20\nmaildir .Calendar\n"
      "maildir .Trash\nmessage .Sent/cur/1400000001.M1.h:2,S mtime=1400000001\n"
      "message .INBOX.Sent/cur/1400000002.M2.h:2,S mtime=1400000002\n"
      "message .Old\\x20/cur/1400000003.M3.h:2,ST mtime=1400000003\n"
      "message .Calendar/cur/1400000004.M4.h:2,F mtime=1400000004\n"
      "symlink cur/link /etc/passwd\n";
  int number = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MAILHAUL_SOURCE_DIR) +
                                                               "/testdata/messages")) {
    manifest += "message cur/14000001" + std::to_string(10 + number++) + ".M1." +
                entry.path().stem().string() + ":2,S mtime=1400000100 source=testdata/messages/" +
                entry.path().filename().string() + "\n";
  }
  return manifest;
}

/// The word of the audit for what an upload tells of a message.
std::string form_of(const MessageReport& report) {
  switch (report.outcome) {
    case Outcome::Stored:
      return std::string(report.form);
    case Outcome::Refused:
      return "refused";
    case Outcome::Unreadable:
      return "unreadable";
    case Outcome::Empty:
      return "empty";
    case Outcome::Skipped:
      return "skipped";
    default:
      return "other";
  }
}

struct Target {
  Profile profile;
  ProfileName emulated;
};

class AuditForecast : public ::testing::TestWithParam<Target> {};

using Forms = std::map<std::pair<std::string, Bytes>, std::string>;

class FormsObserver final : public Observer {
 public:
  void phase(Phase /*phase*/) override {}

  void plan(const Plan& plan) override { last_plan = plan; }

  void message(const MessageReport& report) override {
    forms[{std::string(report.folder), Bytes(report.unique_name)}] = form_of(report);
  }

  void progress(const Progress& /*progress*/) override {}

  void waiting(std::string_view /*why*/, std::int64_t /*milliseconds*/) override {}

  void note(std::string_view /*text*/) override {}

  Forms forms;
  Plan last_plan;
};

TEST_P(AuditForecast, IsWhatTheUploadDoes) {
  const test::TemporaryMaildir tree(sample_tree());
  AuditOptions options;
  options.server.profile = GetParam().profile;
  const Audited audited(tree.path(), options);

  const auto server = start_server(emulated(GetParam().emulated));
  Move move(tree, *server);
  move.options.server.profile = GetParam().profile;
  move.options.accept_server_dates = true;
  if (GetParam().profile == Profile::ExchangeOnline) {
    move.options.sign_in.kind = SecretKind::OAuthToken;
  }
  auto directory = maildir::open_maildir(tree.path());
  const auto scanner = maildir::Scanner::open(*std::move(directory), {.now = Audited::kNow});
  ASSERT_TRUE(scanner.has_value());
  FormsObserver observer;
  const auto summary = upload(*scanner, move.options, observer, {});
  ASSERT_TRUE(summary.has_value()) << summary.error().message();
  ASSERT_FALSE(summary->stopped.has_value()) << summary->stopped->message();

  Forms foretold = audited.forms;
  // A file that is no message is told of when the names are read.
  Forms done = observer.forms;
  done.erase({"INBOX", "link"});
  EXPECT_EQ(foretold, done);
  std::map<std::string, std::string> planned;
  for (const AuditedFolder& folder : audited.summary.folders) {
    planned[folder.name] = folder.mailbox;
  }
  for (const PlannedFolder& folder : observer.last_plan.folders) {
    EXPECT_EQ(planned[folder.name], folder.mailbox) << folder.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, AuditForecast,
                         ::testing::Values(Target{Profile::Exchange2007, ProfileName::Exchange2007},
                                           Target{Profile::Exchange2010, ProfileName::Exchange2010},
                                           Target{Profile::Exchange2013, ProfileName::Exchange2013},
                                           Target{Profile::Exchange2016, ProfileName::Exchange2016},
                                           Target{Profile::ExchangeOnline,
                                                  ProfileName::ExchangeOnline}),
                         [](const ::testing::TestParamInfo<Target>& each) {
                           return std::string(1, 'v') + std::to_string(each.index);
                         });

}  // namespace
}  // namespace mailhaul::migrate
