/// Which points of a matrix are visited, and by how many threads: most of a point's time is spent
/// waiting.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace mailhaul::crash {

/// One way to break a move. `check` gives what is wrong afterwards; empty: nothing.
struct Point {
  std::string name;
  std::function<std::string()> check;
};

/// All of them if MAILHAUL_LONG is set, else at most `limit`, spread over the whole and chosen by
/// MAILHAUL_SEED (a number; 0 if it is not set).
std::vector<Point> choose(std::vector<Point> points, std::size_t limit);

/// Visits every point and prints their number. Each complaint begins with the name of its point.
std::vector<std::string> visit(const std::vector<Point>& points, std::size_t threads);

}  // namespace mailhaul::crash
