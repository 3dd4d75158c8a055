/// Messages that are ready for the wire, and go there together once the journal holds their
/// intents.
#pragma once

#include "migrate/source/copy_choice.hpp"
#include "migrate/source/message_reader.hpp"
#include "migrate/source/sent_copy.hpp"
#include "migrate/upload/work_list.hpp"
#include "migrate/wire/outbound_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/message_file.hpp>

namespace mailhaul::migrate {

struct PreparedMessage {
  WorkItem item;
  /// Without its row until that is recorded.
  OutboundHead head;
  std::uint32_t flags_appended = 0;  ///< as journal::flag bits
  bool is_seen = false;
  /// Keywords that the target does not take.
  std::vector<std::string> lost_keywords;
  /// How the octets that are sent come from the original; `head.octets` is the size of the copy.
  CopyRecipe recipe;
  /// The octets to send, if the original is small.
  std::optional<Bytes> held;

  /// Otherwise what its second reading needs.
  struct Large {
    maildir::MessageFile file;
    ExaminedMessage examined;
  };

  std::unique_ptr<Large> large;
  std::string subject;  ///< decoded
};

/// Their rows are written together, which takes less time than one by one. Until then the journal
/// knows nothing of them: whoever commits it, asks it about a name or writes the row of another
/// message has to record them first, so that it is as if each had been written at once.
class PreparedGroup {
 public:
  /// It must outlive the object.
  explicit PreparedGroup(journal::Journal& journal) : journal_(&journal) {}

  /// `intent` is what the journal is to have of the message.
  void add(PreparedMessage message, journal::MessageRow intent);

  /// Writes what is not written yet, in the order in which it was added. Errors are of kind
  /// Journal.
  [[nodiscard]] Result<void> record();

  [[nodiscard]] bool is_recorded() const { return intents_.empty(); }

  [[nodiscard]] bool is_empty() const { return messages_.empty(); }

  [[nodiscard]] std::size_t size() const { return messages_.size(); }

  /// Of the messages that are held as a whole.
  [[nodiscard]] std::uint64_t held_octets() const { return held_octets_; }

  /// The last message is sent while it is read, so that nothing can follow it.
  [[nodiscard]] bool ends_with_large() const;

  /// All of them, recorded; the group is empty then.
  [[nodiscard]] Result<std::vector<PreparedMessage>> take();

 private:
  journal::Journal* journal_;
  std::vector<PreparedMessage> messages_;
  /// Of the last messages: those that are not recorded.
  std::vector<journal::MessageRow> intents_;
  std::uint64_t held_octets_ = 0;
};

}  // namespace mailhaul::migrate
