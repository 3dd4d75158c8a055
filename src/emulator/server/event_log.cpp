#include "emulator/server/event_log.hpp"

#include <algorithm>

namespace mailhaul::emulator {

Result<std::unique_ptr<EventLog>> EventLog::open(const std::filesystem::path& path, bool keep) {
  std::ofstream file;
  if (!path.empty()) {
    file.open(path, std::ios::binary | std::ios::app);
    if (!file) {
      return fail(ErrorKind::FileSystem, "the events cannot be written", path.string());
    }
  }
  return std::make_unique<EventLog>(std::move(file), keep);
}

void EventLog::record(Event event) {
  const std::lock_guard lock(mutex_);
  tally(event);
  if (file_.is_open()) {
    file_ << to_json(event) << '\n' << std::flush;
  }
  if (keep_) {
    events_.push_back(std::move(event));
  }
}

void EventLog::tally(const Event& event) {
  switch (event.kind) {
    case EventKind::Command:
      ++conduct_.commands;
      conduct_.commands_after_desync += event.field("after_desync").empty() ? 0U : 1U;
      break;
    case EventKind::Refusal: {
      const std::uint64_t count = ++failures_[event.connection];
      conduct_.most_failures_on_a_connection =
          std::max(conduct_.most_failures_on_a_connection, count);
      break;
    }
    case EventKind::Close:
      failures_.erase(event.connection);
      break;
    case EventKind::Append:
      ++conduct_.appends;
      break;
    case EventKind::Misfiled:
      ++conduct_.misfiled;
      break;
    case EventKind::Keyword:
      ++conduct_.keywords;
      break;
    case EventKind::FlaggedAppend:
      ++conduct_.flagged_appends;
      break;
    case EventKind::LargeNonSync:
      ++conduct_.large_non_sync_literals;
      break;
    case EventKind::Desync:
      ++conduct_.desyncs;
      break;
    case EventKind::Examine:
      ++conduct_.examines;
      break;
    case EventKind::Enable:
      ++conduct_.enables;
      break;
    case EventKind::ExtendedList:
      ++conduct_.extended_lists;
      break;
    case EventKind::EarlyReturn:
      ++conduct_.early_returns;
      break;
    case EventKind::NamedProperties:
      conduct_.named_property_refusals += event.field("id") == "9667" ? 1U : 0U;
      break;
    case EventKind::LoginWithoutCapability:
      ++conduct_.logins_without_capability;
      break;
    default:
      break;
  }
}

void EventLog::saw_line(std::uint64_t octets) {
  const std::lock_guard lock(mutex_);
  conduct_.longest_line = std::max(conduct_.longest_line, octets);
}

void EventLog::saw_connections(std::uint64_t open) {
  const std::lock_guard lock(mutex_);
  conduct_.most_connections_at_once = std::max(conduct_.most_connections_at_once, open);
}

void EventLog::saw_named_properties(std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  conduct_.named_properties = std::max(conduct_.named_properties, count);
}

std::vector<Event> EventLog::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

Conduct EventLog::conduct() const {
  const std::lock_guard lock(mutex_);
  return conduct_;
}

}  // namespace mailhaul::emulator
