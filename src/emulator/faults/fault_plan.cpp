#include "emulator/faults/fault_plan.hpp"

namespace mailhaul::emulator {

void FaultPlan::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void FaultPlan::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::optional<Fault> FaultPlan::next(std::string_view command) {
  const std::lock_guard lock(mutex_);
  ++commands_;
  const std::uint64_t of_this = ++occurrences_[std::string(command)];
  for (const Fault& fault : faults_) {
    const bool any = fault.command == "*";
    const std::uint64_t number = any ? commands_ : of_this;
    if ((any || fault.command == command) && number >= fault.first && number <= fault.last &&
        (number - fault.first) % fault.every == 0) {
      return fault;
    }
  }
  return std::nullopt;
}

}  // namespace mailhaul::emulator
