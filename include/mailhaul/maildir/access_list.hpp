/// Who besides the owner may do what with a folder: the files `dovecot-acl` and `courierimapacl`,
/// whose lines are alike. Rights are not moved, since IMAP servers keep them in their own ways; an
/// administrator is told what to set up again.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

enum class AccessHolder : std::uint8_t {
  Owner,
  User,
  Group,           ///< Dovecot's group-override as well
  Administrators,  ///< Courier
  Authenticated,   ///< everybody who signed in
  Anyone,
};

/// One line of such a file.
struct AccessGrant {
  AccessHolder holder = AccessHolder::Anyone;
  /// Of the user or group; raw bytes, empty for the others.
  Bytes name = {};
  /// The line takes rights away.
  bool negative = false;
  /// RFC 4314 letters, each once, in the order of the file; long names of Dovecot as their letters.
  std::string letters = {};

  friend bool operator==(const AccessGrant&, const AccessGrant&) = default;
};

/// Lines that make no sense, comments and lines without rights are passed over.
[[nodiscard]] std::vector<AccessGrant> parse_access_list(ByteView file);

/// "user bob", "group staff", "everybody"; the name escaped for display.
[[nodiscard]] std::string holder_in_words(const AccessGrant& grant);

/// "see the folder, read, mark as seen"; in the order of RFC 4314, a letter nobody knows as itself.
[[nodiscard]] std::string rights_in_words(const AccessGrant& grant);

/// Whether the list gives any right to somebody but the owner and administrators.
[[nodiscard]] bool is_shared(std::span<const AccessGrant> grants);

}  // namespace mailhaul::maildir
