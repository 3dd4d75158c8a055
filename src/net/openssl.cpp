#include "openssl.hpp"

#include <openssl/err.h>

namespace mailhaul::net {

BioPtr view_bio(std::string_view text) {
  return BioPtr(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string_view bio_text(const BioPtr& memory) {
  char* data = nullptr;
  // BIO_get_mem_data is this call behind a C cast.
  const long length = ::BIO_ctrl(memory.get(), BIO_CTRL_INFO, 0, static_cast<void*>(&data));
  return length > 0 ? std::string_view(data, static_cast<std::size_t>(length)) : std::string_view();
}

std::string take_openssl_reason(std::string_view otherwise) {
  const char* const reason = ::ERR_reason_error_string(::ERR_peek_error());
  std::string text(reason != nullptr ? reason : otherwise);
  ::ERR_clear_error();
  return text;
}

void clear_openssl_errors() {
  ::ERR_clear_error();
}

}  // namespace mailhaul::net
