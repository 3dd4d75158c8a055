#include "program_run.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <sched.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mailhaul::cli_test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What another tree of the same place looks like.
void build(const Workplace& place, const std::string& name, std::string_view manifest) {
  const auto built = test::build_maildir(place.path(name), manifest);
  ASSERT_TRUE(built.has_value()) << built.error().message();
}

std::vector<std::string> codes(const nlohmann::json& audit) {
  std::vector<std::string> codes;
  for (const auto& finding : audit["findings"]) {
    codes.push_back(finding["code"]);
  }
  return codes;
}

TEST(Audit, OfATreeWithoutFaultsSaysSoAndEndsWithZero) {
  const Workplace place;
  const test::Ending ending = run_mailhaul({"audit", place.maildir()});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output,
              AllOf(HasSubstr("Sent Items"), HasSubstr("4 messages"), Not(HasSubstr("Warning"))));
  EXPECT_EQ(ending.errors, "");
}

TEST(Audit, ChangesNothingInTheTree) {
  const Workplace place(
      "maildir .\nmessage cur/1000000001.M1.h:2,S\nmaildir .Foo\\x20\n"
      "fifo cur/fifo\nsymlink cur/link /etc/passwd\nfile new/empty\n");
  const std::string before = test::describe_tree(place.maildir());
  const test::Ending ending = run_mailhaul({"audit", place.maildir()});
  EXPECT_EQ(ending.status, 1) << ending.errors;
  EXPECT_EQ(test::describe_tree(place.maildir()), before);
}

TEST(Audit, GivesProgramsEveryFinding) {
  const Workplace place(
      "maildir .\nmessage cur/1000000001.M1.h:2,S\nmaildir .Foo\\x20\n"
      "message .Foo\\x20/cur/1000000002.M2.h:2,S\n");
  const test::Ending ending = run_mailhaul({"audit", "--json", place.maildir()});
  EXPECT_EQ(ending.status, 1) << ending.errors;
  const auto audit = nlohmann::json::parse(ending.output);
  EXPECT_EQ(audit["schema"], "mailhaul.audit/1");
  EXPECT_EQ(audit["target"], "exchange2016");
  EXPECT_THAT(codes(audit), ElementsAre("folder.trailing-space"));
  EXPECT_EQ(audit["folders"][1]["mailbox"], "Foo");
  EXPECT_EQ(audit["summary"]["messages"], 2);
}

TEST(Audit, WrittenMapGivesTheSamePlanWhenItIsReadBack) {
  const Workplace place(
      "maildir .\nmaildir .Foo\\x20\nmaildir .Foo\nmaildir .Sent\n"
      "maildir .INBOX.Sent\nmaildir .a=b\nmaildir .#x\nmaildir .\\x22q\\x22\n"
      "maildir .Trash.Old\nmaildir .Calendar\nmaildir .A.B.C\n");
  const auto plan = [](const test::Ending& ending) {
    std::map<std::string, std::string> mailboxes;
    for (const auto& folder : nlohmann::json::parse(ending.output)["folders"]) {
      mailboxes[folder["folder"]] = folder["mailbox"];
    }
    return mailboxes;
  };
  const test::Ending first =
      run_mailhaul({"audit", "--json", "--write-map", place.path("map"), place.maildir()});
  EXPECT_THAT(content_of(place.path("map")), HasSubstr("\"Foo \" = Foo (2)\n"));
  const test::Ending second =
      run_mailhaul({"audit", "--json", "--map-file", place.path("map"), place.maildir()});
  EXPECT_EQ(plan(second), plan(first)) << content_of(place.path("map")) << second.errors;
}

TEST(Audit, EditedMapDecides) {
  const Workplace place("maildir .\nmessage cur/1000000001.M1.h:2,S\nmaildir .Foo\n");
  ASSERT_EQ(run_mailhaul({"audit", "--write-map", place.path("map"), place.maildir()}).status, 0);
  std::string map = content_of(place.path("map"));
  const std::size_t rule = map.find("Foo = Foo");
  ASSERT_NE(rule, std::string::npos) << map;
  place.write("map", map.replace(rule, 9, "Foo = Old/Foo"));
  const auto audit = nlohmann::json::parse(
      run_mailhaul({"audit", "--json", "--map-file", place.path("map"), place.maildir()}).output);
  EXPECT_EQ(audit["folders"][1]["mailbox"], "Old/Foo");
  EXPECT_EQ(audit["folders"][1]["reason"], "rule");
}

