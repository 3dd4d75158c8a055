/// Messages of one mailbox that are fetched together, and what came of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/error.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/types.hpp>
#include <mailhaul/message/content_digest.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

/// A message of the server and what it should say.
struct AwaitedMessage {
  journal::MessageRow row;
  message::ContentDigest sent;
};

/// By UID.
using AwaitedMessages = std::map<std::uint32_t, AwaitedMessage>;

class ContentBatch {
 public:
  struct Compared {
    journal::MessageRow row;
    std::string differences;  ///< in words; empty if there are none
  };

  struct NotCompared {
    journal::MessageRow row;
    std::string reason;
  };

  /// A row with a UID, and what its message should say.
  void add(const journal::MessageRow& row, message::ContentDigest sent);

  [[nodiscard]] bool empty() const { return awaited_.empty(); }

  /// Enough for one FETCH, and for what a run that is ended may have to fetch again.
  [[nodiscard]] bool is_full() const;

  /// Settles every message: by what the server has, or by the reason why that did not come. After
  /// an error another connection goes on with the rest. Messages that the server refuses to give
  /// together are fetched one by one. Errors: as ServerConnection::run_or_fail.
  [[nodiscard]] Result<void> fetch(ServerConnection& connection, const std::string& mailbox);

  [[nodiscard]] std::size_t settled() const { return compared_.size() + not_compared_.size(); }

  [[nodiscard]] const std::vector<Compared>& compared() const { return compared_; }

  [[nodiscard]] const std::vector<NotCompared>& not_compared() const { return not_compared_; }

 private:
  [[nodiscard]] Result<void> fetch_together(ServerConnection& connection);
  [[nodiscard]] Result<void> fetch_one_by_one(ServerConnection& connection);
  [[nodiscard]] Result<std::optional<Error>> ask_for(ServerConnection& connection,
                                                     const imap::SequenceSet& uids);
  void give_up(AwaitedMessages::iterator message, const std::string& reason);
  void give_up_rest(const std::string& reason);

  AwaitedMessages awaited_;
  std::uint64_t octets_ = 0;
  bool was_refused_ = false;
  std::vector<Compared> compared_;
  std::vector<NotCompared> not_compared_;
};

}  // namespace mailhaul::migrate
