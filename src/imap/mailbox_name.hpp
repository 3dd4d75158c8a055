/// Mailbox names between UTF-8 and the wire (modified UTF-7, RFC 3501 section 5.1.3).
#pragma once

#include <string>
#include <string_view>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>

namespace mailhaul::imap {

struct DecodedMailbox {
  std::string name;            ///< UTF-8
  bool is_addressable = true;  ///< encoding the name gives the same octets again
};

/// Never fails: what is no modified UTF-7 is decoded as far as it goes.
[[nodiscard]] DecodedMailbox decode_mailbox(ByteView wire_name);

/// mailbox = "INBOX" / astring (RFC 9051 section 9), as an atom or a quoted string: modified UTF-7
/// is printable ASCII, so a literal is never needed. Fails with Configuration if the name is empty
/// or no valid UTF-8.
[[nodiscard]] Result<Bytes> encode_mailbox(std::string_view name);

/// Appends a quoted string; `text` holds no octet outside 0x20..0x7E.
void encode_quoted(ByteView text, Bytes& out);

/// Whether every octet is printable ASCII, so that `encode_quoted` may be used.
[[nodiscard]] bool is_quotable(ByteView text);

}  // namespace mailhaul::imap
