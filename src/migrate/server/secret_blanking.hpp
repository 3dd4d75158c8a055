/// Keeps a secret out of what is quoted from a server that sends it back.
#pragma once

#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/secret.hpp>
#include <mailhaul/imap/command.hpp>

namespace mailhaul::migrate {

/// Holds copies of the secret: wanted as long as the sign-in lasts, and no longer.
class SecretBlanking {
 public:
  /// Blanks nothing.
  SecretBlanking() = default;
  /// The secret as it is and in each form in which `command` carries it: quoted, or in base64.
  SecretBlanking(const Secret& secret, imap::Command& command);

  /// `text` with "(secret)" in the place of every one. A secret of a few octets is in too many
  /// words to be cut out of them: nothing of a text that holds it is left.
  [[nodiscard]] Bytes blank(ByteView text) const;

 private:
  void add(ByteView form);

  std::vector<Secret> forms_;
};

}  // namespace mailhaul::migrate
