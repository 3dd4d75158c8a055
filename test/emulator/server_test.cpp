/// The server as an object: state directories, Maildirs, events, stopping.
#include "emulator/fixture.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mailhaul::emulator {

namespace {

using test::TempDir;
using ServerTest = EmulatorTest;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(ServerTest, StateOutlivesTheServer) {
  const TempDir directory;
  options_.state = directory.path() / "state";
  start_2016();
  RawImap client = sign_in_and_select();
  client.append("INBOX (\\Seen)", kHello);
  client.append("INBOX", kHello);
  client.append("INBOX", kHello);
  client.command("CREATE \"Alte Projekte\"");
  client.command("CREATE \"Alte Projekte/2001\"");
  client.command("RENAME \"Alte Projekte\" Archiv");
  client.command("SUBSCRIBE Archiv");
  client.command("UID STORE 2 +FLAGS.SILENT (\\Flagged \\Deleted)");
  client.command("UID EXPUNGE 2");
  client.command("UID STORE 3 +FLAGS.SILENT (\\Flagged)");
  const auto before = server().mailboxes();
  server().stop();

  start_2016();
  const auto after = server().mailboxes();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t index = 0; index < after.size(); ++index) {
    EXPECT_EQ(after[index].name, before[index].name);
    EXPECT_EQ(after[index].uid_validity, before[index].uid_validity);
    EXPECT_EQ(after[index].uid_next, before[index].uid_next);
    EXPECT_EQ(after[index].subscribed, before[index].subscribed);
    EXPECT_EQ(after[index].messages.size(), before[index].messages.size());
  }
  const auto inbox = messages();
  EXPECT_EQ(inbox[0].flags, std::vector<std::string>{"\\Seen"});
  EXPECT_EQ(inbox[1].uid, 3U);
  EXPECT_TRUE(inbox[1].visible_as_flagged_in_outlook());
  EXPECT_EQ(*server().raw_message("INBOX", 3), kHello);
  EXPECT_EQ(sign_in().append("INBOX", kHello),
            "tag OK [APPENDUID " + std::to_string(server().mailbox("INBOX")->uid_validity) +
                " 4] APPEND completed.");
}

TEST_F(ServerTest, ATornLastLineOfTheStateIsForgotten) {
  const TempDir directory;
  options_.state = directory.path();
  start_2016();
  sign_in().append("INBOX", kHello);
  server().stop();
  std::ofstream(directory.path() / "changes", std::ios::app) << "append demo 1 2 0";
  start_2016();
  EXPECT_EQ(messages().size(), 1U);
}

TEST_F(ServerTest, AForeignStateIsRefused) {
  const TempDir directory;
  std::ofstream(directory.path() / "changes") << "something else\n";
  options_.state = directory.path();
  const auto server = Server::start(options_);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::Configuration);
}

TEST_F(ServerTest, StoreLeavesAMaildirPeopleCanOpen) {
  const TempDir directory;
  options_.store = directory.path() / "Maildir";
  start_2016();
  RawImap client = sign_in_and_select("\"Sent Items\"");
  client.append("\"Sent Items\" (\\Seen) \"17-Jul-1996 02:44:25 +0000\"", "A: b\r\n\r\nx\r\n");
  const auto cur = options_.store / ".Sent Items" / "cur";
  const std::filesystem::directory_iterator files(cur);
  const auto path = files->path();
  EXPECT_TRUE(path.string().ends_with(":2,S")) << path;
  EXPECT_EQ(read_file(path), "A: b\n\nx\n");
  client.command("STORE 1 +FLAGS.SILENT (\\Answered)");
  EXPECT_EQ(read_file(path.string().substr(0, path.string().size() - 1) + "RS"), "A: b\n\nx\n");
  EXPECT_TRUE(std::filesystem::is_directory(options_.store / "new"));
  EXPECT_TRUE(std::filesystem::exists(options_.store / ".Drafts" / "maildirfolder"));
}

TEST_F(ServerTest, EventsAreWrittenAsJsonLinesWithoutSecrets) {
  const TempDir directory;
  options_.events = directory.path() / "events";
  start_2016();
  RawImap client = sign_in();
  client.command("LOGOUT");
  EXPECT_TRUE(client.closed());
  server().stop();
  const std::string events = read_file(options_.events);
  EXPECT_NE(events.find(R"("event":"command","name":"LOGIN"})"), std::string::npos) << events;
  EXPECT_EQ(events.find("demo"), std::string::npos) << events;
}

TEST_F(ServerTest, StoppingEndsConnectionsAndFreesThePort) {
  start_2016();
  RawImap client = sign_in();
  const auto port = server().port();
  server().stop();
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(RawImap(port).closed());
  EXPECT_FALSE(server().connect());
}

TEST_F(ServerTest, AccountsHaveStoresOfTheirOwn) {
  options_.accounts = {{.name = "ada", .password = "a"}, {.name = "bob", .password = "b"}};
  start_2016();
  sign_in("bob", "b").append("INBOX", kHello);
  EXPECT_TRUE(messages().empty());
  EXPECT_EQ(server().mailbox("INBOX", "bob")->messages.size(), 1U);
}

TEST_F(ServerTest, ConnectionsWorkSideBySide) {
  start_2016();
  RawImap watcher = sign_in_and_select();
  RawImap writer = sign_in();
  for (int number = 0; number < 50; ++number) {
    EXPECT_TRUE(writer.append("INBOX", kHello).starts_with("tag OK"));
  }
  EXPECT_EQ(watcher.command("NOOP").front(), "* 50 EXISTS");
  EXPECT_EQ(server().conduct().most_connections_at_once, 2U);
}

}  // namespace

}  // namespace mailhaul::emulator
