/// How a message lies on the disk: as it is, compressed or encrypted. Recognised by its first
/// octets, as Dovecot does it; names and sizes say nothing about it.
#pragma once

#include <cstddef>
#include <string_view>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::message {

enum class StoredForm {
  Plain,
  Gzip,
  Bzip2,
  Xz,
  Zstd,
  Lz4,        ///< in Dovecot's own container
  MailCrypt,  ///< encrypted by Dovecot's mail_crypt plugin
};

/// "gzip", "mail_crypt" and so on, for reasons and reports.
[[nodiscard]] std::string_view to_string(StoredForm form);

/// As many octets as `stored_form_of` looks at.
inline constexpr std::size_t kStoredFormOctets = 16;

/// No header can begin with any of these marks, and wire form leaves them as they are.
[[nodiscard]] StoredForm stored_form_of(ByteView first_octets);

/// Whether Decompressor can read it.
[[nodiscard]] constexpr bool is_compressed(StoredForm form) {
  return form != StoredForm::Plain && form != StoredForm::MailCrypt;
}

}  // namespace mailhaul::message
