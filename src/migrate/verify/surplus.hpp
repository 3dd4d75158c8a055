/// Messages on the server that no row has the UID of, and rows whose UID is not on the server.
#pragma once

#include "migrate/locate/server_message.hpp"
#include "migrate/verify/verify_context.hpp"

#include <cstdint>
#include <utility>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// Of one mailbox. Holds a few octets for each message that is not ours.
class Surplus {
 public:
  void add_message(const ServerMessage& message) {
    messages_.push_back({.message_id_hash = message.message_id_hash,
                         .subject_hash = message.subject_hash,
                         .internal_date = message.internal_date,
                         .uid = message.uid});
  }

  void add_row(const journal::MessageRow& row) { rows_.push_back(row.id); }

  /// A stored row that several of the messages could be: one of them is it, and nobody can tell
  /// which, so that it gets no UID.
  void add_ambiguous_row(journal::MessageRow row) { ambiguous_.push_back(std::move(row)); }

  /// A row whose message came back under another UID takes that one. Then every message that equals
  /// a stored one is a second copy of it, and every row without a message is missing.
  [[nodiscard]] Result<void> settle(VerifyContext& context, const journal::MailboxRow& mailbox);

 private:
  struct Unbound {
    std::int64_t message_id_hash;
    std::int64_t subject_hash;
    std::int64_t internal_date;
    std::uint32_t uid;
  };

  [[nodiscard]] Result<void> settle_rows(VerifyContext& context);
  void settle_ambiguous_rows(VerifyContext& context);
  void report_copies_of(VerifyContext& context, const journal::MessageRow& row,
                        VerifyCounts& counts);
  [[nodiscard]] Result<void> report_copies(VerifyContext& context,
                                           const journal::MailboxRow& mailbox);
  [[nodiscard]] std::vector<Unbound>::iterator find_equal(const VerifyContext& context,
                                                          const journal::MessageRow& row);

  std::vector<Unbound> messages_;
  std::vector<journal::MessageId> rows_;
  std::vector<journal::MessageRow> ambiguous_;
};

}  // namespace mailhaul::migrate
