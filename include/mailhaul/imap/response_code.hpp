/// Response codes: the machine-readable part of a status response, `[APPENDUID 38505 3955]`.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/capabilities.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/imap/sequence_set.hpp>

namespace mailhaul::imap {

/// Codes that carry nothing but their name (RFC 9051 section 7.1, RFC 4469, RFC 7889).
enum class PlainCode : std::uint8_t {
  Alert,
  AlreadyExists,
  AuthenticationFailed,
  AuthorizationFailed,
  Cannot,
  ClientBug,
  Closed,
  ContactAdmin,
  Corruption,
  Expired,
  ExpungeIssued,
  HasChildren,
  InUse,
  Limit,
  NonExistent,
  NoPerm,
  OverQuota,
  Parse,
  PrivacyRequired,
  ReadOnly,
  ReadWrite,
  ServerBug,
  TooBig,
  TryCreate,
  UidNotSticky,
  Unavailable,
};

/// UIDs of appended messages, in the order of the MULTIAPPEND (RFC 4315 section 3).
struct AppendUid {
  std::uint32_t uid_validity = 0;
  SequenceSet uids;
};

/// UIDs of copied or moved messages; the two sets correspond in order (RFC 4315 section 3).
struct CopyUid {
  std::uint32_t uid_validity = 0;
  SequenceSet source;
  SequenceSet destination;
};

struct UidValidity {
  std::uint32_t value = 0;
};

struct UidNext {
  std::uint32_t value = 0;
};

struct Unseen {
  std::uint32_t sequence_number = 0;
};

struct PermanentFlags {
  FlagSet flags;
};

/// Any other code, and a known one whose arguments could not be read.
struct UnknownCode {
  Bytes text;  ///< what stood between the brackets
};

/// std::monostate if the response had no code.
using ResponseCode = std::variant<std::monostate, PlainCode, AppendUid, CopyUid, UidValidity,
                                  UidNext, Unseen, PermanentFlags, Capabilities, UnknownCode>;

/// The name of a code that says why something failed: "OVERQUOTA". Empty for the codes that carry
/// data, and if there is none.
[[nodiscard]] ByteView reason_name(const ResponseCode& code);

/// resp-text = ["[" resp-text-code "]" SP] [text] (RFC 9051 section 9).
struct ResponseText {
  ResponseCode code;
  /// The human-readable text as the server sent it: any octets, to be escaped before it is shown.
  Bytes text;

  [[nodiscard]] bool is(PlainCode plain) const {
    const auto* mine = std::get_if<PlainCode>(&code);
    return mine != nullptr && *mine == plain;
  }
};

}  // namespace mailhaul::imap
