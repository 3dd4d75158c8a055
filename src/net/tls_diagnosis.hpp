/// Turns a failed handshake into what was wrong and what to do about it.
#pragma once

#include "tls_verify.hpp"

#include <string>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::net {

/// Enough of the peer's first octets to see a ServerHello's version (RFC 5246 section 7.4.1.3) or
/// that it is no TLS at all.
inline constexpr std::size_t kPreludeSize = 64;

/// What is known when a handshake of ours as a client failed.
struct HandshakeEvidence {
  std::string host;           ///< as given by the user
  std::string expected_name;  ///< what the certificate was to be for
  TlsVersion min_version = TlsVersion::V12;
  Bytes prelude;  ///< the first octets from the server
  CertificateVerdict verdict;
  unsigned long openssl_error = 0;
};

/// The first octets are text: the server speaks without TLS here.
[[nodiscard]] bool is_plaintext(ByteView prelude);

[[nodiscard]] Error diagnose(const HandshakeEvidence& evidence);

/// The server closed the connection in the middle of the handshake and gave no reason.
[[nodiscard]] Error diagnose_cut_off(const HandshakeEvidence& evidence);

}  // namespace mailhaul::net
