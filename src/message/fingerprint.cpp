#include <cstring>
#include <new>

#include <openssl/evp.h>

#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::message {
namespace {

/// SHA-256 has no way to fail but for want of memory.
void require(int openssl_result) {
  if (openssl_result != 1) {
    throw std::bad_alloc();
  }
}

/// Fetched once: OpenSSL 3 searches its providers on every use of EVP_sha256().
const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> digest(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  require(digest != nullptr ? 1 : 0);
  return digest.get();
}

}  // namespace

ByteView Fingerprint::bytes() const {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::string Fingerprint::hex() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * octets.size());
  for (const unsigned char octet : octets) {
    text.push_back(kDigits[octet >> 4U]);
    text.push_back(kDigits[octet & 0xFU]);
  }
  return text;
}

std::optional<Fingerprint> Fingerprint::from_bytes(ByteView bytes) {
  Fingerprint fingerprint;
  if (bytes.size() != fingerprint.octets.size()) {
    return std::nullopt;
  }
  std::memcpy(fingerprint.octets.data(), bytes.data(), bytes.size());
  return fingerprint;
}

void Fingerprinter::FreeContext::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Fingerprinter::Fingerprinter() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr ? 1 : 0);
  require(EVP_DigestInit_ex2(context_.get(), sha256(), nullptr));
}

void Fingerprinter::update(ByteView wire) {
  require(EVP_DigestUpdate(context_.get(), wire.data(), wire.size()));
}

Fingerprint Fingerprinter::finish() {
  Fingerprint fingerprint;
  require(EVP_DigestFinal_ex(context_.get(), fingerprint.octets.data(), nullptr));
  require(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr));
  return fingerprint;
}

Fingerprint fingerprint_of(ByteView wire) {
  Fingerprinter fingerprinter;
  fingerprinter.update(wire);
  return fingerprinter.finish();
}

std::int64_t stable_hash64(ByteView bytes) {
  static thread_local Fingerprinter fingerprinter;
  fingerprinter.update(bytes);
  const Fingerprint digest = fingerprinter.finish();
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) {
    value = value << 8U | digest.octets[i];
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace mailhaul::message
