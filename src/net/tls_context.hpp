/// The OpenSSL contexts behind the options.
#pragma once

#include "openssl.hpp"

#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::net {

struct TlsServerContext::State {
  SslContextPtr context;
};

/// TLS1_VERSION and its successors.
[[nodiscard]] int protocol_number(TlsVersion version);

/// Verification is on; the name is not yet set. ErrorKind::Configuration if the authorities cannot
/// be read.
[[nodiscard]] Result<SslContextPtr> make_client_context(const TlsClientOptions& options);

}  // namespace mailhaul::net
