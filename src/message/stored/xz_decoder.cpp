#include "message/stored/stream_decoder.hpp"

#include <lzma.h>
#include <new>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::message {
namespace {

/// The library checks what checksum the file has. The dictionary's size is the file's choice, up to
/// 4 GiB, hence the limit.
class XzDecoder final : public StreamDecoder {
 public:
  XzDecoder() { open(); }

  XzDecoder(const XzDecoder&) = delete;
  XzDecoder& operator=(const XzDecoder&) = delete;
  XzDecoder(XzDecoder&&) = delete;
  XzDecoder& operator=(XzDecoder&&) = delete;

  ~XzDecoder() override { ::lzma_end(&stream_); }

  Result<void> step(ByteView& in, std::span<char>& out) override {
    if (in.empty() && stream_ended_) {
      return {};
    }
    if (stream_ended_) {
      open();
    }
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret status = ::lzma_code(&stream_, LZMA_RUN);
    in.remove_prefix(in.size() - stream_.avail_in);
    out = out.last(stream_.avail_out);
    stream_ended_ = status == LZMA_STREAM_END;
    if (status == LZMA_MEMLIMIT_ERROR) {
      return damaged(StoredForm::Xz, fmt::format("it asks for more than {} octets of memory",
                                                 limits::kDecoderMemory));
    }
    // LZMA_BUF_ERROR: nothing to do without more input.
    if (status != LZMA_OK && status != LZMA_STREAM_END && status != LZMA_BUF_ERROR) {
      return damaged(StoredForm::Xz, "bad data");
    }
    return {};
  }

  [[nodiscard]] bool may_end_here() const override { return stream_ended_; }

 private:
  void open() {
    stream_ended_ = false;
    if (::lzma_stream_decoder(&stream_, limits::kDecoderMemory, 0) != LZMA_OK) {
      throw std::bad_alloc();
    }
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool stream_ended_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_xz_decoder() {
  return std::make_unique<XzDecoder>();
}

}  // namespace mailhaul::message
