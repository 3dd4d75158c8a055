/// The power goes, or the disk is full, while a later run follows its source, or while a move is
/// taken back.
#include "journal/database.hpp"
#include "mailbox_snapshot.hpp"
#include "points.hpp"
#include "power_scene.hpp"

#include <functional>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/types.hpp>
#include <mailhaul/migrate/rollback.hpp>

namespace mailhaul::crash {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
/// Of each profile and trouble.
constexpr std::size_t kPointsInTheGate = 20;

/// What comes after a complete upload.
class Later {
 public:
  explicit Later(const Party& party) : scene(party), before_(describe_account(*scene.server)) {
    const std::string complaint =
        complete(scene.move, *scene.server, scene.tree, scene.expectation());
    if (!complaint.empty()) {
      throw std::runtime_error("the upload: " + complaint);
    }
    uploaded = scene.disk.operations();
  }

  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;
  Later(Later&&) = delete;
  Later& operator=(Later&&) = delete;
  virtual ~Later() = default;

  /// Why it stopped, if it did.
  virtual std::optional<Error> run() = 0;
  /// Run after run until it is done; what is wrong then.
  virtual std::string finish() = 0;

  PowerScene scene;
  std::size_t uploaded = 0;  ///< operations of the disk by then

 protected:
  std::vector<std::string> before_;
};

class DeltaPass final : public Later {
 public:
  explicit DeltaPass(const Party& party) : Later(party) {
    test::TemporaryMaildir& tree = scene.tree;
    tree.rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,RS");
    tree.rename("cur/1200000003.M3.host:2,FS", ".Work.Plans/cur/1200000003.M3.host:2,FS");
    tree.rename(".Sent/cur/1400000008.M8.host:2,S", "cur/1400000008.M8.host:2,RS");
    tree.add("message new/1650000013.M13.host mtime=1650000013");
  }

  std::optional<Error> run() override {
    const auto summary = scene.move.run();
    return summary ? summary->stopped : std::optional(summary.error());
  }

  std::string finish() override {
    return complete(scene.move, *scene.server, scene.tree, scene.expectation());
  }
};

class TakenBack final : public Later {
 public:
  using Later::Later;

  std::optional<Error> run() override {
    migrate::RecordingObserver observer;
    const auto summary = migrate::rollback({.server = scene.move.options.server,
                                            .sign_in = scene.move.options.sign_in,
                                            .journal_path = scene.move.options.journal_path,
                                            .settle_after = std::chrono::seconds(0)},
                                           observer, {});
    return summary ? summary->stopped : std::optional(summary.error());
  }

  std::string finish() override {
    if (const std::optional<Error> stopped = run()) {
      return "not done: " + stopped->message();
    }
    const std::vector<std::string> after = describe_account(*scene.server);
    return after == before_ ? "" : fmt::format("left: {}", fmt::join(after, "\n"));
  }
};

using MakeLater = std::function<std::unique_ptr<Later>(const Party&)>;

template <typename Kind>
std::unique_ptr<Later> make(const Party& party) {
  return std::make_unique<Kind>(party);
}

std::string lose_power_at(Later& later, std::size_t operation, Unsynced unsynced) {
  PowerScene& scene = later.scene;
  scene.disk.fail_at(operation, DiskTrouble::PowerLoss);
  static_cast<void>(later.run());
  await_quiet(*scene.server);
  const test::TempDir after;
  write_image(
      scene.disk.image(scene.disk.operations(), unsynced, static_cast<std::uint32_t>(operation)),
      after.path().string());
  scene.move.options.journal_path = after / "journal.db";
  return later.finish();
}

std::string fill_disk_at(Later& later, std::size_t operation) {
  later.scene.disk.fail_at(operation, DiskTrouble::Full);
  if (const std::optional<Error> stopped = later.run();
      stopped && (stopped->kind != ErrorKind::Journal || stopped->hint.empty())) {
    return "stopped by: " + stopped->message();
  }
  await_quiet(*later.scene.server);
  later.scene.disk.fail_at(std::string::npos, DiskTrouble::Full);
  return later.finish();
}

struct Case {
  std::string name;
  MakeLater make_later;
  Party party;
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Party& party : parties_that_move_messages()) {
    all.push_back({"Delta_" + party_title(party), make<DeltaPass>, party});
    all.push_back({"Rollback_" + party_title(party), make<TakenBack>, party});
  }
  std::ranges::for_each(all, [](Case& each) { std::ranges::replace(each.name, '-', '_'); });
  return all;
}

