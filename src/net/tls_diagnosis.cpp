#include "tls_diagnosis.hpp"

#include "printable.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/sslerr.h>

namespace mailhaul::net {

namespace {

enum class HandshakeFault { Protocol, Cipher, Other };

HandshakeFault classify(unsigned long openssl_error) {
  switch (ERR_GET_REASON(openssl_error)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_INAPPROPRIATE_FALLBACK:
    case SSL_R_TLSV1_ALERT_INAPPROPRIATE_FALLBACK:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED:
      return HandshakeFault::Protocol;
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_CIPHERS_AVAILABLE:
    case SSL_R_WRONG_CIPHER_RETURNED:
    case SSL_R_UNKNOWN_CIPHER_RETURNED:
    case SSL_R_DH_KEY_TOO_SMALL:
    case SSL_R_EE_KEY_TOO_SMALL:
    case SSL_R_WRONG_SIGNATURE_TYPE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
      return HandshakeFault::Cipher;
    default:
      return HandshakeFault::Other;
  }
}

std::string reason_of(unsigned long openssl_error) {
  const char* const reason = ::ERR_reason_error_string(openssl_error);
  return reason != nullptr ? reason : "no reason given";
}

/// The version in a ServerHello: record header (5), handshake header (4), version (2). In TLS 1.3
/// that field says 1.2.
std::optional<TlsVersion> offered_version(ByteView prelude) {
  constexpr std::size_t kVersionAt = 9;
  if (prelude.size() < kVersionAt + 2 || prelude[0] != 22 || prelude[5] != 2 ||
      prelude[kVersionAt] != 3) {
    return std::nullopt;
  }
  const int minor = static_cast<unsigned char>(prelude[kVersionAt + 1]);
  return minor >= 1 && minor <= 3 ? std::optional(static_cast<TlsVersion>(minor - 1))
                                  : std::nullopt;
}

std::string_view option_hint(CertificateFault fault) {
  switch (fault) {
    case CertificateFault::Chain:
      return "name its authority with --ca-file FILE";
    case CertificateFault::Name:
      return "name what it is for with --tls-name NAME";
    default:
      return "";
  }
}

std::string_view fault_word(CertificateFault fault) {
  switch (fault) {
    case CertificateFault::Chain:
      return "chain";
    case CertificateFault::Name:
      return "name";
    case CertificateFault::Date:
      return "date";
    case CertificateFault::Strength:
      return "key or signature strength";
    case CertificateFault::Pin:
      return "fingerprint";
    case CertificateFault::Other:
      break;
  }
  return "certificate";
}

/// What accepts the certificate: one option for each fault if there is one, else the fingerprint.
std::string certificate_hint(const CertificateVerdict& verdict, bool old_protocol) {
  const std::string fingerprint = format_fingerprint(verdict.certificate->fingerprint);
  const std::string exactly =
      fmt::format("accept exactly this certificate with --tls-fingerprint {}", fingerprint);
  std::string separate;
  for (const CertificateProblem& problem : verdict.problems) {
    const std::string_view option = option_hint(problem.fault);
    if (option.empty()) {
      separate.clear();
      break;
    }
    std::string concrete(option);
    if (problem.fault == CertificateFault::Name && !verdict.certificate->names.empty()) {
      concrete =
          fmt::format("name what it is for with --tls-name {}", verdict.certificate->names.front());
    }
    separate += fmt::format("{}{}", separate.empty() ? "" : " and ", concrete);
  }
  if (verdict.has(CertificateFault::Strength) && !old_protocol) {
    separate = "allow old cryptography with --tls-min 1.0";
  }
  return fmt::format("if this is the right server: {}{}{}", separate,
                     separate.empty() ? "" : ", or ", exactly);
}

Error diagnose_certificate(const HandshakeEvidence& evidence) {
  const CertificateVerdict& verdict = evidence.verdict;
  std::string problems;
  for (const CertificateProblem& problem : verdict.problems) {
    const std::string detail = problem.fault == CertificateFault::Name
                                   ? fmt::format("it is not for {}", evidence.expected_name)
                                   : problem.text;
    problems += fmt::format("{}wrong {} ({})", problems.empty() ? "" : ", ",
                            fault_word(problem.fault), detail);
  }
  if (!verdict.certificate) {
    return {.kind = ErrorKind::Tls,
            .text = fmt::format("the server's certificate is not acceptable: {}", problems),
            .where = evidence.host};
  }
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("the server's certificate is not acceptable: {}; it is: {}", problems,
                              verdict.certificate->describe()),
          .where = evidence.host,
          .hint = certificate_hint(verdict, evidence.min_version < TlsVersion::V12)};
}

Error diagnose_plaintext(const HandshakeEvidence& evidence) {
  const ByteView first_line =
      ByteView(evidence.prelude).substr(0, evidence.prelude.find_first_of("\r\n"));
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("this port speaks no TLS: the server answered \"{}\"",
                              printable(first_line)),
          .where = evidence.host,
          .hint = "try --tls starttls, or the port for implicit TLS, which is 993"};
}

std::string old_server_hint(TlsVersion min_version) {
  return min_version < TlsVersion::V12
             ? "what this server offers is older than anything this program can use: put a newer "
               "TLS proxy in front of it"
             : "if the server is old, as Exchange 2007 is, accept it with --tls-min 1.0";
}

Error diagnose_protocol(const HandshakeEvidence& evidence) {
  const auto offered = offered_version(evidence.prelude);
  const std::string server =
      offered && *offered < evidence.min_version
          ? fmt::format("the server speaks TLS {}", to_string(*offered))
          : fmt::format("the server answered \"{}\"", reason_of(evidence.openssl_error));
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("no common protocol: {}, and at least TLS {} is wanted", server,
                              to_string(evidence.min_version)),
          .where = evidence.host,
          .hint = old_server_hint(evidence.min_version)};
}

Error diagnose_cipher(const HandshakeEvidence& evidence) {
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("no common cipher or key exchange: {}",
                              reason_of(evidence.openssl_error)),
          .where = evidence.host,
          .hint = old_server_hint(evidence.min_version)};
}

}  // namespace

bool is_plaintext(ByteView prelude) {
  // A TLS record begins with its content type, 20 to 24 (RFC 8446 section 5.1).
  return !prelude.empty() && (prelude[0] < 20 || prelude[0] > 24);
}

Error diagnose(const HandshakeEvidence& evidence) {
  if (!evidence.verdict.problems.empty()) {
    return diagnose_certificate(evidence);
  }
  if (is_plaintext(evidence.prelude)) {
    return diagnose_plaintext(evidence);
  }
  switch (classify(evidence.openssl_error)) {
    case HandshakeFault::Protocol:
      return diagnose_protocol(evidence);
    case HandshakeFault::Cipher:
      return diagnose_cipher(evidence);
    case HandshakeFault::Other:
      break;
  }
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("the TLS handshake failed: {}", reason_of(evidence.openssl_error)),
          .where = evidence.host};
}

Error diagnose_cut_off(const HandshakeEvidence& evidence) {
  if (is_plaintext(evidence.prelude)) {
    return diagnose_plaintext(evidence);
  }
  return {.kind = ErrorKind::Tls,
          .text = fmt::format("the server closed the connection during the TLS handshake, without "
                              "a reason; it may take no more connections now, or have no protocol "
                              "or cipher in common with us (at least TLS {} is wanted)",
                              to_string(evidence.min_version)),
          .where = evidence.host,
          .hint = old_server_hint(evidence.min_version)};
}

}  // namespace mailhaul::net
