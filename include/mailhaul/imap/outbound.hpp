/// What a session wants written, in order.
#pragma once

#include <cstdint>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/imap/append.hpp>

namespace mailhaul::imap {

struct TextFragment {
  Bytes bytes;
};

/// Octets that no trace may show.
struct SecretFragment {
  Secret bytes;
};

/// Exactly `octets` octets of the message that the caller calls `token`. May be 0.
struct BodyFragment {
  AppendToken token = 0;
  std::uint64_t octets = 0;
  std::uint64_t begin = 0;  ///< offset of its first octet in the outgoing stream
};

using OutboundFragment = std::variant<TextFragment, SecretFragment, BodyFragment>;

}  // namespace mailhaul::imap
