/// Certificates as OpenSSL holds them, read into facts.
#pragma once

#include "openssl.hpp"

#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/net/certificate.hpp>

namespace mailhaul::net {

[[nodiscard]] CertificateFacts read_facts(X509& certificate);

/// Empty (all zero, which no certificate has) if OpenSSL cannot hash.
[[nodiscard]] Fingerprint fingerprint_of(const X509& certificate);

/// Every certificate in `pem`, in order; ErrorKind::Configuration if there is none or one is
/// damaged.
[[nodiscard]] Result<std::vector<X509Ptr>> parse_certificates(std::string_view pem);

/// True for an IPv4 or IPv6 address as text, without brackets.
[[nodiscard]] bool is_address(const std::string& name);

}  // namespace mailhaul::net
