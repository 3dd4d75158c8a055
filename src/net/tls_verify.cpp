#include "tls_verify.hpp"

#include "x509.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace mailhaul::net {

namespace {

CertificateFault classify(int code) {
  switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return CertificateFault::Name;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD:
    case X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD:
      return CertificateFault::Date;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return CertificateFault::Strength;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
      return CertificateFault::Chain;
    default:
      return CertificateFault::Other;
  }
}

void note(CertificateVerdict& verdict, CertificateFault fault, std::string text) {
  // A chain that does not end in trust is reported by OpenSSL at several of its links.
  if (!verdict.has(fault)) {
    verdict.problems.push_back({.fault = fault, .text = std::move(text)});
  }
}

CertificateVerdict& verdict_of(X509_STORE_CTX* store) {
  const auto* ssl = static_cast<const SSL*>(
      ::X509_STORE_CTX_get_ex_data(store, ::SSL_get_ex_data_X509_STORE_CTX_idx()));
  return *static_cast<CertificateVerdict*>(::SSL_CTX_get_ex_data(::SSL_get_SSL_CTX(ssl), 0));
}

/// Called by OpenSSL for every step; going on after a problem finds the others too.
int note_problem(int accepted, X509_STORE_CTX* store) {
  if (accepted == 0) {
    const int code = ::X509_STORE_CTX_get_error(store);
    note(verdict_of(store), classify(code), ::X509_verify_cert_error_string(code));
  }
  return 1;
}

void verify_chain(X509_STORE_CTX& store, CertificateVerdict& verdict) {
  ::X509_STORE_CTX_set_verify_cb(&store, &note_problem);
  if (::X509_verify_cert(&store) != 1 && verdict.problems.empty()) {
    note(verdict, CertificateFault::Other,
         ::X509_verify_cert_error_string(::X509_STORE_CTX_get_error(&store)));
  }
}

/// Called by OpenSSL in place of its own verification; 0 ends the handshake with an alert.
int verify_server(X509_STORE_CTX* store, void* argument) {
  auto& verdict = *static_cast<CertificateVerdict*>(argument);
  verdict.problems.clear();
  X509* const leaf = ::X509_STORE_CTX_get0_cert(store);
  if (leaf == nullptr) {
    note(verdict, CertificateFault::Other, "there is none");
    return 0;
  }
  verdict.certificate = read_facts(*leaf);
  if (!verdict.wanted) {
    verify_chain(*store, verdict);
  } else if (verdict.certificate->fingerprint != *verdict.wanted) {
    note(verdict, CertificateFault::Pin, "another fingerprint than --tls-fingerprint");
  }
  if (verdict.problems.empty()) {
    ::X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
  }
  if (::X509_STORE_CTX_get_error(store) == X509_V_OK) {
    ::X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  }
  return 0;
}

}  // namespace

bool CertificateVerdict::has(CertificateFault fault) const {
  return std::ranges::any_of(
      problems, [fault](const CertificateProblem& problem) { return problem.fault == fault; });
}

void install_verification(SSL_CTX& context, CertificateVerdict& verdict) {
  ::SSL_CTX_set_ex_data(&context, 0, &verdict);
  ::SSL_CTX_set_cert_verify_callback(&context, &verify_server, &verdict);
}

}  // namespace mailhaul::net
