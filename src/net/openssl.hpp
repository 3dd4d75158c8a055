/// Owners for OpenSSL's objects, and its error queue as text.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace mailhaul::net {

template <auto free>
struct OpensslDelete {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};

using BioPtr = std::unique_ptr<BIO, OpensslDelete<&::BIO_free_all>>;
using SslPtr = std::unique_ptr<SSL, OpensslDelete<&::SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, OpensslDelete<&::SSL_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDelete<&::X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslDelete<&::EVP_PKEY_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, OpensslDelete<&::GENERAL_NAMES_free>>;

/// A read-only BIO on `text`, which must outlive it.
[[nodiscard]] BioPtr view_bio(std::string_view text);

/// Everything that was written to a memory BIO.
[[nodiscard]] std::string_view bio_text(const BioPtr& memory);

/// The reason of the oldest error in the queue, such as "bad signature", and an empty queue.
/// `otherwise` if there is none.
[[nodiscard]] std::string take_openssl_reason(std::string_view otherwise);

/// Blanks the queue, so that the next error found there belongs to the next call.
void clear_openssl_errors();

}  // namespace mailhaul::net
