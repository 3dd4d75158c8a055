#include "message/stored/stream_decoder.hpp"

#include <bzlib.h>
#include <new>

namespace mailhaul::message {
namespace {

/// Blocks carry checksums, which the library checks. It needs 3.7 MB at most.
class Bzip2Decoder final : public StreamDecoder {
 public:
  Bzip2Decoder() { open(); }

  Bzip2Decoder(const Bzip2Decoder&) = delete;
  Bzip2Decoder& operator=(const Bzip2Decoder&) = delete;
  Bzip2Decoder(Bzip2Decoder&&) = delete;
  Bzip2Decoder& operator=(Bzip2Decoder&&) = delete;

  ~Bzip2Decoder() override { ::BZ2_bzDecompressEnd(&stream_); }

  Result<void> step(ByteView& in, std::span<char>& out) override {
    if (in.empty() && stream_ended_) {
      return {};
    }
    if (stream_ended_) {
      ::BZ2_bzDecompressEnd(&stream_);
      open();
    }
    // The library reads through a pointer that is not const, and writes nothing there.
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = static_cast<unsigned int>(in.size());
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<unsigned int>(out.size());
    const int status = ::BZ2_bzDecompress(&stream_);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.last(stream_.avail_out);
    stream_ended_ = status == BZ_STREAM_END;
    if (status != BZ_OK && status != BZ_STREAM_END) {
      return damaged(StoredForm::Bzip2, "bad data");
    }
    return {};
  }

  [[nodiscard]] bool may_end_here() const override { return stream_ended_; }

 private:
  void open() {
    stream_ = {};
    stream_ended_ = false;
    if (::BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) {
      throw std::bad_alloc();
    }
  }

  bz_stream stream_{};
  bool stream_ended_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_bzip2_decoder() {
  return std::make_unique<Bzip2Decoder>();
}

}  // namespace mailhaul::message
