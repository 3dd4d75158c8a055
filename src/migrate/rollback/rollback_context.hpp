/// What the stages of one rollback share.
#pragma once

#include "migrate/locate/places.hpp"

#include <string>
#include <string_view>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/migrate/observer.hpp>
#include <mailhaul/migrate/rollback.hpp>
#include <mailhaul/target/profile.hpp>

namespace mailhaul::migrate {

struct RollbackContext {
  const RollbackOptions& options;
  Observer& observer;
  StopSignal stop;
  journal::Journal& journal;
  RollbackSummary& summary;
  target::Profile profile;
  Places places;
  Progress progress = {};

  [[nodiscard]] bool stop_requested() const {
    return stop.requested != nullptr && stop.requested->load();
  }

  [[nodiscard]] MailboxRollback& totals_of(const std::string& mailbox);

  /// One message's outcome: counted, shown, and listed where it needs attention.
  void removed(const journal::MessageRow& row);
  void already_gone(const journal::MessageRow& row);
  void kept_read(const journal::MessageRow& row);
  void kept_changed(const journal::MessageRow& row, std::string_view text);
  void kept_by_server(const journal::MessageRow& row);
  void unknown(const journal::MessageRow& row, std::string_view text);

  void add_attention(Attention attention);

 private:
  void report(const journal::MessageRow& row, Outcome outcome, std::string_view kind = {},
              std::string_view text = {});
};

}  // namespace mailhaul::migrate
