/// Every fault of the emulated Exchange, at the first, a middle and the last occurrence of every
/// command of a move.
#include "crash_move.hpp"
#include "points.hpp"

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 24;
constexpr std::array kProfiles = {ProfileName::Exchange2007, ProfileName::Exchange2010,
                                  ProfileName::Exchange2013, ProfileName::Exchange2016,
                                  ProfileName::ExchangeOnline};

/// What happens on the way: one or more faults in the emulator's words, separated by blanks.
struct Scenario {
  ProfileName profile = ProfileName::Exchange2016;
  std::vector<std::string> faults;
  std::chrono::seconds settle_after{0};
  std::size_t doubled_by_server = 0;
  bool may_be_undecided = false;
  int runs = 1;
};

std::string name_of(const Scenario& scenario) {
  std::string name(emulator::to_string(scenario.profile));
  for (const std::string& fault : scenario.faults) {
    name += " " + fault;
  }
  return name;
}

std::string run(const Scenario& scenario) {
  const test::TemporaryMaildir tree(kTree);
  SharedTime time;
  emulator::Options options = exchange(scenario.profile);
  options.clock = time.clock();
  for (const std::string& spec : scenario.faults) {
    const auto fault = emulator::parse_fault(spec);
    if (!fault) {
      return fault.error().message();
    }
    options.faults.push_back(*fault);
    if (fault->point == emulator::FaultPoint::CloseTls) {
      options.tls = emulator::Tls::Implicit;
    }
  }
  const auto server = migrate::start_server(std::move(options));
  prepare(*server);
  migrate::Move move(tree, *server);
  sign_in_to(scenario.profile, move);
  time.use_in(move);
  move.options.settle_after = scenario.settle_after;
  const std::string complaint = complete(move, *server, tree,
                                         {.doubled_by_server = scenario.doubled_by_server,
                                          .may_be_undecided = scenario.may_be_undecided,
                                          .runs = scenario.runs});
  std::size_t struck = 0;
  for (const emulator::Event& event : server->events()) {
    struck += event.kind == emulator::EventKind::Fault ? 1U : 0U;
  }
  return struck == 0 ? "the fault never struck; " + complaint : complaint;
}

std::vector<Point> to_points(const std::vector<Scenario>& scenarios) {
  std::vector<Point> points;
  for (const Scenario& scenario : scenarios) {
    points.push_back({.name = name_of(scenario), .check = [scenario] { return run(scenario); }});
  }
  return points;
}

