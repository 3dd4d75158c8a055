/// Which fault, if any, meets a command. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/emulator/fault.hpp>

namespace mailhaul::emulator {

class FaultPlan {
 public:
  explicit FaultPlan(std::vector<Fault> faults) : faults_(std::move(faults)) {}

  void add(Fault fault);
  void clear();

  /// Counts the command and returns the first fault that is placed on this occurrence.
  std::optional<Fault> next(std::string_view command);

 private:
  std::mutex mutex_;
  std::vector<Fault> faults_;
  std::map<std::string, std::uint64_t, std::less<>> occurrences_;
  std::uint64_t commands_ = 0;
};

}  // namespace mailhaul::emulator
