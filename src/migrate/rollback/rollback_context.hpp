/// What the stages of one rollback share.
#pragma once

#include "migrate/locate/places.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

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
  /// Rows that stay as they are in the journal although their outcome was told: later passes over
  /// their mailbox leave them out. Some 50 octets for each message that is kept.
  std::unordered_set<journal::MessageId> settled = {};
  /// Mailboxes that we made and that stay.
  std::unordered_set<journal::MailboxId> kept_mailboxes = {};
  /// Mailboxes that were listed because the server lets nothing be removed from them.
  std::unordered_set<journal::MailboxId> refused = {};

  [[nodiscard]] bool stop_requested() const {
    return stop.requested != nullptr && stop.requested->load();
  }

  [[nodiscard]] MailboxRollback& totals_of(const std::string& mailbox);

  [[nodiscard]] bool is_settled(const journal::MessageRow& row) const {
    return settled.contains(row.id);
  }

  /// One message's outcome: counted, shown, and listed where it needs attention. That of a row that
  /// is settled is told once.
  void removed(const journal::MessageRow& row);
  void already_gone(const journal::MessageRow& row);
  void kept_read(const journal::MessageRow& row);
  void kept_changed(const journal::MessageRow& row, std::string_view text);
  void kept_by_server(const journal::MessageRow& row);
  void unknown(const journal::MessageRow& row, std::string_view text);

  void add_attention(Attention attention);

  /// The server lets nothing be removed from the mailbox: listed once.
  void refuse(const journal::MailboxRow& mailbox, std::string_view kind, const Error& error);

 private:
  /// False if it was settled before.
  [[nodiscard]] bool settle(const journal::MessageRow& row);
  void report(const journal::MessageRow& row, Outcome outcome, std::string_view kind = {},
              std::string_view text = {});
};

}  // namespace mailhaul::migrate
