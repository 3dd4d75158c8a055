/// What the stages of one verification share.
#pragma once

#include "migrate/locate/places.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/verify.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

struct VerifyContext {
  const VerifyOptions& options;
  Observer& observer;
  StopSignal stop;
  journal::Journal& journal;
  VerifySummary& summary;
  target::Profile profile = target::Profile::Imap;
  Places places;
  Progress progress = {};
  /// The rows that were reported as missing.
  std::unordered_set<journal::MessageId> missing = {};

  [[nodiscard]] bool stop_requested() const {
    return stop.requested != nullptr && stop.requested->load();
  }

  /// Whether the target keeps the dates it is given, so that others are a difference.
  [[nodiscard]] bool dates_count() const;

  /// The counts of one mailbox.
  [[nodiscard]] VerifyCounts& counts_of(const std::string& mailbox);

  /// Shown, and listed: as needing attention, or among the differences.
  void report(const MessageReport& message);
  /// The same for a row of the journal.
  void report(const journal::MessageRow& row, Outcome outcome, std::string_view kind,
              std::string_view text);
};

}  // namespace mailhaul::migrate
