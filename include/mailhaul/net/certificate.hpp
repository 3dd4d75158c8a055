/// Certificates as facts to show, as fingerprints to compare, and as identities to serve with.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/base/secret.hpp>

namespace mailhaul::net {

/// SHA-256 of the DER form of one certificate.
using Fingerprint = std::array<unsigned char, 32>;

/// 64 hexadecimal digits in either case; colons, blanks and a leading "sha256:" or
/// "SHA256 Fingerprint=" (as openssl-x509(1) prints it) do not matter. std::nullopt for anything
/// else.
[[nodiscard]] std::optional<Fingerprint> parse_fingerprint(std::string_view text);

/// "AB:CD:...", upper case.
[[nodiscard]] std::string format_fingerprint(const Fingerprint& fingerprint);

/// What a person needs to know to judge a certificate. All text is escaped for display.
struct CertificateFacts {
  std::string subject;
  std::string issuer;
  /// Host names and addresses it is valid for (subjectAltName).
  std::vector<std::string> names;
  std::string not_before;  ///< "2026-01-31 12:00:00 UTC"
  std::string not_after;
  Fingerprint fingerprint = {};

  /// One line: subject, names, dates and fingerprint.
  [[nodiscard]] std::string describe() const;
};

/// ErrorKind::Configuration if `pem` does not begin with a readable certificate.
[[nodiscard]] Result<CertificateFacts> read_certificate(std::string_view pem);

/// What a TLS server shows and proves.
struct ServerIdentity {
  /// Leaf first, then intermediates, PEM.
  std::string certificate_pem;
  /// PEM, without passphrase.
  Secret key_pem;
};

/// A fresh P-256 key and a certificate for `names` (host names or addresses; the first is also the
/// common name), signed by itself, valid from a day ago for `lifetime`.
[[nodiscard]] Result<ServerIdentity> make_self_signed(
    const std::vector<std::string>& names,
    std::chrono::hours lifetime = std::chrono::hours(24 * 30));

}  // namespace mailhaul::net
