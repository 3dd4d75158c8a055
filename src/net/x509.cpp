#include "x509.hpp"

#include <arpa/inet.h>
#include <array>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace mailhaul::net {

namespace {

std::string display_name(const X509_NAME* name) {
  const BioPtr memory(::BIO_new(::BIO_s_mem()));
  // RFC 2253 escaping leaves printable ASCII alone, so a hostile name cannot move the cursor.
  ::X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_ONELINE & ~XN_FLAG_SPC_EQ);
  return std::string(bio_text(memory));
}

std::string display_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (::ASN1_TIME_to_tm(time, &parts) != 1) {
    return "an unreadable date";
  }
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", parts);
}

std::string display_ascii(const ASN1_STRING* text) {
  const auto* data = ::ASN1_STRING_get0_data(text);
  std::string out;
  for (int i = 0; i < ::ASN1_STRING_length(text); ++i) {
    const unsigned char octet = data[i];
    out += octet > 0x20 && octet < 0x7f ? std::string(1, static_cast<char>(octet))
                                        : fmt::format("\\x{:02x}", octet);
  }
  return out;
}

std::string display_address(const ASN1_OCTET_STRING* octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int length = ::ASN1_STRING_length(octets);
  const int family = length == 4 ? AF_INET : AF_INET6;
  if ((length != 4 && length != 16) ||
      ::inet_ntop(family, ::ASN1_STRING_get0_data(octets), text.data(), text.size()) == nullptr) {
    return "an unreadable address";
  }
  return text.data();
}

std::vector<std::string> alternative_names(const X509& certificate) {
  const NamesPtr names(static_cast<GENERAL_NAMES*>(
      ::X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> out;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      out.push_back(display_ascii(name->d.dNSName));
    } else if (name->type == GEN_IPADD) {
      out.push_back(display_address(name->d.iPAddress));
    }
  }
  return out;
}

}  // namespace

Fingerprint fingerprint_of(const X509& certificate) {
  Fingerprint digest{};
  unsigned int length = 0;
  if (::X509_digest(&certificate, ::EVP_sha256(), digest.data(), &length) != 1) {
    digest.fill(0);
  }
  return digest;
}

CertificateFacts read_facts(X509& certificate) {
  return {.subject = display_name(::X509_get_subject_name(&certificate)),
          .issuer = display_name(::X509_get_issuer_name(&certificate)),
          .names = alternative_names(certificate),
          .not_before = display_time(::X509_get0_notBefore(&certificate)),
          .not_after = display_time(::X509_get0_notAfter(&certificate)),
          .fingerprint = fingerprint_of(certificate)};
}

Result<std::vector<X509Ptr>> parse_certificates(std::string_view pem) {
  clear_openssl_errors();
  const BioPtr input = view_bio(pem);
  std::vector<X509Ptr> certificates;
  while (X509* next = ::PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(next);
  }
  const bool at_end = ERR_GET_REASON(::ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = take_openssl_reason("no certificate");
  if (certificates.empty() || !at_end) {
    return fail(ErrorKind::Configuration,
                fmt::format("not readable as certificates in PEM form: {}",
                            certificates.empty() && at_end ? "no certificate in it" : reason));
  }
  return certificates;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return ::inet_pton(AF_INET, name.c_str(), octets.data()) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), octets.data()) == 1;
}

}  // namespace mailhaul::net
