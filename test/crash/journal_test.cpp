/// Journals that are damaged, busy or cannot be written: the run that finds one sends nothing that
/// is there already, and says what to do.
#include "emulated_scene.hpp"
#include "mailbox_snapshot.hpp"
#include "points.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/mount.h>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
constexpr std::size_t kPage = 4096;

std::string read(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const std::string& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

/// A move of which a part is done, with its journal closed.
struct HalfDone {
  HalfDone() {
    prepare(*server);
    std::atomic<bool> stop = false;
    int stored = 0;
    move.observer.on_message = [&](const migrate::RecordedMessage&) { stop = ++stored >= 4; };
    const auto summary = move.run({.requested = &stop});
    if (!summary || !summary->stopped || summary->messages.uploaded < 4) {
      throw std::runtime_error("the first run was to end in its midst");
    }
    move.observer.on_message = nullptr;
    sound = read(move.options.journal_path);
  }

  test::TemporaryMaildir tree{kTree};
  std::unique_ptr<emulator::Server> server =
      migrate::start_server(migrate::emulated(emulator::ProfileName::Exchange2016));
  migrate::Move move{tree, *server};
  std::string sound;
};

/// Whether some message is on the server more often than in the tree; flags and what is missing are
/// for the next run.
bool is_doubled(const HalfDone& scene) {
  for (const auto& [folder, mailbox] :
       {std::pair{"", "INBOX"}, {".Sent", "Sent Items"}, {".Work.Plans", "Work/Plans"}}) {
    std::vector<std::string> present = migrate::stored_in(*scene.server, mailbox);
    std::erase_if(present, [](const std::string& form) {
      return form.find("I was here before.") != std::string::npos;
    });
    if (!std::ranges::includes(migrate::wire_forms(scene.tree, folder), present)) {
      return true;
    }
  }
  return false;
}

/// Either the damage is noticed, and the run says what to do, or it does not matter.
std::string run_with_journal(const std::string& damaged) {
  HalfDone scene;
  write(scene.move.options.journal_path, damaged);
  const auto summary = scene.move.run();
  if (is_doubled(scene)) {
    return "a message is doubled";
  }
  if (summary && !summary->stopped) {
    return compare(*scene.server, scene.tree, {});
  }
  const Error& error = summary ? *summary->stopped : summary.error();
  if (error.kind != ErrorKind::Journal || error.hint.empty()) {
    return "stopped by: " + error.message();
  }
  // The way out that the hint names: a sound copy.
  write(scene.move.options.journal_path, scene.sound);
  return complete(scene.move, *scene.server, scene.tree, {.may_be_undecided = true});
}

TEST(TornJournal, PageOfZerosIsNoticedOrDoesNotMatter) {
  const std::string sound = HalfDone().sound;
  std::vector<Point> points;
  for (std::size_t at = 0; at < sound.size(); at += kPage) {
    std::string damaged = sound;
    damaged.replace(at, kPage, kPage, '\0');
    points.push_back({.name = fmt::format("page {}", at / kPage + 1),
                      .check = [damaged] { return run_with_journal(damaged); }});
  }
  ASSERT_GT(points.size(), 5U);
  EXPECT_THAT(visit(points, kThreads), IsEmpty());
}

TEST(TornJournal, TruncatedFileIsNoticed) {
  const std::string sound = HalfDone().sound;
  std::vector<Point> points;
  // SQLite takes a file of one octet for an empty one, which is a journal that was never begun.
  for (std::size_t length = 2; length < sound.size(); length += kPage / 4 + 1) {
    points.push_back(
        {.name = fmt::format("{} of {} octets", length, sound.size()),
         .check = [damaged = sound.substr(0, length)] { return run_with_journal(damaged); }});
  }
  EXPECT_THAT(visit(points, kThreads), IsEmpty());
}

TEST(BusyJournal, SecondRunIsRefusedAndHarmsNothing) {
  EmulatedScene scene({.name = "exchange2016"});
  migrate::Move first(scene.tree(), scene.server());
  first.options.journal_path = scene.journal();
  std::vector<int> statuses;
  std::string errors;
  first.observer.on_message = [&](const migrate::RecordedMessage&) {
    const test::Ending second = test::run(scene.program());
    statuses.push_back(second.status);
    errors = second.errors;
  };
  EXPECT_EQ(complete(first, scene.server(), scene.tree(), {.runs = 1}), "");
  EXPECT_EQ(statuses, std::vector<int>(kMessages, 75));
  EXPECT_THAT(errors, HasSubstr(fmt::format("process {}", ::getpid())));
}

/// In which the journal lies on a disk that was mounted read-only.
test::Program on_read_only_disk(const EmulatedScene& scene, test::Program program) {
  const std::string directory = std::filesystem::path(scene.journal()).parent_path();
  program.namespaces = CLONE_NEWNS;
  program.before_exec = [directory] {
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount(directory.c_str(), directory.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
           ::mount("none", directory.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) ==
               0;
  };
  return program;
}

TEST(ReadOnlyJournal, NothingIsSent) {
  EmulatedScene scene({.name = "exchange2016"});
  test::Program dry = scene.program();
  dry.arguments.insert(dry.arguments.begin() + 2, "--exclude=**");
  ASSERT_EQ(test::run(dry).status, 0);
  const test::Ending ending = test::run(on_read_only_disk(scene, scene.program()));
  EXPECT_EQ(ending.status, 73) << ending.errors;
  EXPECT_THAT(ending.errors, HasSubstr("--journal"));
  EXPECT_EQ(scene.server().conduct().appends, 0U);
  const test::Ending again = test::run(scene.program());
  EXPECT_EQ(again.status, 0) << again.errors;
  EXPECT_EQ(scene.complaint(), "");
}

/// A move that is complete, and whatever comes after it.
class UploadedScene final : public EmulatedScene {
 public:
  UploadedScene() : EmulatedScene({.name = "exchange2016"}) {
    if (const test::Ending first = test::run(program()); first.status != 0) {
      throw std::runtime_error("the upload: " + first.errors);
    }
    tree().rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,RS");
    tree().rename("cur/1200000003.M3.host:2,FS", ".Work.Plans/cur/1200000003.M3.host:2,FS");
  }

  [[nodiscard]] test::Program of(const std::string& name) const {
    return name == "upload" ? program() : command(name, {"--settle-after", "1"});
  }
};

TEST(ReadOnlyJournal, NothingIsMovedOrTakenBack) {
  for (const std::string command : {"upload", "rollback"}) {
    SCOPED_TRACE(command);
    UploadedScene scene;
    const std::vector<std::string> before = describe_account(scene.server());
    const test::Ending ending = test::run(on_read_only_disk(scene, scene.of(command)));
    EXPECT_EQ(ending.status, 73) << ending.errors;
    EXPECT_THAT(ending.errors, HasSubstr("--journal"));
    EXPECT_EQ(describe_account(scene.server()), before);
    EXPECT_EQ(test::run(scene.of(command)).status, 0);
    EXPECT_NE(describe_account(scene.server()), before);
  }
}

}  // namespace
}  // namespace mailhaul::crash
