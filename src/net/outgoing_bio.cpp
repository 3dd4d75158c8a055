#include "outgoing_bio.hpp"

#include <memory>
#include <new>

namespace mailhaul::net {
namespace {

using BioMethodPtr = std::unique_ptr<BIO_METHOD, OpensslDelete<&::BIO_meth_free>>;

int write_all(BIO* bio, const char* octets, std::size_t size, std::size_t* written) {
  try {
    static_cast<OutgoingBuffer*>(::BIO_get_data(bio))->append(ByteView(octets, size));
  } catch (const std::bad_alloc&) {
    return 0;  // OpenSSL has no exceptions
  }
  *written = size;
  return 1;
}

/// Nothing is held back, so that there is nothing to flush.
long control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BioMethodPtr make_method() {
  BioMethodPtr method(::BIO_meth_new(BIO_TYPE_SOURCE_SINK, "ciphertext for the peer"));
  if (method && ::BIO_meth_set_write_ex(method.get(), &write_all) == 1 &&
      ::BIO_meth_set_ctrl(method.get(), &control) == 1) {
    return method;
  }
  return nullptr;
}

}  // namespace

BioPtr outgoing_bio(OutgoingBuffer& buffer) {
  static const BioMethodPtr method = make_method();
  BioPtr bio(method ? ::BIO_new(method.get()) : nullptr);
  if (bio) {
    ::BIO_set_data(bio.get(), &buffer);
    ::BIO_set_init(bio.get(), 1);
  }
  return bio;
}

}  // namespace mailhaul::net
