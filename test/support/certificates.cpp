#include "certificates.hpp"

#include <atomic>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace test {

namespace {

struct KeyDelete {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

struct X509Delete {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

using Key = std::unique_ptr<EVP_PKEY, KeyDelete>;
using Certificate = std::unique_ptr<X509, X509Delete>;

void require(bool condition, const char* what) {
  if (!condition) {
    throw std::runtime_error(std::string("test certificates: ") + what);
  }
}

std::string read_all(BIO* memory) {
  char* data = nullptr;
  const long length = BIO_ctrl(memory, BIO_CTRL_INFO, 0, static_cast<void*>(&data));
  std::string text(data, static_cast<std::size_t>(length));
  BIO_free(memory);
  return text;
}

std::string to_pem(X509* certificate) {
  BIO* memory = BIO_new(BIO_s_mem());
  require(PEM_write_bio_X509(memory, certificate) == 1, "write certificate");
  return read_all(memory);
}

std::string to_pem(EVP_PKEY* key) {
  BIO* memory = BIO_new(BIO_s_mem());
  require(PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "write key");
  return read_all(memory);
}

Key make_key(int rsa_bits) {
  Key key(rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(static_cast<unsigned int>(rsa_bits)));
  require(key != nullptr, "make key");
  return key;
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value.c_str());
  X509_EXTENSION_free(extension);
}

Certificate make_unsigned(const std::string& common_name, int from_days, int to_days,
                          EVP_PKEY* key) {
  static std::atomic<std::uint64_t> serial{1};
  constexpr long kDay = 24L * 60 * 60;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), to_days * kDay);
  require(X509_set_pubkey(certificate.get(), key) == 1, "set key");
  const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
  require(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate.get()), NID_commonName,
                                     MBSTRING_UTF8, text, -1, -1, 0) == 1,
          "set name");
  return certificate;
}

void sign(X509* certificate, EVP_PKEY* key) {
  require(X509_sign(certificate, key, EVP_sha256()) > 0, "sign");
}

std::string names_value(const LeafSpec& spec) {
  std::string value;
  for (const std::string& name : spec.dns_names) {
    value += (value.empty() ? "DNS:" : ",DNS:") + name;
  }
  for (const std::string& address : spec.addresses) {
    value += (value.empty() ? "IP:" : ",IP:") + address;
  }
  return value;
}

PemPair make_leaf(const LeafSpec& spec, X509* issuer, EVP_PKEY* issuer_key) {
  const Key key = make_key(spec.rsa_bits);
  const Certificate leaf =
      make_unsigned(spec.common_name, spec.valid_from_days, spec.valid_to_days, key.get());
  X509* const signer = issuer != nullptr ? issuer : leaf.get();
  require(X509_set_issuer_name(leaf.get(), X509_get_subject_name(signer)) == 1, "set issuer");
  if (const std::string names = names_value(spec); !names.empty()) {
    extend(leaf.get(), signer, NID_subject_alt_name, names);
  }
  extend(leaf.get(), signer, NID_basic_constraints, "critical,CA:FALSE");
  sign(leaf.get(), issuer_key != nullptr ? issuer_key : key.get());
  return {.certificate = to_pem(leaf.get()), .key = to_pem(key.get())};
}

}  // namespace

LeafSpec good_leaf() {
  return {};
}

LeafSpec leaf_for_other_name() {
  return {.common_name = "other.example.net", .dns_names = {"other.example.net"}};
}

LeafSpec expired_leaf() {
  return {.valid_from_days = -400, .valid_to_days = -35};
}

LeafSpec leaf_not_yet_valid() {
  return {.valid_from_days = 10, .valid_to_days = 20};
}

LeafSpec weak_leaf() {
  return {.rsa_bits = 1024};
}

LeafSpec wildcard_leaf() {
  return {.common_name = "*.example.org", .dns_names = {"*.example.org"}};
}

LeafSpec address_leaf() {
  return {.common_name = "mail", .dns_names = {}, .addresses = {"127.0.0.1", "::1"}};
}

struct CertificateAuthority::State {
  Key key;
  Certificate certificate;
};

CertificateAuthority::CertificateAuthority(const std::string& name)
    : state_(std::make_unique<State>()) {
  state_->key = make_key(0);
  state_->certificate = make_unsigned(name, -1000, 1000, state_->key.get());
  X509* const self = state_->certificate.get();
  require(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "set issuer");
  extend(self, self, NID_basic_constraints, "critical,CA:TRUE");
  extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(self, state_->key.get());
}

CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

std::string CertificateAuthority::pem() const {
  return to_pem(state_->certificate.get());
}

PemPair CertificateAuthority::issue(const LeafSpec& spec) const {
  return make_leaf(spec, state_->certificate.get(), state_->key.get());
}

PemPair self_signed(const LeafSpec& spec) {
  return make_leaf(spec, nullptr, nullptr);
}

std::string write_pem(const std::string& directory, const std::string& name,
                      const std::string& pem) {
  std::string path = directory + "/" + name;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  require(fd >= 0, path.c_str());
  const bool written = ::write(fd, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size());
  ::close(fd);
  require(written, path.c_str());
  return path;
}

}  // namespace test
