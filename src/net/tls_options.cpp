#include "openssl.hpp"
#include "tls_context.hpp"
#include "x509.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/pem.h>

#include <mailhaul/net/tls_options.hpp>

namespace mailhaul::net {

namespace {

constexpr std::array<std::string_view, 4> kVersionNames{"1.0", "1.1", "1.2", "1.3"};

Error openssl_error(ErrorKind kind, std::string_view what) {
  return {.kind = kind, .text = fmt::format("{}: {}", what, take_openssl_reason("unknown reason"))};
}

bool set_versions(SSL_CTX& context, TlsVersion min_version, TlsVersion max_version) {
  if (min_version < TlsVersion::V12) {
    // TLS 1.0 and 1.1 sign with SHA-1 and MD5, which OpenSSL allows at level 0 only.
    ::SSL_CTX_set_security_level(&context, 0);
  }
  return ::SSL_CTX_set_min_proto_version(&context, protocol_number(min_version)) == 1 &&
         ::SSL_CTX_set_max_proto_version(&context, protocol_number(max_version)) == 1;
}

Result<void> trust(SSL_CTX& context, const std::string& ca_pem) {
  if (ca_pem.empty()) {
    if (::SSL_CTX_set_default_verify_paths(&context) != 1) {
      return fail(openssl_error(ErrorKind::Configuration, "the system's authorities are missing"));
    }
    return {};
  }
  auto authorities = parse_certificates(ca_pem);
  if (!authorities) {
    Error error = std::move(authorities.error());
    error.where = "--ca-file";
    return fail(std::move(error));
  }
  X509_STORE* const store = ::SSL_CTX_get_cert_store(&context);
  // Whoever names a certificate as trusted need not own the root above it.
  ::X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  for (const X509Ptr& authority : *authorities) {
    if (::X509_STORE_add_cert(store, authority.get()) != 1) {
      return fail(openssl_error(ErrorKind::Configuration, "an authority cannot be added"));
    }
  }
  return {};
}

Result<void> use_identity(SSL_CTX& context, const ServerIdentity& identity) {
  auto chain = parse_certificates(identity.certificate_pem);
  if (!chain) {
    return fail(std::move(chain.error()));
  }
  const BioPtr key_text = view_bio(identity.key_pem.reveal());
  const KeyPtr key(::PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  if (!key) {
    return fail(openssl_error(ErrorKind::Configuration, "the private key cannot be read"));
  }
  bool used = ::SSL_CTX_use_certificate(&context, chain->front().get()) == 1;
  for (auto next = chain->begin() + 1; used && next != chain->end(); ++next) {
    used = ::SSL_CTX_add1_chain_cert(&context, next->get()) == 1;
  }
  if (!used || ::SSL_CTX_use_PrivateKey(&context, key.get()) != 1) {
    return fail(openssl_error(ErrorKind::Configuration, "certificate and key cannot be used"));
  }
  return {};
}

}  // namespace

std::optional<TlsVersion> parse_tls_version(std::string_view text) {
  for (std::size_t i = 0; i < kVersionNames.size(); ++i) {
    if (text == kVersionNames[i]) {
      return static_cast<TlsVersion>(i);
    }
  }
  return std::nullopt;
}

std::string_view to_string(TlsVersion version) {
  return kVersionNames[static_cast<std::size_t>(version)];
}

int protocol_number(TlsVersion version) {
  return TLS1_VERSION + static_cast<int>(version);
}

Result<SslContextPtr> make_client_context(const TlsClientOptions& options) {
  clear_openssl_errors();
  SslContextPtr context(::SSL_CTX_new(::TLS_client_method()));
  if (!context || !set_versions(*context, options.min_version, TlsVersion::V13)) {
    return fail(openssl_error(ErrorKind::Configuration, "TLS cannot be set up"));
  }
  ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  if (options.min_version < TlsVersion::V12) {
    ::SSL_CTX_set_options(context.get(), SSL_OP_LEGACY_SERVER_CONNECT);
  }
  ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (auto trusted = trust(*context, options.ca_pem); !trusted) {
    return fail(std::move(trusted.error()));
  }
  return context;
}

Result<TlsServerContext> TlsServerContext::make(const ServerIdentity& identity,
                                                TlsVersion min_version, TlsVersion max_version) {
  clear_openssl_errors();
  auto state = std::make_shared<State>();
  state->context.reset(::SSL_CTX_new(::TLS_server_method()));
  if (!state->context || !set_versions(*state->context, min_version, max_version)) {
    return fail(openssl_error(ErrorKind::Configuration, "TLS cannot be set up"));
  }
  ::SSL_CTX_set_options(state->context.get(), SSL_OP_NO_RENEGOTIATION);
  ::SSL_CTX_set_num_tickets(state->context.get(), 0);
  if (auto used = use_identity(*state->context, identity); !used) {
    return fail(std::move(used.error()));
  }
  return TlsServerContext(std::move(state));
}

}  // namespace mailhaul::net
