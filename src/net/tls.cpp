#include "openssl.hpp"
#include "outgoing_bio.hpp"
#include "tls_context.hpp"
#include "tls_diagnosis.hpp"
#include "tls_verify.hpp"
#include "x509.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <openssl/err.h>

#include <mailhaul/net/tls.hpp>

namespace mailhaul::net {

struct Tls::State {
  /// On the client side; its address is known to the context, so it must not move.
  HandshakeEvidence evidence;
  bool is_client = false;
  bool established = false;
  bool peer_closed = false;
  SslContextPtr context;
  OutgoingBuffer to_peer;  ///< known to ssl
  SslPtr ssl;
  BIO* from_peer = nullptr;  ///< owned by ssl

  bool attach(SSL_CTX& parent);
};

namespace {

std::string without_trailing_dot(std::string name) {
  if (name.size() > 1 && name.back() == '.') {
    name.pop_back();
  }
  return name;
}

/// The name to be found in the certificate, and for a host name SNI as well.
bool expect_name(SSL& ssl, const std::string& name) {
  if (is_address(name)) {
    return ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(&ssl), name.c_str()) == 1;
  }
  ::SSL_set_hostflags(&ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  // SSL_set_tlsext_host_name is this call behind a C cast.
  auto* sni = const_cast<char*>(name.c_str());
  return ::SSL_set1_host(&ssl, name.c_str()) == 1 &&
         ::SSL_ctrl(&ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sni) == 1;
}

TlsVersion version_of(const SSL& ssl) {
  return static_cast<TlsVersion>(std::clamp(::SSL_version(&ssl), TLS1_VERSION, TLS1_3_VERSION) -
                                 TLS1_VERSION);
}

int as_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

bool Tls::State::attach(SSL_CTX& parent) {
  ssl.reset(::SSL_new(&parent));
  BioPtr in(::BIO_new(::BIO_s_mem()));
  BioPtr out = outgoing_bio(to_peer);
  if (!ssl || !in || !out) {
    return false;
  }
  from_peer = in.get();
  ::SSL_set_bio(ssl.get(), in.release(), out.release());
  return true;
}

Tls::Tls(std::unique_ptr<State> state) : state_(std::move(state)) {}

Tls::Tls(Tls&&) noexcept = default;
Tls& Tls::operator=(Tls&&) noexcept = default;
Tls::~Tls() = default;

Result<Tls> Tls::connect(const TlsClientOptions& options) {
  auto context = make_client_context(options);
  if (!context) {
    return fail(std::move(context.error()));
  }
  auto state = std::make_unique<State>();
  state->is_client = true;
  state->context = std::move(*context);
  state->evidence.host = options.host;
  state->evidence.expected_name =
      without_trailing_dot(options.expected_name.empty() ? options.host : options.expected_name);
  state->evidence.min_version = options.min_version;
  state->evidence.verdict.wanted = options.fingerprint;
  install_verification(*state->context, state->evidence.verdict);
  if (!state->attach(*state->context) || !expect_name(*state->ssl, state->evidence.expected_name)) {
    return fail(
        ErrorKind::Configuration,
        fmt::format("TLS cannot be set up: {}", take_openssl_reason("the name is unusable")),
        options.host);
  }
  ::SSL_set_connect_state(state->ssl.get());
  return Tls(std::move(state));
}

Result<Tls> Tls::accept(const TlsServerContext& context) {
  auto state = std::make_unique<State>();
  if (!state->attach(*context.state_->context)) {
    return fail(ErrorKind::Internal,
                fmt::format("TLS cannot be set up: {}", take_openssl_reason("unknown reason")));
  }
  ::SSL_set_accept_state(state->ssl.get());
  return Tls(std::move(state));
}

bool Tls::is_client() const {
  return state_->is_client;
}

void Tls::feed(ByteView ciphertext) {
  Bytes& prelude = state_->evidence.prelude;
  if (prelude.size() < kPreludeSize) {
    prelude.append(ciphertext.substr(0, kPreludeSize - prelude.size()));
  }
  while (!ciphertext.empty()) {
    // A memory BIO takes everything, or memory is exhausted.
    const int taken = ::BIO_write(state_->from_peer, ciphertext.data(), as_int(ciphertext.size()));
    if (taken <= 0) {
      throw std::bad_alloc();
    }
    ciphertext.remove_prefix(static_cast<std::size_t>(taken));
  }
}

ByteView Tls::outgoing() const {
  return state_->to_peer.view();
}

void Tls::consume(std::size_t octets) {
  state_->to_peer.consume(octets);
}

Result<bool> Tls::handshake() {
  if (state_->established) {
    return true;
  }
  clear_openssl_errors();
  const int result = ::SSL_do_handshake(state_->ssl.get());
  if (result == 1) {
    state_->established = true;
    return true;
  }
  if (::SSL_get_error(state_->ssl.get(), result) == SSL_ERROR_WANT_READ) {
    return false;
  }
  state_->evidence.openssl_error = ::ERR_peek_error();
  const std::string reason = take_openssl_reason("no reason given");
  if (state_->is_client) {
    return fail(diagnose(state_->evidence));
  }
  return fail(ErrorKind::Tls, fmt::format("the TLS handshake failed: {}", reason));
}

Error Tls::handshake_cut_off() const {
  return state_->is_client
             ? diagnose_cut_off(state_->evidence)
             : Error{.kind = ErrorKind::Tls, .text = "the peer went away during the TLS handshake"};
}

Result<void> Tls::write(ByteView plaintext) {
  while (!plaintext.empty()) {
    clear_openssl_errors();
    std::size_t taken = 0;
    // With memory behind it a write is complete or has failed for good; renegotiation is off.
    if (::SSL_write_ex(state_->ssl.get(), plaintext.data(), plaintext.size(), &taken) != 1) {
      return fail(ErrorKind::Disconnected,
                  fmt::format("TLS cannot send any more: {}", take_openssl_reason("it is closed")));
    }
    plaintext.remove_prefix(taken);
  }
  return {};
}

Result<std::size_t> Tls::read(std::span<char> buffer) {
  clear_openssl_errors();
  std::size_t octets = 0;
  if (::SSL_read_ex(state_->ssl.get(), buffer.data(), buffer.size(), &octets) == 1) {
    return octets;
  }
  switch (::SSL_get_error(state_->ssl.get(), 0)) {
    case SSL_ERROR_WANT_READ:
      return std::size_t{0};
    case SSL_ERROR_ZERO_RETURN:
      state_->peer_closed = true;
      return std::size_t{0};
    default:
      return fail(ErrorKind::Disconnected,
                  fmt::format("the TLS stream broke off: {}", take_openssl_reason("no reason")));
  }
}

bool Tls::peer_closed() const {
  return state_->peer_closed;
}

void Tls::close_notify() {
  clear_openssl_errors();
  [[maybe_unused]] const int sent_or_answered = ::SSL_shutdown(state_->ssl.get());
  clear_openssl_errors();
}

std::string Tls::description() const {
  return fmt::format("TLS {} with {}", to_string(version_of(*state_->ssl)),
                     ::SSL_get_cipher_name(state_->ssl.get()));
}

std::string Tls::warning() const {
  if (!state_->is_client || !state_->established ||
      state_->evidence.min_version >= TlsVersion::V12) {
    return {};
  }
  const TlsVersion version = version_of(*state_->ssl);
  if (version < TlsVersion::V12) {
    return fmt::format(
        "the connection uses TLS {}, which an attacker on the way may be able to break; restrict "
        "it to a network that you trust",
        to_string(version));
  }
  return fmt::format("the server speaks TLS {}: --tls-min {} is not needed", to_string(version),
                     to_string(state_->evidence.min_version));
}

const std::optional<CertificateFacts>& Tls::server_certificate() const {
  return state_->evidence.verdict.certificate;
}

}  // namespace mailhaul::net