class PowerLater : public ::testing::TestWithParam<Case> {
 protected:
  using Check = std::function<std::string(Later&, std::size_t)>;

  static void break_everywhere(const Check& check) {
    const Case& each = GetParam();
    const auto whole = each.make_later(each.party);
    const std::size_t begin = whole->uploaded;
    ASSERT_EQ(whole->finish(), "");
    const std::size_t end = whole->scene.disk.operations();
    ASSERT_GT(end, begin + 10);
    std::vector<Point> points;
    for (std::size_t at = begin; at < end; ++at) {
      points.push_back(
          {.name = fmt::format("operation {} of {}", at - begin, end - begin), .check = [=] {
             const auto later = each.make_later(each.party);
             return check(*later, later->uploaded + at - begin);
           }});
    }
    EXPECT_THAT(visit(choose(std::move(points), kPointsInTheGate), kThreads), IsEmpty());
  }
};

TEST_P(PowerLater, LossAtAnyOperationLosesAndDoublesNothing) {
  break_everywhere([](Later& later, std::size_t at) {
    return lose_power_at(later, at, at % 2 == 0 ? Unsynced::Lost : Unsynced::Torn);
  });
}

TEST_P(PowerLater, FullDiskStopsTheRunAndTheNextCompletesIt) {
  break_everywhere(fill_disk_at);
}

INSTANTIATE_TEST_SUITE_P(Runs, PowerLater, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

/// How many rows of a journal a query finds.
std::int64_t count_rows(const DiskImage& image, const char* query) {
  const test::TempDir place;
  write_image(image, place.path().string());
  auto database = journal::Database::open(place / "journal.db", journal::OpenMode::ReadWrite);
  const auto count =
      database ? database->integer(query) : Result<std::int64_t>(fail(database.error()));
  return count ? *count : -1;
}

class LaterOrder : public ::testing::TestWithParam<Party> {
 protected:
  /// What is durable when the first octet of the line that holds `words` leaves; -1: it never did.
  static std::int64_t durable_before(const Conversation& sent, const Later& later,
                                     const std::string& words, const char* query) {
    const std::size_t at = sent.octets().find(words);
    if (at == std::string::npos) {
      return -1;
    }
    const std::size_t first_octet = sent.octets().rfind('\n', at) + 1;
    return count_rows(later.scene.disk.image(sent.operations_before(first_octet), Unsynced::Lost),
                      query);
  }
};

TEST_P(LaterOrder, NoMessageIsMovedBeforeThatIsSynced) {
  DeltaPass later(GetParam());
  const Conversation sent(later.scene);
  ASSERT_EQ(later.finish(), "");
  const bool has_move = sent.octets().find(" UID MOVE ") != std::string::npos;
  EXPECT_GE(durable_before(sent, later, has_move ? " UID MOVE " : " UID COPY ",
                           "SELECT count(*) FROM relocation WHERE uid_next IS NOT NULL"),
            1);
}

TEST_P(LaterOrder, NoMessageIsMarkedForRemovalBeforeThatIsSynced) {
  TakenBack later(GetParam());
  const Conversation sent(later.scene);
  ASSERT_EQ(later.finish(), "");
  EXPECT_GE(
      durable_before(sent, later, "(\\Deleted)", "SELECT count(*) FROM message WHERE state = 5"),
      3);
}

INSTANTIATE_TEST_SUITE_P(Profiles, LaterOrder, ::testing::ValuesIn(parties_in_the_clear()),
                         [](const auto& each) { return party_title(each.param); });

}  // namespace
}  // namespace mailhaul::crash
