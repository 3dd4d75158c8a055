/// The cut-over of mailhaul-cutover(7), with the commands as they stand in the page: twelve users
/// move while mail goes on arriving, first on the old host, then on the new one.
#include "support/child_process.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sched.h>
#include <sstream>
#include <string>
#include <sys/mount.h>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAreArray;

constexpr int kUsers = 12;

/// Literal blocks and one-line displays of the page, as a reader would type them.
struct Page {
  std::vector<std::string> blocks;
  std::vector<std::string> lines;
};

std::string without_escapes(std::string line) {
  for (std::size_t at = line.find("\\e"); at != std::string::npos; at = line.find("\\e", at)) {
    line.erase(at + 1, 1);
  }
  return line;
}

Page read_page() {
  std::ifstream stream(MAILHAUL_SOURCE_DIR "/man/mailhaul-cutover.7");
  Page page;
  bool is_literal = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(".Bd -literal")) {
      is_literal = true;
      page.blocks.emplace_back();
    } else if (line == ".Ed") {
      is_literal = false;
    } else if (is_literal) {
      page.blocks.back() += without_escapes(line) + "\n";
    } else if (line.starts_with(".Dl ")) {
      page.lines.push_back(line.substr(4));
    }
  }
  return page;
}

struct User {
  std::string name;
  test::TemporaryMaildir tree{R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1150000002.M2.host:2,F mtime=1150000002
message new/1300000003.M3.host mtime=1300000003
maildir .Sent
message .Sent/cur/1350000004.M4.host:2,S mtime=1350000004
message .Sent/cur/1450000005.M5.host:2,S mtime=1450000005
maildir .Trash
message .Trash/cur/1350000006.M6.host:2,S mtime=1350000006
maildir .Trash.Kept
message .Trash.Kept/cur/1250000007.M7.host:2,S mtime=1250000007
)"};
  std::vector<std::string> delivered = {};
};

