/// What the journal keeps of mailboxes, folders and messages.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::journal {

using MailboxId = std::int64_t;
using FolderId = std::int64_t;
using MessageId = std::int64_t;

/// SHA-256 of the unchanged wire form.
using Fingerprint = std::array<unsigned char, 32>;

/// Where a message stands. The numbers are the file format.
enum class State : std::uint8_t {
  Unsent = 0,    ///< known, and certainly not on the server through us
  Intent = 1,    ///< may be sent at any moment; after a crash this means Unknown
  Stored = 2,    ///< on the server
  Refused = 3,   ///< the server will not have it; see its reason
  Unknown = 4,   ///< sent, answer lost, not seen on the server yet
  Removing = 5,  ///< stored, and may be removed by us at any moment
  Gone = 6,      ///< was stored, and its owner removed it from the server; not sent again
};

enum class Form : std::uint8_t { AsIs = 0, Repaired = 1, Wrapped = 2, SeenThenUnseen = 3 };

enum class Origin : std::uint8_t { Uploaded = 0, Adopted = 1 };

/// Flags as bits, the same in flags_wanted and flags_set. The numbers are the file format.
namespace flag {
inline constexpr std::uint32_t kSeen = 1;
inline constexpr std::uint32_t kAnswered = 2;
inline constexpr std::uint32_t kFlagged = 4;
inline constexpr std::uint32_t kDeleted = 8;
inline constexpr std::uint32_t kDraft = 16;
/// The keyword $Forwarded, where the mailbox takes it.
inline constexpr std::uint32_t kForwarded = 32;
inline constexpr std::uint32_t kAll = 63;
}  // namespace flag

/// Which move a journal belongs to. A journal refuses any other.
struct Identity {
  std::string host;
  std::string user;
  Bytes maildir;  ///< canonical path
};

struct MailboxRow {
  MailboxId id = 0;
  std::string name;  ///< UTF-8, with the server's delimiter
  std::uint32_t uidvalidity = 0;
  /// UIDNEXT from a STATUS taken while the mailbox was not selected: no message of ours has a
  /// smaller UID. It may lag, never lead.
  std::uint32_t low_water = 0;
  bool created = false;  ///< by us, so that a rollback may remove it
  /// By us, so that a rollback may take it back. Set by Journal::set_subscribed only.
  bool subscribed = false;
};

struct FolderRow {
  FolderId id = 0;
  Bytes directory;
  MailboxId mailbox = 0;
};

struct MessageRow {
  MessageId id = 0;
  FolderId folder = 0;
  Bytes unique_name;  ///< without ,S= ,W= ,U=
  /// Where it goes; differs from its folder's mailbox for messages with flag T that are moved.
  MailboxId mailbox = 0;
  Fingerprint fingerprint{};
  std::uint64_t wire_size = 0;
  std::int64_t internal_date = 0;    ///< seconds since 1970
  std::int64_t message_id_hash = 0;  ///< 0: it has none
  std::int64_t subject_hash = 0;     ///< of Date and decoded Subject
  Form form = Form::AsIs;
  std::uint32_t flags_wanted = 0;
  std::uint32_t flags_set = 0;
  State state = State::Unsent;
  std::optional<std::uint32_t> uid;
  Origin origin = Origin::Uploaded;
  /// Flags of the file as last seen, whatever the policy about T says.
  std::uint32_t flags_source = 0;
  /// Seconds since 1970 when it was first missed at the source; 0: it is there.
  std::int64_t vanished = 0;
};

/// Messages whose rows follow one another, and whose UIDs do.
struct StoredRun {
  MessageId first = 0;
  std::uint32_t first_uid = 0;
  std::uint32_t count = 0;

  /// Whether it is one longer with this message.
  [[nodiscard]] bool is_followed_by(MessageId id, std::uint32_t uid) const {
    return id == first + count && uid == std::uint64_t{first_uid} + count;
  }
};

/// What a look at a name has to know of its message.
struct KnownMessage {
  MessageId id = 0;
  MailboxId mailbox = 0;
  State state = State::Unsent;
  std::uint32_t flags_source = 0;
  bool vanished = false;
};

/// A message that has no name at the source any more: what a new name is compared with.
struct VanishedMessage {
  MessageId id = 0;
  MailboxId mailbox = 0;
  Fingerprint fingerprint{};
  std::uint64_t wire_size = 0;
  /// Stored, Unknown or Gone.
  State state = State::Stored;
};

/// A message that is to go to another mailbox on the server, because it did at the source. The row
/// of the message keeps the old mailbox and UID until that is done.
struct Relocation {
  MessageId message = 0;
  MailboxId mailbox = 0;  ///< where to
  /// UIDNEXT of the destination before a command was sent; none: no command was sent.
  std::optional<std::uint32_t> uid_next;
  /// Of the copy; the original is still to be removed.
  std::optional<std::uint32_t> uid;
};

/// How far a comparison of contents came that did not reach its end.
struct ContentProgress {
  std::uint64_t messages = 0;
  std::int64_t since = 0;  ///< seconds since 1970 when the first of them was looked at
};

/// Why a message was refused or is unknown.
struct Reason {
  std::string kind;
  std::string text;
  std::string subject = {};  ///< decoded; empty if it is not known
};

/// Counts by state, for `status`.
struct StateCounts {
  std::uint64_t unsent = 0;
  std::uint64_t stored = 0;
  std::uint64_t refused = 0;
  std::uint64_t unknown = 0;  ///< Intent, Unknown and Removing
  std::uint64_t gone = 0;
};

}  // namespace mailhaul::journal