TEST(Audit, OfSeveralTreesTotalsThemAndGoesOnAfterABadOne) {
  const Workplace place;
  build(place, "other", "maildir .\nmessage cur/1000000009.M9.h:2,S\n");
  const test::Ending ending = run_mailhaul(
      {"audit", "--json", place.maildir(), place.path("missing"), place.path("other")});
  EXPECT_EQ(ending.status, 1);
  const auto run = nlohmann::json::parse(ending.output);
  ASSERT_EQ(run["audits"].size(), 3U);
  EXPECT_EQ(run["summary"]["messages"], 5);
}

TEST(Audit, FindsTheMaildirsOfAllHomes) {
  const Workplace place;
  build(place, "homes/ada/Maildir", "maildir .\nmessage cur/1000000001.M1.h:2,S\n");
  build(place, "homes/bob/Maildir", "maildir .\nmessage cur/1000000001.M1.h:2,S\n");
  build(place, "homes/eve", "dir work\n");
  build(place, "homes/.hidden/Maildir", "maildir .\nmessage cur/1000000001.M1.h:2,S\n");
  const test::Ending ending =
      run_mailhaul({"audit", "--json", "--users-under", place.path("homes")});
  EXPECT_EQ(ending.status, 0) << ending.errors;
  const auto run = nlohmann::json::parse(ending.output);
  EXPECT_EQ(run["audits"].size(), 2U);
  EXPECT_EQ(run["without_maildir"], 1);
}

TEST(Audit, OfOneTreeThatCannotBeReadEndsWithItsStatus) {
  const Workplace place;
  const test::Ending ending = run_mailhaul({"audit", place.path("missing")});
  EXPECT_EQ(ending.status, 66);
  EXPECT_THAT(ending.errors, HasSubstr("missing"));
  EXPECT_EQ(ending.output, "");
}

TEST(Audit, WritesNothingIntoTheTree) {
  const Workplace place;
  const test::Ending ending =
      run_mailhaul({"audit", "--write-map", place.maildir() + "/map", place.maildir()});
  EXPECT_EQ(ending.status, 78);
  EXPECT_NE(::access((place.maildir() + "/map").c_str(), F_OK), 0);
}

TEST(Audit, ExplainsACode) {
  const test::Ending ending = run_mailhaul({"audit", "--explain", "message.nul"});
  EXPECT_EQ(ending.status, 0);
  EXPECT_THAT(ending.output, HasSubstr("The message holds NUL octets"));
  const test::Ending unknown = run_mailhaul({"audit", "--explain", "message.null"});
  EXPECT_EQ(unknown.status, 64);
  EXPECT_THAT(unknown.errors, HasSubstr("did you mean message.nul?"));
}

TEST(Audit, NeedsATree) {
  EXPECT_EQ(run_mailhaul({"audit"}).status, 64);
  const Workplace place;
  const test::Ending ending = run_mailhaul({"audit", "--users-under", place.path("state")});
  EXPECT_EQ(ending.status, 64);
  EXPECT_THAT(ending.errors, HasSubstr("--maildir-name"));
}

TEST(Audit, QuickOpensNoMessage) {
  const Workplace place("maildir .\nfile cur/1000000001.M1.h:2,S text=no\\x20header\n");
  const test::Ending slow = run_mailhaul({"audit", "--json", place.maildir()});
  EXPECT_THAT(slow.output, HasSubstr("message.no-header"));
  const test::Ending quick = run_mailhaul({"audit", "--json", "--quick", place.maildir()});
  EXPECT_EQ(quick.status, 0) << quick.errors;
  const auto audit = nlohmann::json::parse(quick.output);
  EXPECT_THAT(codes(audit), IsEmpty());
  EXPECT_EQ(audit["summary"]["bytes"], 9);
}