TEST(AppendFaults, EveryMessageArrivesOnce) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const int n : {1, 2, 4, 5, 6, 7, 12}) {
      for (const std::string point :
           {"drop-in-literal#{}:0", "drop-in-literal#{}:1", "drop-in-literal#{}:200",
            "drop-after-store#{}", "drop-after-literal#{}", "drop@APPEND#{}", "bye@APPEND#{}",
            "bare-line@APPEND#{}", "close-tls@APPEND#{}", "restart@APPEND#{}",
            "drop-before-continuation#{}", "delay@APPEND#{}:20ms"}) {
        scenarios.push_back({.profile = profile, .faults = {fmt::format(fmt::runtime(point), n)}});
      }
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

TEST(AppendFaults, EveryOtherAppendStrikes) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const int every : {2, 3, 5}) {
      for (const std::string point :
           {"drop-in-literal#%{}:50", "drop-after-store#%{}", "drop-after-literal#%{}",
            "bye@APPEND#%{}", "restart@APPEND#%{}"}) {
        scenarios.push_back(
            {.profile = profile, .faults = {fmt::format(fmt::runtime(point), every)}});
      }
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

TEST(AppendFaults, MessageStoredLongAfterTheLossIsNotSentAgain) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const int n : {1, 4, 5, 12}) {
      scenarios.push_back({.profile = profile,
                           .faults = {fmt::format("drop-after-literal#{}:800ms", n)},
                           .settle_after = std::chrono::seconds(3)});
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

TEST(AppendFaults, SecondCopyOfTheServersOwnIsTheOnlyOne) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const int n : {1, 4, 6, 12}) {
      const std::string twice = fmt::format("store-twice#{}", n);
      scenarios.push_back({.profile = profile, .faults = {twice}, .doubled_by_server = 1});
      scenarios.push_back({.profile = profile,
                           .faults = {twice, fmt::format("drop-after-store#{}", n + 1)},
                           .doubled_by_server = 1,
                           // Three equal messages for two rows, and no dates to tell by.
                           .may_be_undecided = (profile == ProfileName::Exchange2007 ||
                                                profile == ProfileName::Exchange2010) &&
                                               n == 4});
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

/// What a server does with a message that it cannot bear: it says BYE, every time, and reads on
/// until the message ends or the connection does.
TEST(PoisonedMessage, IsListedAndStopsNoOther) {
  test::TemporaryMaildir tree(kTree);
  tree.add("message .Sent/cur/1000000000.M0.host:2, size=4000000");
  const auto server = migrate::start_server(migrate::emulated(
      ProfileName::Exchange2016, {"append_limit=100000", "size_reject_drops=true"}));
  migrate::Move move(tree, *server);
  const auto summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_FALSE(summary->stopped) << summary->stopped->message();
  EXPECT_EQ(summary->messages.uploaded, kMessages);
  ASSERT_EQ(summary->attention_total, 1U);
  EXPECT_EQ(summary->attention[0].unique_name, "1000000000.M0.host");
}

bool is_of_sign_in(std::string_view command) {
  return command.starts_with("CAPABILITY") || command == "LOGIN" || command == "AUTHENTICATE" ||
         command == "ID";
}

TEST(CommandFaults, EveryCommandMayBeTheLast) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const std::string command :
         {"CAPABILITY#1", "CAPABILITY#2",
          profile == ProfileName::Exchange2007 ? "LOGIN" : "AUTHENTICATE", "LIST", "CREATE#1",
          "CREATE#2", "STATUS#1", "STATUS#2", "STATUS#3", "SUBSCRIBE", "SELECT", "UID STORE"}) {
      for (const std::string point : {"drop", "bye", "bare-line", "close-tls", "restart"}) {
        // Who cannot sign in at all is told so; everything after that is the run's own matter.
        scenarios.push_back({.profile = profile,
                             .faults = {point + "@" + command},
                             .runs = is_of_sign_in(command) ? 2 : 1});
      }
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

/// A CREATE that was carried out and whose answer was lost made a mailbox of ours all the same.
TEST(MailboxSetup, MailboxWhoseCreateLostItsAnswerIsOurs) {
  for (const std::string fault : {"drop@CREATE#2", "drop@STATUS#1", "bye@SUBSCRIBE"}) {
    const test::TemporaryMaildir tree(kTree);
    emulator::Options options = exchange(ProfileName::Exchange2016);
    options.faults = {emulator::parse_fault(fault).value()};
    const auto server = migrate::start_server(std::move(options));
    prepare(*server);
    migrate::Move move(tree, *server);
    const auto summary = move.run();
    ASSERT_TRUE(summary) << fault << summary.error().message();
    EXPECT_EQ(summary->mailboxes.created, 2U) << fault;
    auto journal = journal::Journal::open_for_reading(move.options.journal_path);
    ASSERT_TRUE(journal) << journal.error().message();
    std::size_t ours = 0;
    const std::vector<journal::MailboxRow> mailboxes = journal->mailboxes().value();
    for (const journal::MailboxRow& row : mailboxes) {
      ours += row.created ? 1U : 0U;
    }
    EXPECT_EQ(ours, 2U) << fault;
  }
}

/// Eleven names that the server does not take: it would hang up after the tenth.
TEST(MailboxSetup, RefusedMailboxesDoNotEndTheConnection) {
  std::string manifest = "maildir .\nmessage cur/1000000001.M1.host:2,S\n";
  std::vector<std::string> reserved;
  for (char name = 'a'; name <= 'k'; ++name) {
    manifest +=
        fmt::format("maildir .{0}{0}\nmessage .{0}{0}/cur/1000000002.M{0}.host:2,S\n", name);
    reserved.push_back(std::string(2, name));
  }
  const test::TemporaryMaildir tree(manifest);
  emulator::Options options = migrate::emulated(ProfileName::Exchange2016);
  options.profile.names.reserved = reserved;
  const auto server = migrate::start_server(std::move(options));
  migrate::Move move(tree, *server);
  const auto summary = move.run();
  ASSERT_TRUE(summary) << summary.error().message();
  EXPECT_EQ(summary->messages.uploaded, 1U);
  EXPECT_EQ(summary->attention_total, 11U);
  EXPECT_THAT(server->violations(), IsEmpty());
}

TEST(CommandFaults, LookAfterALossMayBeLostToo) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const std::string loss : {"drop-after-store#4", "drop-after-literal#5"}) {
      for (const std::string command : {"SELECT#1", "UID FETCH#1", "UID FETCH#2", "CAPABILITY#3"}) {
        for (const std::string point : {"drop", "bye", "bare-line", "restart"}) {
          scenarios.push_back({.profile = profile, .faults = {loss, point + "@" + command}});
        }
      }
    }
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

TEST(NewGeneration, NothingIsLostWhenMailboxesGetNewUids) {
  std::vector<Scenario> scenarios;
  for (const ProfileName profile : kProfiles) {
    for (const std::string command : {"APPEND#1", "APPEND#5", "APPEND#12", "STATUS#2", "LIST"}) {
      scenarios.push_back({.profile = profile, .faults = {"new-uidvalidity@" + command}});
    }
    scenarios.push_back(
        {.profile = profile, .faults = {"drop-after-store#4", "new-uidvalidity@UID FETCH"}});
  }
  EXPECT_THAT(visit(to_points(scenarios), kThreads), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
