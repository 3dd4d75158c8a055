/// The file name of a message: unique name and info part. Names are bytes: nothing here assumes an
/// encoding, and every name that does not begin with '.' is a message's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/enum_set.hpp>

namespace mailhaul::maildir {

/// The flag letters D F P R S T. IMAP: \Draft \Flagged $Forwarded \Answered \Seen \Deleted.
enum class Flag : std::uint8_t { Draft, Flagged, Passed, Replied, Seen, Trashed };
inline constexpr std::size_t kFlagCount = 6;

using FlagSet = EnumSet<Flag, std::uint8_t>;

/// The letters of the set in ASCII order, as a Maildir name has them: "FRS".
[[nodiscard]] std::string to_letters(FlagSet flags);

/// The lower-case letters of an info part: bit 0 is 'a', bit 25 is 'z'. Which keyword a letter
/// stands for, the folder's `dovecot-keywords` says.
using KeywordLetters = std::uint32_t;

/// What is unusual about an info part. None of it makes a message unreadable.
enum class InfoAnomaly : std::uint8_t {
  UnknownLetter,         ///< a letter that is no flag and no keyword: `:2,SXZ9!`
  RepeatedLetter,        ///< `:2,SSFF`
  UnorderedLetters,      ///< `:2,TS`
  SecondField,           ///< `:2,S,F`; what follows the second comma is not read
  SeveralInfoParts,      ///< `:2,S:2,FR`; the last one counts
  NotVersion2,           ///< `:1,x`, `:2S` or `:` alone: no flags
  AlternativeSeparator,  ///< `;2,S` and the like, where ':' was not allowed
  EmptyUniqueName,       ///< nothing before the info part
  OddBytes,              ///< control characters, or no valid UTF-8
};
inline constexpr std::size_t kInfoAnomalyCount = 9;

using InfoAnomalies = EnumSet<InfoAnomaly, std::uint16_t>;

/// The views point into the name that was parsed.
struct MessageName {
  ByteView unique_name;
  FlagSet flags = {};
  KeywordLetters keyword_letters = 0;
  InfoAnomalies anomalies = {};
};

[[nodiscard]] MessageName parse_message_name(ByteView file_name);

/// The part of a unique name that stays when a server or another program adds or removes its notes:
/// the name without `,S=` `,W=` `,U=` and the digits after them. The sizes in them are never used.
[[nodiscard]] Bytes identity_of(ByteView unique_name);

/// When the name says that the message was delivered, in microseconds since 1970: its leading
/// digits, and the M or H field where there is one. Nothing if the name does not start with a
/// plausible number of seconds.
[[nodiscard]] std::optional<std::int64_t> delivery_microseconds(ByteView unique_name);

}  // namespace mailhaul::maildir
