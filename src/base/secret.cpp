#include <utility>

#include <openssl/crypto.h>

#include <mailhaul/base/secret.hpp>

namespace mailhaul {

void wipe(std::string& value) {
  value.resize(value.capacity());
  OPENSSL_cleanse(value.data(), value.size());
  value.clear();
}

Secret::Secret(std::string&& value) : value_(value) {
  wipe(value);
}

Secret::Secret(Secret&& other) noexcept {
  *this = std::move(other);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    // Swapping keeps short strings from leaving a copy in the moved-from object.
    wipe(value_);
    value_.swap(other.value_);
    wipe(other.value_);
  }
  return *this;
}

Secret::~Secret() {
  wipe(value_);
}

Secret Secret::clone() const {
  std::string copy(value_);
  return Secret(std::move(copy));
}

}  // namespace mailhaul
