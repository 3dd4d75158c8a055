/// Ends the built program with SIGKILL at one exact system call, runs it again, and asks what is
/// wrong then.
#pragma once

#include "points.hpp"
#include "support/child_process.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mailhaul::crash {

/// A place in which one run can be broken: a tree, a server and a journal of its own.
class Scene {
 public:
  Scene() = default;
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  Scene(Scene&&) = delete;
  Scene& operator=(Scene&&) = delete;
  virtual ~Scene() = default;

  /// The run that is ended, and that is repeated as it is afterwards.
  [[nodiscard]] virtual test::Program program() const = 0;

  /// Returns when the server has dealt with everything that the killed run sent, since what the
  /// kernel still delivers must not be taken for what a server stores late.
  virtual void await_quiet() = 0;

  /// What is lost, doubled or changed after the repetition; empty: nothing.
  [[nodiscard]] virtual std::string complaint() = 0;
};

using MakeScene = std::function<std::unique_ptr<Scene>()>;

/// Three points (before, inside, after) for each system call that the program makes in a scene
/// that nobody disturbs. Throws std::runtime_error if that run fails or leaves a complaint.
std::vector<Point> kill_points(const std::string& name, const MakeScene& make_scene);

}  // namespace mailhaul::crash
