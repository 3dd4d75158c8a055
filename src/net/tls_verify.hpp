/// Judges the certificate that a server presented, and remembers everything that is wrong with it.
#pragma once

#include "openssl.hpp"

#include <optional>
#include <string>
#include <vector>

#include <mailhaul/net/certificate.hpp>
#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::net {

/// What a user can do something about, in the order in which it is told.
enum class CertificateFault { Chain, Name, Date, Strength, Pin, Other };

struct CertificateProblem {
  CertificateFault fault = CertificateFault::Other;
  std::string text;
};

struct CertificateVerdict {
  /// Set before the handshake.
  std::optional<Fingerprint> wanted = {};
  /// The leaf that the server sent.
  std::optional<CertificateFacts> certificate = {};
  /// Empty if it is acceptable.
  std::vector<CertificateProblem> problems = {};

  [[nodiscard]] bool has(CertificateFault fault) const;
};

/// Makes `context` judge by chain, name, dates and strength, or by `verdict.wanted` alone, and
/// write the result into `verdict`, which must outlive the handshake.
void install_verification(SSL_CTX& context, CertificateVerdict& verdict);

}  // namespace mailhaul::net
