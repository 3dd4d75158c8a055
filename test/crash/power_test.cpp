/// The power goes while the journal is written: what was sent is in it, and a run that finds only
/// what was synced completes the move.
#include "expected_messages.hpp"
#include "journal/database.hpp"
#include "points.hpp"
#include "power_scene.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::crash {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
/// Of each profile and trouble.
constexpr std::size_t kPointsInTheGate = 100;

/// How often each fingerprint may be on its way or on the server, as a journal says.
std::map<std::string, int> journalled(const DiskImage& image) {
  std::map<std::string, int> counts;
  if (!image.contains("journal.db") || image.at("journal.db").empty()) {
    return counts;
  }
  const test::TempDir place;
  write_image(image, place.path().string());
  auto database = journal::Database::open(place / "journal.db", journal::OpenMode::ReadWrite);
  auto rows = database ? database->prepare("SELECT fingerprint FROM message WHERE state <> 0")
                       : Result<journal::Statement>(fail(database.error()));
  if (!rows) {
    return counts;
  }
  for (auto found = rows->step(); found && *found; found = rows->step()) {
    ++counts[std::string(rows->blob(0))];
  }
  return counts;
}

std::string fingerprint_of(const std::string& wire_form) {
  message::Fingerprinter fingerprinter;
  fingerprinter.update(wire_form);
  return std::string(fingerprinter.finish().bytes());
}

/// Wire forms of the messages of a tree; equal ones once.
std::set<std::string> distinct_messages(const test::TemporaryMaildir& tree) {
  std::set<std::string> forms;
  for (const std::string folder : {"", ".Sent", ".Work.Plans"}) {
    for (const MessageFile& file : message_files(tree, folder)) {
      forms.insert(file.wire_form);
    }
  }
  return forms;
}

class Order : public ::testing::TestWithParam<Party> {};

TEST_P(Order, NoOctetOfAnAppendLeavesBeforeItsIntentIsSynced) {
  PowerScene scene(GetParam());
  Conversation sent(scene);
  ASSERT_EQ(complete(scene.move, *scene.server, scene.tree, scene.expectation()), "");

  int appends = 0;
  for (const std::string& message : distinct_messages(scene.tree)) {
    const std::string fingerprint = fingerprint_of(message);
    int sent_so_far = 0;
    for (std::size_t at = sent.octets().find(message); at != std::string::npos;
         at = sent.octets().find(message, at + 1)) {
      const std::size_t command = sent.octets().rfind(" APPEND ", at);
      const std::size_t first_octet = sent.octets().rfind('\n', command) + 1;
      auto durable =
          journalled(scene.disk.image(sent.operations_before(first_octet), Unsynced::Lost));
      EXPECT_GE(durable[fingerprint], ++sent_so_far) << message.substr(0, 200);
      ++appends;
    }
  }
  EXPECT_EQ(appends, static_cast<int>(kMessages));
}

INSTANTIATE_TEST_SUITE_P(Profiles, Order, ::testing::ValuesIn(parties_in_the_clear()),
                         [](const auto& each) { return party_title(each.param); });

/// The first run meets the trouble; what it leaves is found by the next.
std::string lose_power_at(const Party& party, std::size_t operation, Unsynced unsynced) {
  PowerScene scene(party);
  scene.disk.fail_at(operation, DiskTrouble::PowerLoss);
  static_cast<void>(scene.move.run());
  await_quiet(*scene.server);
  const test::TempDir after;
  const auto seed = static_cast<std::uint32_t>(operation);
  write_image(scene.disk.image(scene.disk.operations(), unsynced, seed), after.path().string());
  scene.move.options.journal_path = after / "journal.db";
  return complete(scene.move, *scene.server, scene.tree, scene.expectation());
}

std::string fill_disk_at(const Party& party, std::size_t operation) {
  PowerScene scene(party);
  scene.disk.fail_at(operation, DiskTrouble::Full);
  const auto summary = scene.move.run();
  const bool has_stopped = !summary || summary->stopped;
  if (has_stopped) {
    const Error& error = summary ? *summary->stopped : summary.error();
    if (error.kind != ErrorKind::Journal || error.hint.empty()) {
      return "stopped by: " + error.message();
    }
  }
  await_quiet(*scene.server);
  scene.disk.fail_at(std::string::npos, DiskTrouble::Full);
  return complete(scene.move, *scene.server, scene.tree, scene.expectation());
}

std::size_t operations_of(const Party& party) {
  PowerScene scene(party);
  EXPECT_EQ(complete(scene.move, *scene.server, scene.tree, scene.expectation()), "");
  EXPECT_GT(scene.disk.operations(), 50U);
  return scene.disk.operations();
}

class Power : public ::testing::TestWithParam<Party> {};

TEST_P(Power, LossAtAnyOperationLosesAndDoublesNothing) {
  std::vector<Point> points;
  const std::size_t operations = operations_of(GetParam());
  for (std::size_t at = 0; at < operations; ++at) {
    for (const Unsynced unsynced : {Unsynced::Lost, Unsynced::Torn}) {
      points.push_back(
          {.name = fmt::format("operation {} of {}, unsynced writes {}", at, operations,
                               unsynced == Unsynced::Lost ? "lost" : "torn"),
           .check = [=, party = GetParam()] { return lose_power_at(party, at, unsynced); }});
    }
  }
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

TEST_P(Power, FullDiskStopsTheRunAndTheNextCompletesIt) {
  std::vector<Point> points;
  const std::size_t operations = operations_of(GetParam());
  for (std::size_t at = 0; at < operations; ++at) {
    points.push_back({.name = fmt::format("full at operation {} of {}", at, operations),
                      .check = [=, party = GetParam()] { return fill_disk_at(party, at); }});
  }
  EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Profiles, Power, ::testing::ValuesIn(parties()),
                         [](const auto& each) { return party_title(each.param); });

}  // namespace
}  // namespace mailhaul::crash
