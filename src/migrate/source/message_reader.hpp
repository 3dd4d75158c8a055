/// Reads a message from disk once to examine it, and keeps it if it is small; a larger one is read
/// a second time while it is sent.
#pragma once

#include "migrate/source/message_source.hpp"
#include "migrate/source/sent_copy.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/message/examine.hpp>
#include <mailhaul/message/facts.hpp>
#include <mailhaul/message/header_facts.hpp>
#include <mailhaul/message/quick_sum.hpp>
#include <mailhaul/message/rewriter.hpp>
#include <mailhaul/message/wire_form.hpp>

namespace mailhaul::migrate {

struct ExaminedMessage {
  message::Facts facts;
  /// The whole wire form, if it is small enough to be held (limits::kHeldMessage).
  std::optional<Bytes> held;
  /// Otherwise the sum of the wire form, for its second reading.
  std::optional<message::QuickSum> sum;
  /// How it lies on the disk; the facts are those of what was unpacked.
  message::StoredForm stored_form = message::StoredForm::Plain;
  /// False if the size alone decides about it: there is no fingerprint then, and what the facts say
  /// of the content is that of the beginning.
  bool is_read = true;
};

/// Use by one thread at a time; buffers are kept from message to message.
class MessageReader {
 public:
  explicit MessageReader(message::FactsNeeded needed);

  /// Reads the file from its beginning to its end, unpacked where it is stored compressed.
  /// Unreadable if the disk fails, if the file changes meanwhile, or if what is compressed is
  /// damaged. Of a message that is not compressed and has more octets than `largest`, only the
  /// beginning is read, and of a large file without data nothing.
  [[nodiscard]] Result<ExaminedMessage> examine(
      maildir::MessageFile& file,
      std::uint64_t largest = std::numeric_limits<std::uint64_t>::max());

  /// What the header says, read no further than its end. Errors as above.
  [[nodiscard]] Result<message::MessageIdentity> identify(maildir::MessageFile& file);

  /// The facts of the copy that the recipe makes, and the copy itself if the original is held.
  [[nodiscard]] Result<ExaminedMessage> examine_copy(maildir::MessageFile& file,
                                                     const ExaminedMessage& original,
                                                     const CopyRecipe& recipe);

 private:
  /// Of what was examined up to now.
  [[nodiscard]] ExaminedMessage leave_unread(const maildir::MessageFile& file,
                                             message::Substance substance);

  message::Examiner examiner_;
  Bytes buffer_;
  Bytes scratch_;
};

/// The second reading of a large message. The last chunk is given out only after size and sum of
/// the whole agree with the first reading, so that a message that changed in between can never be
/// completed on the wire.
class SecondReading {
 public:
  /// `file` and `first`, which is not held, must outlive the reading.
  SecondReading(maildir::MessageFile& file, const ExaminedMessage& first, const CopyRecipe& recipe);

  /// The next octets to send, never none; std::nullopt after the last. Unreadable if the message is
  /// not what it was, or the disk fails.
  [[nodiscard]] Result<std::optional<Bytes>> next();

 private:
  [[nodiscard]] Result<std::optional<Bytes>> produce();

  MessageSource source_;
  const ExaminedMessage* first_;
  std::unique_ptr<message::Rewriter> rewriter_;
  message::WireForm wire_form_;
  message::QuickSummer summer_;
  Bytes buffer_;
  std::optional<Bytes> held_back_;
  bool started_ = false;
  bool at_end_ = false;
};

}  // namespace mailhaul::migrate
