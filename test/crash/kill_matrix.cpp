#include "kill_matrix.hpp"

#include "support/temp_dir.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace mailhaul::crash {
namespace {

constexpr int kKilled = 128 + 9;
constexpr std::chrono::seconds kPatience{120};

using Environment = std::vector<std::pair<std::string, std::string>>;

test::Program with_shim(test::Program program, const Environment& words) {
  program.environment.emplace_back("LD_PRELOAD", MAILHAUL_KILL_SHIM);
  program.environment.emplace_back("ASAN_OPTIONS", "verify_asan_link_order=0");
  program.environment.insert(program.environment.end(), words.begin(), words.end());
  return program;
}

std::string run_and_look(Scene& scene, const test::Program& program) {
  const test::Ending ending = test::run(program, kPatience);
  return ending.status == 0
             ? scene.complaint()
             : fmt::format("exit {}: {}{}", ending.status, ending.errors, ending.output);
}

/// System calls of a run that nobody disturbs.
unsigned long count_calls(const std::string& name, const MakeScene& make_scene) {
  const test::TempDir place;
  const auto scene = make_scene();
  const std::string complaint =
      run_and_look(*scene, with_shim(scene->program(), {{"MAILHAUL_KILL_COUNT", place / "count"}}));
  unsigned long count = 0;
  std::ifstream(place / "count") >> count;
  if (!complaint.empty() || count == 0) {
    throw std::runtime_error(fmt::format("{} undisturbed: {}", name, complaint));
  }
  return count;
}

std::string kill_and_complete(const MakeScene& make_scene, unsigned long at,
                              const std::string& how) {
  const auto scene = make_scene();
  const test::Ending killed =
      test::run(with_shim(scene->program(),
                          {{"MAILHAUL_KILL_AT", std::to_string(at)}, {"MAILHAUL_KILL_HOW", how}}),
                kPatience);
  // The number of calls varies a little from run to run, so the last ones may not come.
  if (killed.status != kKilled && killed.status != 0) {
    return fmt::format("it ended with {} instead: {}", killed.status, killed.errors);
  }
  scene->await_quiet();
  return run_and_look(*scene, scene->program());
}

}  // namespace

std::vector<Point> kill_points(const std::string& name, const MakeScene& make_scene) {
  std::vector<Point> points;
  const unsigned long calls = count_calls(name, make_scene);
  for (unsigned long at = 1; at <= calls; ++at) {
    for (const std::string how : {"before", "inside", "after"}) {
      points.push_back({.name = fmt::format("{} {} call {} of {}", name, how, at, calls),
                        .check = [=] { return kill_and_complete(make_scene, at, how); }});
    }
  }
  return points;
}

}  // namespace mailhaul::crash
