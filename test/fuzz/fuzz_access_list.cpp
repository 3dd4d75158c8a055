#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <mailhaul/maildir/access_list.hpp>

/// Any octets give grants whose words are printable and whose letters are each there once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mailhaul::ByteView file(reinterpret_cast<const char*>(data), size);
  for (const mailhaul::maildir::AccessGrant& grant : mailhaul::maildir::parse_access_list(file)) {
    if (grant.letters.empty() || rights_in_words(grant).empty()) {
      std::abort();
    }
    for (const char octet : holder_in_words(grant)) {
      if (static_cast<unsigned char>(octet) < ' ') {
        std::abort();
      }
    }
  }
  return 0;
}
