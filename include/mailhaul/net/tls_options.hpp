/// How a TLS connection is to be trusted and what it may be made of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <mailhaul/base/result.hpp>
#include <mailhaul/net/certificate.hpp>

namespace mailhaul::net {

/// V10 is TLS 1.0, and so on.
enum class TlsVersion : std::uint8_t { V10, V11, V12, V13 };

/// "1.0" to "1.3".
[[nodiscard]] std::optional<TlsVersion> parse_tls_version(std::string_view text);

/// "1.0" to "1.3".
[[nodiscard]] std::string_view to_string(TlsVersion version);

struct TlsClientOptions {
  /// What the user asked to connect to: the name expected in the certificate and sent as SNI
  /// (RFC 6066 section 3), unless `expected_name` is given.
  std::string host;
  std::string expected_name = {};
  /// Accepted authorities, PEM; a leaf or intermediate in it is accepted as well. Empty: the
  /// system's.
  std::string ca_pem = {};
  /// Below 1.2, OpenSSL's security level is 0 for this connection and servers without secure
  /// renegotiation (RFC 5746) are accepted: Exchange 2007 needs it.
  TlsVersion min_version = TlsVersion::V12;
  /// Accept exactly this certificate, whatever its chain, name and dates say, and no other.
  std::optional<Fingerprint> fingerprint = {};
};

/// Certificate and key, parsed once for many connections. Copies share one context.
class TlsServerContext {
 public:
  /// ErrorKind::Configuration if certificate and key do not fit together or cannot be read.
  [[nodiscard]] static Result<TlsServerContext> make(const ServerIdentity& identity,
                                                     TlsVersion min_version = TlsVersion::V12,
                                                     TlsVersion max_version = TlsVersion::V13);

 private:
  friend class Tls;
  struct State;

  explicit TlsServerContext(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  std::shared_ptr<const State> state_;
};

}  // namespace mailhaul::net
