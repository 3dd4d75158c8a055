/// The data that untagged responses carry, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/imap/response_code.hpp>
#include <mailhaul/imap/sequence_set.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::imap {

/// A mailbox in LIST or LSUB (RFC 9051 section 7.3.1).
struct ListEntry {
  bool subscribed_list = false;         ///< from LSUB
  std::vector<std::string> attributes;  ///< with the backslash, in the server's case
  std::optional<char> delimiter;        ///< hierarchy delimiter; none for a flat name
  std::string name;                     ///< UTF-8
  Bytes wire_name;                      ///< the octets the server sent, normally modified UTF-7
  /// Encoding `name` gives `wire_name` again. Where it does not, commands cannot address the
  /// mailbox.
  bool is_addressable = true;

  /// Whatever the case: "\\Noselect".
  [[nodiscard]] bool has_attribute(ByteView attribute) const;
};

/// STATUS (RFC 9051 section 7.3.4); what was not asked for is absent.
struct StatusData {
  std::string mailbox;  ///< UTF-8
  std::optional<std::uint32_t> messages;
  std::optional<std::uint32_t> uid_next;
  std::optional<std::uint32_t> uid_validity;
  std::optional<std::uint32_t> unseen;
  std::optional<std::uint64_t> size;
};

/// One BODY[...] item of a FETCH.
struct BodySection {
  std::string section;  ///< what stood between the brackets, such as "" or "HEADER.FIELDS (DATE)"
  BodyString content;
};

/// FETCH (RFC 9051 section 7.5.2); items that were not sent are absent.
struct FetchData {
  std::uint32_t sequence_number = 0;
  std::optional<std::uint32_t> uid;
  std::optional<FlagSet> flags;
  std::optional<text::UnixSeconds> internal_date;
  std::optional<std::uint64_t> rfc822_size;
  std::vector<BodySection> sections;
};

/// SEARCH, in the order sent (RFC 3501 section 7.2.5).
struct SearchData {
  SequenceSet numbers;
};

struct ExistsData {
  std::uint32_t messages = 0;
};

struct RecentData {
  std::uint32_t messages = 0;
};

/// EXPUNGE of a message sequence number (RFC 9051 section 7.5.1).
struct ExpungeData {
  std::uint32_t sequence_number = 0;
};

/// FLAGS of the selected mailbox (RFC 9051 section 7.3.5).
struct FlagsData {
  FlagSet flags;
};

struct NamespaceEntry {
  std::string prefix;  ///< UTF-8
  std::optional<char> delimiter;
};

/// NAMESPACE (RFC 2342 section 5).
struct NamespaceData {
  std::vector<NamespaceEntry> personal;
  std::vector<NamespaceEntry> other_users;
  std::vector<NamespaceEntry> shared;
};

/// ID (RFC 2971 section 3.2); fields with nil values are left out.
struct IdData {
  std::vector<std::pair<std::string, std::string>> fields;

  /// Empty if absent. Field names are compared without regard to case.
  [[nodiscard]] ByteView value(ByteView field) const;
};

enum class Status : std::uint8_t { Ok, No, Bad };

/// `* OK`, `* NO`, `* BAD` without a tag.
struct UntaggedStatus {
  Status status = Status::Ok;
  ResponseText text;
};

/// A response that is well framed but of no kind known here (ENABLED, QUOTA, ...).
struct OtherData {
  Bytes line;
};

/// A response of a known kind that could not be read. The framing is intact; whether it matters
/// depends on what was asked.
struct MalformedData {
  Bytes line;
};

using UntaggedData = std::variant<Capabilities, ListEntry, StatusData, FetchData, SearchData,
                                  ExistsData, RecentData, ExpungeData, FlagsData, NamespaceData,
                                  IdData, UntaggedStatus, OtherData, MalformedData>;

}  // namespace mailhaul::imap
