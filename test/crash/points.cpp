#include "points.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <random>
#include <thread>

#include <fmt/format.h>

namespace mailhaul::crash {
namespace {

std::uint_fast32_t seed() {
  const char* given = std::getenv("MAILHAUL_SEED");
  return given == nullptr
             ? 0
             : static_cast<std::uint_fast32_t>(std::strtoul(given, nullptr, /*base=*/10));
}

std::string complaint_of(const Point& point) {
  try {
    return point.check();
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

std::vector<Point> choose(std::vector<Point> points, std::size_t limit) {
  if (std::getenv("MAILHAUL_LONG") != nullptr || points.size() <= limit) {
    return points;
  }
  std::mt19937 random(seed());
  fmt::print("{} of {} points, by seed\n", limit, points.size());
  std::vector<Point> chosen;
  std::sample(points.begin(), points.end(), std::back_inserter(chosen), limit, random);
  return chosen;
}

std::vector<std::string> visit(const std::vector<Point>& points, std::size_t threads) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::vector<std::string> complaints;
  const auto work = [&] {
    for (std::size_t i = next++; i < points.size(); i = next++) {
      if (const std::string complaint = complaint_of(points[i]); !complaint.empty()) {
        const std::lock_guard lock(mutex);
        complaints.push_back(fmt::format("{}: {}", points[i].name, complaint));
      }
    }
  };
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < std::min(threads, points.size()); ++i) {
    workers.emplace_back(work);
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  std::ranges::sort(complaints);
  fmt::print("{} points, {} of them fail\n", points.size(), complaints.size());
  return complaints;
}

}  // namespace mailhaul::crash
