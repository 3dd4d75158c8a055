/// Collects events: in memory, in a file of JSON lines, and as running totals. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/emulator/event.hpp>

namespace mailhaul::emulator {

class EventLog {
 public:
  /// An empty path writes no file.
  static Result<std::unique_ptr<EventLog>> open(const std::filesystem::path& path, bool keep);

  EventLog(std::ofstream file, bool keep) : file_(std::move(file)), keep_(keep) {}

  void record(Event event);

  /// A line of this many octets was read, in a command or a literal.
  void saw_line(std::uint64_t octets);
  /// How many connections are open now.
  void saw_connections(std::uint64_t open);
  /// How many names the fullest table of named properties holds.
  void saw_named_properties(std::uint64_t count);

  [[nodiscard]] std::vector<Event> events() const;
  [[nodiscard]] Conduct conduct() const;

 private:
  void tally(const Event& event);

  mutable std::mutex mutex_;
  std::ofstream file_;
  bool keep_;
  std::vector<Event> events_;
  Conduct conduct_;
  std::map<std::uint64_t, std::uint64_t> failures_;
};

}  // namespace mailhaul::emulator
