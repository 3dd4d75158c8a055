/// The program is ended by SIGKILL at each write, sync, send and receive of its run, and run again.
#include "crash_move.hpp"
#include "points.hpp"
#include "support/child_process.hpp"

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 16;
constexpr int kKilled = 128 + 9;

/// A tree, a server and a directory for the journal.
struct Scene {
  explicit Scene(ProfileName profile) : server(migrate::start_server(exchange(profile))) {
    prepare(*server);
  }

  test::TemporaryMaildir tree{kTree};
  test::TempDir state;
  std::unique_ptr<emulator::Server> server;
};

test::Program upload_program(const Scene& scene) {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM, "upload",    "--host",
                       "127.0.0.1",      "--port",    std::to_string(scene.server->port()),
                       "--tls",          "none",      "--user",
                       "demo",           "--journal", scene.state / "journal.db",
                       "--settle-after", "1",         "--accept-server-dates",
                       "--quiet",        "--read-as", "owner",
                       scene.tree.path()};
  program.environment = {{"MAILHAUL_PASSWORD", "demo"}};
  return program;
}

test::Program with_shim(test::Program program,
                        std::vector<std::pair<std::string, std::string>> words) {
  program.environment.emplace_back("LD_PRELOAD", MAILHAUL_KILL_SHIM);
  program.environment.emplace_back("ASAN_OPTIONS", "verify_asan_link_order=0");
  program.environment.insert(program.environment.end(), words.begin(), words.end());
  return program;
}

/// What the kernel still delivers is dealt with when the last connection is closed.
void await_quiet(const emulator::Server& server) {
  for (;;) {
    std::ptrdiff_t open = 0;
    for (const emulator::Event& event : server.events()) {
      open += event.kind == emulator::EventKind::Connect ? 1 : 0;
      open -= event.kind == emulator::EventKind::Close ? 1 : 0;
    }
    if (open == 0) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

/// System calls of a run that nobody disturbs.
unsigned long count_calls(ProfileName profile) {
  const Scene scene(profile);
  const test::Ending ending =
      test::run(with_shim(upload_program(scene), {{"MAILHAUL_KILL_COUNT", scene.state / "count"}}));
  EXPECT_EQ(ending.status, 0) << ending.errors;
  unsigned long count = 0;
  std::ifstream(scene.state / "count") >> count;
  return count;
}

std::string kill_and_complete(ProfileName profile, unsigned long at, const std::string& how) {
  const Scene scene(profile);
  const test::Ending killed =
      test::run(with_shim(upload_program(scene),
                          {{"MAILHAUL_KILL_AT", std::to_string(at)}, {"MAILHAUL_KILL_HOW", how}}));
  // The number of calls varies a little from run to run, so the last ones may not come.
  if (killed.status != kKilled && killed.status != 0) {
    return fmt::format("it ended with {} instead: {}", killed.status, killed.errors);
  }
  await_quiet(*scene.server);
  const test::Ending again = test::run(upload_program(scene));
  if (again.status != 0) {
    return fmt::format("the second run ended with {}: {}", again.status, again.errors);
  }
  return compare(*scene.server, scene.tree, {});
}

TEST(Kill, EveryMessageArrivesOnceWhereverTheProgramIsEnded) {
  std::vector<Point> points;
  for (const ProfileName profile : {ProfileName::Exchange2007, ProfileName::Exchange2016}) {
    const unsigned long calls = count_calls(profile);
    ASSERT_GT(calls, 60U);
    for (unsigned long at = 1; at <= calls; ++at) {
      for (const std::string how : {"before", "inside", "after"}) {
        points.push_back({.name = fmt::format("{} {} call {} of {}", emulator::to_string(profile),
                                              how, at, calls),
                          .check = [=] { return kill_and_complete(profile, at, how); }});
      }
    }
  }
  EXPECT_THAT(visit(choose(std::move(points), 400), kThreads), IsEmpty());
}

}  // namespace
}  // namespace mailhaul::crash