std::vector<std::string> online(const Workplace& place, const EmulatedExchange& server) {
  std::vector<std::string> words = server.connection();
  words.insert(words.begin(), {"audit", "--json"});
  words.push_back(place.maildir());
  return words;
}

TEST(Audit, AsksTheServerAndLeavesItAsItWas) {
  const Workplace place(
      "maildir .\nmessage cur/1000000001.M1.h:2,S\nmaildir .Sent\n"
      "message .Sent/cur/1000000002.M2.h:2,S\n");
  const EmulatedExchange server({"--language", "de", "--store", place.path("arrived")});
  const test::Ending ending = run_mailhaul(online(place, server), "demo");
  EXPECT_EQ(ending.status, 0) << ending.errors << ending.output;
  const auto audit = nlohmann::json::parse(ending.output);
  EXPECT_EQ(audit["target"], "exchange2016");
  EXPECT_EQ(audit["folders"][1]["mailbox"], "Gesendete Elemente");
  EXPECT_EQ(audit["folders"][1]["reason"], "special-use");
  EXPECT_EQ(audit["server"]["language"], "de");
  EXPECT_EQ(audit["server"]["user"], "demo");
  // Nothing was appended: an upload after it finds the mailboxes empty.
  const test::Ending again = run_mailhaul(online(place, server), "demo");
  EXPECT_THAT(codes(nlohmann::json::parse(again.output)), IsEmpty());
}

TEST(Audit, FindsMailThatIsOnTheServerAlready) {
  const Workplace place("maildir .\nmessage cur/1000000001.M1.h:2,S\n");
  const EmulatedExchange server;
  ASSERT_EQ(run_mailhaul(upload_words(place, server), "demo").status, 0);
  const test::Ending ending = run_mailhaul(online(place, server), "demo");
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(codes(nlohmann::json::parse(ending.output)), ElementsAre("server.mailbox-not-empty"));
}

TEST(Audit, OfARefusedSignInEndsWithItsStatus) {
  const Workplace place;
  const EmulatedExchange server;
  const test::Ending ending = run_mailhaul(online(place, server), "wrong");
  EXPECT_EQ(ending.status, 77);
  EXPECT_THAT(ending.output, Not(HasSubstr("mailhaul.audit/1")));
}

TEST(Audit, TakesOneTreeForAServer) {
  const Workplace place;
  const test::Ending ending = run_mailhaul(
      {"audit", "--host", "127.0.0.1", "--user", "ada", place.maildir(), place.maildir()}, "x");
  EXPECT_EQ(ending.status, 64);
  EXPECT_THAT(ending.errors, HasSubstr("--host"));
}

TEST(Audit, ReadsATreeWithTheRightsOfItsOwnerAlone) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give files away";
  }
  // Root could read the message; the owner of the tree cannot.
  const Workplace place;
  const auto built =
      test::build_maildir(place.path("theirs"),
                          "maildir .\nmessage cur/1000000001.M1.h:2,S owner=0:0 mode=0600\n"
                          "dir . owner=4242:4242 mode=0755\ndir cur owner=4242:4242 mode=0755\n"
                          "dir new owner=4242:4242 mode=0755\ndir tmp owner=4242:4242 mode=0755\n");
  ASSERT_TRUE(built.has_value()) << built.error().message();
  const test::Ending ending = run_mailhaul({"audit", "--json", place.path("theirs")});
  EXPECT_EQ(ending.status, 1) << ending.errors;
  EXPECT_THAT(codes(nlohmann::json::parse(ending.output)), ElementsAre("message.unreadable"));
  const test::Ending as_root =
      run_mailhaul({"audit", "--json", "--read-as", "root", place.path("theirs")});
  EXPECT_EQ(as_root.status, 0) << as_root.errors << as_root.output;
}

/// As the entry point of a container is.
TEST(Audit, IsAtWorkAsProcessOneToo) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "a process namespace needs root";
  }
  const Workplace place;
  test::Program program = mailhaul_program({"audit", place.maildir()});
  program.namespaces = CLONE_NEWPID;
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, 0) << ending.errors;
  EXPECT_THAT(ending.output, HasSubstr("4 messages"));
}

}  // namespace
}  // namespace mailhaul::cli_test
