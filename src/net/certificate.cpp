#include "openssl.hpp"
#include "x509.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <mailhaul/net/certificate.hpp>

namespace mailhaul::net {

namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  const char lower = static_cast<char>(digit | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// What stands before the digits where people copy fingerprints from.
std::string_view without_label(std::string_view text) {
  for (const std::string_view label : {"sha256 fingerprint=", "sha256:", "sha-256:"}) {
    if (text.size() < label.size()) {
      continue;
    }
    bool equal = true;
    for (std::size_t i = 0; i < label.size(); ++i) {
      const char c = text[i];
      equal = equal && (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == label[i];
    }
    if (equal) {
      return text.substr(label.size());
    }
  }
  return text;
}

bool add_extension(X509& certificate, int nid, const std::string& value) {
  X509V3_CTX context{};
  ::X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = ::X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  const bool added = extension != nullptr && ::X509_add_ext(&certificate, extension, -1) == 1;
  ::X509_EXTENSION_free(extension);
  return added;
}

bool set_serial(X509& certificate) {
  std::uint64_t serial = 0;
  return ::RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1 &&
         ::ASN1_INTEGER_set_uint64(::X509_get_serialNumber(&certificate), serial >> 1U) == 1;
}

std::string alternative_names_value(const std::vector<std::string>& names) {
  std::string value;
  for (const std::string& name : names) {
    value +=
        fmt::format("{}{}:{}", value.empty() ? "" : ",", is_address(name) ? "IP" : "DNS", name);
  }
  return value;
}

bool fill_certificate(X509& certificate, const std::vector<std::string>& names,
                      std::chrono::hours lifetime, EVP_PKEY& key) {
  X509_NAME* const subject = ::X509_get_subject_name(&certificate);
  const auto* common_name = reinterpret_cast<const unsigned char*>(names.front().c_str());
  const long seconds = static_cast<long>(std::chrono::seconds(lifetime).count());
  constexpr long kDay = 24L * 60 * 60;
  return ::X509_set_version(&certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
         ::X509_gmtime_adj(::X509_getm_notBefore(&certificate), -kDay) != nullptr &&
         ::X509_gmtime_adj(::X509_getm_notAfter(&certificate), seconds) != nullptr &&
         ::X509_set_pubkey(&certificate, &key) == 1 &&
         ::X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, common_name, -1, -1,
                                      0) == 1 &&
         ::X509_set_issuer_name(&certificate, subject) == 1 &&
         add_extension(certificate, NID_subject_alt_name, alternative_names_value(names)) &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         ::X509_sign(&certificate, &key, ::EVP_sha256()) > 0;
}

}  // namespace

std::optional<Fingerprint> parse_fingerprint(std::string_view text) {
  Fingerprint fingerprint{};
  std::size_t digits = 0;
  for (const char c : without_label(text)) {
    if (c == ':' || c == ' ') {
      continue;
    }
    const int value = hex_value(c);
    if (value < 0 || digits == 2 * fingerprint.size()) {
      return std::nullopt;
    }
    unsigned char& octet = fingerprint[digits++ / 2];
    octet = static_cast<unsigned char>((octet << 4U) | value);
  }
  return digits == 2 * fingerprint.size() ? std::optional(fingerprint) : std::nullopt;
}

std::string format_fingerprint(const Fingerprint& fingerprint) {
  return fmt::format("{:02X}", fmt::join(fingerprint, ":"));
}

std::string CertificateFacts::describe() const {
  return fmt::format("subject {}, names {}, issuer {}, valid from {} to {}, SHA-256 {}", subject,
                     names.empty() ? "none" : fmt::format("{}", fmt::join(names, " ")), issuer,
                     not_before, not_after, format_fingerprint(fingerprint));
}

Result<CertificateFacts> read_certificate(std::string_view pem) {
  auto certificates = parse_certificates(pem);
  if (!certificates) {
    return fail(std::move(certificates.error()));
  }
  return read_facts(*certificates->front());
}

Result<ServerIdentity> make_self_signed(const std::vector<std::string>& names,
                                        std::chrono::hours lifetime) {
  clear_openssl_errors();
  if (names.empty()) {
    return fail(ErrorKind::Configuration, "a certificate needs at least one name");
  }
  const KeyPtr key(::EVP_EC_gen("P-256"));
  const X509Ptr certificate(::X509_new());
  if (!key || !certificate || !fill_certificate(*certificate, names, lifetime, *key)) {
    return fail(ErrorKind::Configuration, fmt::format("no certificate can be made: {}",
                                                      take_openssl_reason("unknown reason")));
  }
  const BioPtr certificate_pem(::BIO_new(::BIO_s_mem()));
  const BioPtr key_pem(::BIO_new(::BIO_s_secmem()));
  if (::PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
      ::PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return fail(ErrorKind::Internal, fmt::format("no certificate can be written: {}",
                                                 take_openssl_reason("unknown reason")));
  }
  return ServerIdentity{.certificate_pem = std::string(bio_text(certificate_pem)),
                        .key_pem = Secret(std::string(bio_text(key_pem)))};
}

}  // namespace mailhaul::net
