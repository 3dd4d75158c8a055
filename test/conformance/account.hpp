/// Everything that an account holds, read back in full.
#pragma once

#include "conformance/imap_client.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace mailhaul::conformance {

struct StoredMessage {
  std::uint32_t uid = 0;
  /// System flags and keywords in lower case, without \recent.
  std::set<std::string> flags;
  /// INTERNALDATE in seconds since 1970.
  std::int64_t internal_date = 0;
  std::size_t size = 0;
  /// SHA-256 of the bytes, in hexadecimal.
  std::string sha256;

  friend bool operator==(const StoredMessage&, const StoredMessage&) = default;
};

struct StoredMailbox {
  bool subscribed = false;
  bool selectable = true;
  /// In the order of their UIDs.
  std::vector<StoredMessage> messages;

  friend bool operator==(const StoredMailbox&, const StoredMailbox&) = default;
};

/// By mailbox name in modified UTF-7, as the server gives it.
using StoredAccount = std::map<std::string, StoredMailbox>;

/// What LIST and LSUB give for the pattern.
[[nodiscard]] StoredAccount read_account(ImapClient& client, const std::string& pattern = "*");

[[nodiscard]] std::vector<StoredMessage> read_mailbox(ImapClient& client,
                                                      const std::string& mailbox);

/// The bytes of one message of the mailbox that was read last.
[[nodiscard]] std::string read_message(ImapClient& client, std::uint32_t uid);

[[nodiscard]] std::string sha256_of(std::string_view bytes);

}  // namespace mailhaul::conformance
