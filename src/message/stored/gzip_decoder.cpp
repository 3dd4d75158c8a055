#include "message/stored/stream_decoder.hpp"

#include <new>
#include <zlib.h>

namespace mailhaul::message {
namespace {

/// RFC 1952. zlib checks the CRC and the length at the end of each member.
class GzipDecoder final : public StreamDecoder {
 public:
  GzipDecoder() {
    constexpr int kGzipOnly = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) {
      throw std::bad_alloc();
    }
  }

  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  GzipDecoder(GzipDecoder&&) = delete;
  GzipDecoder& operator=(GzipDecoder&&) = delete;

  ~GzipDecoder() override { ::inflateEnd(&stream_); }

  Result<void> step(ByteView& in, std::span<char>& out) override {
    if (in.empty() && member_ended_) {
      return {};
    }
    if (member_ended_) {
      ::inflateReset(&stream_);
      member_ended_ = false;
    }
    // zlib reads through a pointer that is not const, and writes nothing there.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.last(stream_.avail_out);
    member_ended_ = status == Z_STREAM_END;
    // Z_BUF_ERROR: nothing to do without more input.
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      return damaged(StoredForm::Gzip, stream_.msg == nullptr ? "bad data" : stream_.msg);
    }
    return {};
  }

  [[nodiscard]] bool may_end_here() const override { return member_ended_; }

 private:
  z_stream stream_{};
  bool member_ended_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_gzip_decoder() {
  return std::make_unique<GzipDecoder>();
}

}  // namespace mailhaul::message