class Cutover : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string lines;
    emulator::Account migration{.name = "migration@example.com", .password = "secret"};
    emulator::Options options = migrate::emulated(emulator::ProfileName::Exchange2016);
    options.accounts.clear();
    for (int i = 1; i <= kUsers; ++i) {
      auto user = std::make_unique<User>();
      user->name = fmt::format("user{}@example.com", i);
      lines += fmt::format("{} {}\n", user->name, user->tree.path());
      options.accounts.push_back({.name = user->name, .password = "theirs"});
      migration.full_access.push_back(user->name);
      users_.push_back(std::move(user));
    }
    options.accounts.push_back(migration);
    server_ = migrate::start_server(std::move(options));
    std::filesystem::create_directory(place_ / "move");
    std::filesystem::create_directory(place_ / "lib");
    write("users.txt", lines);
    write("password", "secret\n");
    write("move.conf",
          fmt::format("host = 127.0.0.1\nport = {}\ntls = none\nlogin-as = migration@example.com\n"
                      "password-file = password\nskip-trash\n",
                      server_->port()));
    const auto script = std::ranges::find_if(
        page_.blocks, [](const std::string& block) { return block.starts_with("#!/bin/sh"); });
    ASSERT_NE(script, page_.blocks.end());
    write("each-user", *script);
  }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(place_ / ("move/" + name)) << content;
    std::filesystem::permissions(place_ / ("move/" + name), std::filesystem::perms(0600));
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream stream(place_ / ("move/" + name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  /// Runs a line of the page, with mailhaul in PATH and a /var/lib of the test's own.
  [[nodiscard]] test::Ending run(const std::string& line) const {
    test::Program shell;
    shell.arguments = {"/bin/sh", "-c", line};
    shell.working_directory = place_ / "move";
    const std::string programs = std::filesystem::path(MAILHAUL_PROGRAM).parent_path();
    shell.environment = {{"PATH", programs + ":/usr/bin:/bin"}};
    shell.namespaces = CLONE_NEWNS;
    shell.before_exec = [state = place_ / "lib"] {
      return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
             ::mount(state.c_str(), "/var/lib", nullptr, MS_BIND, nullptr) == 0;
    };
    return test::run(shell, std::chrono::seconds(120));
  }

  [[nodiscard]] std::vector<std::string> stored(const std::string& user,
                                                const std::string& mailbox) const {
    std::vector<std::string> forms;
    if (const auto snapshot = server_->mailbox(mailbox, user)) {
      for (const emulator::MessageSnapshot& message : snapshot->messages) {
        forms.push_back(server_->raw_message(mailbox, message.uid, user).value_or("(gone)"));
      }
    }
    std::ranges::sort(forms);
    return forms;
  }

  /// New mail for everybody, which Postfix hands to the new server now.
  void deliver_to_all(int round) {
    for (const auto& user : users_) {
      user->delivered.push_back(fmt::format(
          "From: eve@example.org\r\nSubject: news {}\r\nMessage-ID: <{}-{}>\r\n\r\nNew.\r\n", round,
          round, user->name));
      ASSERT_TRUE(server_->deliver("INBOX", user->delivered.back(), user->name));
    }
  }

  Page page_ = read_page();
  test::TempDir place_;
  std::vector<std::unique_ptr<User>> users_;
  std::unique_ptr<emulator::Server> server_;
};

TEST_F(Cutover, MovesEveryUserAsThePageSays) {
  std::vector<std::string> commands = page_.lines;
  std::erase_if(commands,
                [](const std::string& line) { return !line.starts_with("sh each-user"); });
  ASSERT_THAT(commands,
              ElementsAre("sh each-user upload users.txt", "sh each-user upload users.txt",
                          "sh each-user upload users.txt.left", "sh each-user verify users.txt",
                          "sh each-user rollback users.back", "sh each-user upload users.back"));

  // All are audited, and one user goes ahead.
  const auto audit = std::ranges::find_if(
      page_.lines, [](const std::string& line) { return line.starts_with("mailhaul audit"); });
  ASSERT_NE(audit, page_.lines.end());
  const test::Ending audited = run(*audit);
  EXPECT_LE(audited.status, 1) << audited.errors;
  EXPECT_THAT(read("audit.html"),
              AllOf(HasSubstr(users_.front()->tree.path()), HasSubstr(users_.back()->tree.path())));
  const auto pilot = std::ranges::find_if(
      page_.blocks, [](const std::string& block) { return block.starts_with("read -r"); });
  ASSERT_NE(pilot, page_.blocks.end());
  const test::Ending ahead = run("set -e\n" + *pilot);
  EXPECT_EQ(ahead.status, 0) << ahead.errors;
  EXPECT_THAT(ahead.output, AllOf(HasSubstr("Rehearsed"), HasSubstr("Grade: perfect.")));
  EXPECT_EQ(stored(users_.front()->name, "Sent Items"),
            migrate::wire_forms(users_.front()->tree, ".Sent"));

  // 1. One user has something that cannot be moved.
  User& troubled = *users_.at(4);
  troubled.tree.add("symlink cur/1000000000.M0.host:2,S /etc/passwd");
  EXPECT_EQ(run(commands[0]).status, 1);
  EXPECT_EQ(read("users.txt.left"), fmt::format("{} {}\n", troubled.name, troubled.tree.path()));

  // 2. and 3. The last mail on the old host, and the first on the new one.
  for (const auto& user : users_) {
    user->tree.add("message new/1400000008.M8.host mtime=1400000008");
  }
  deliver_to_all(1);
  std::thread postfix([this] { deliver_to_all(2); });
  EXPECT_EQ(run(commands[1]).status, 1);
  postfix.join();

  // 4. What was left is looked into and tried again.
  troubled.tree.remove("cur/1000000000.M0.host:2,S");
  troubled.tree.add("message cur/1000000000.M0.host:2,S mtime=1000000000");
  const test::Ending retried = run(commands[2]);
  EXPECT_EQ(retried.status, 0) << retried.errors;
  EXPECT_EQ(read("users.txt.left.left"), "");

  for (const auto& user : users_) {
    std::vector<std::string> inbox = migrate::wire_forms(user->tree, "");
    inbox.insert(inbox.end(), user->delivered.begin(), user->delivered.end());
    std::ranges::sort(inbox);
    EXPECT_THAT(stored(user->name, "INBOX"), ElementsAreArray(inbox)) << read("log/" + user->name);
    EXPECT_EQ(stored(user->name, "Sent Items"), migrate::wire_forms(user->tree, ".Sent"));
    EXPECT_THAT(stored(user->name, "Deleted Items"), IsEmpty());
    EXPECT_EQ(stored(user->name, "Deleted Items/Kept"),
              migrate::wire_forms(user->tree, ".Trash.Kept"));
  }

  // 6. It is proved, by names, dates and flags, and by what a few messages say.
  const auto sample = std::ranges::find_if(
      page_.blocks, [](const std::string& block) { return block.starts_with("printf"); });
  ASSERT_NE(sample, page_.blocks.end());
  for (const std::string& prelude : {std::string(), *sample}) {
    const test::Ending proved = run(prelude + commands[3]);
    EXPECT_EQ(proved.status, 0) << proved.errors;
    for (const auto& user : users_) {
      const std::string log = read("log/" + user->name);
      EXPECT_THAT(log.substr(log.rfind("Grade: ")), StartsWith("Grade: perfect.")) << log;
    }
  }
  EXPECT_THAT(read("log/" + users_[0]->name), HasSubstr("fetched and compared"));

  // One move is taken back, and made once more.
  User& unhappy = *users_.at(7);
  write("users.back", fmt::format("{} {}\n", unhappy.name, unhappy.tree.path()));
  EXPECT_EQ(run(commands[4]).status, 0) << read("log/" + unhappy.name);
  EXPECT_THAT(stored(unhappy.name, "INBOX"), UnorderedElementsAreArray(unhappy.delivered));
  EXPECT_THAT(stored(unhappy.name, "Sent Items"), IsEmpty());
  EXPECT_EQ(run(commands[5]).status, 0) << read("log/" + unhappy.name);
  EXPECT_EQ(run(commands[3]).status, 0) << read("log/" + unhappy.name);
  EXPECT_THAT(server_->conduct().most_connections_at_once, Le(10U));
  EXPECT_THAT(server_->violations(), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
