#include "message/stored/stream_decoder.hpp"

#include <bit>
#include <new>
#include <zstd.h>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::message {
namespace {

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
};

/// RFC 8878. The library checks the checksum where the frame has one; the size of the window is the
/// file's choice, hence the limit.
class ZstdDecoder final : public StreamDecoder {
 public:
  ZstdDecoder() : context_(::ZSTD_createDCtx()) {
    if (!context_) {
      throw std::bad_alloc();
    }
    constexpr int kWindowLog = std::bit_width(limits::kDecoderMemory) - 1;
    ::ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog);
  }

  Result<void> step(ByteView& in, std::span<char>& out) override {
    if (in.empty() && frame_ended_) {
      return {};
    }
    ZSTD_inBuffer input{.src = in.data(), .size = in.size(), .pos = 0};
    ZSTD_outBuffer output{.dst = out.data(), .size = out.size(), .pos = 0};
    const std::size_t status = ::ZSTD_decompressStream(context_.get(), &output, &input);
    if (::ZSTD_isError(status) != 0) {
      return damaged(StoredForm::Zstd, ::ZSTD_getErrorName(status));
    }
    in.remove_prefix(input.pos);
    out = out.subspan(output.pos);
    // 0: a frame is decoded and flushed. The next one needs no preparation.
    frame_ended_ = status == 0;
    return {};
  }

  [[nodiscard]] bool may_end_here() const override { return frame_ended_; }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  bool frame_ended_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_zstd_decoder() {
  return std::make_unique<ZstdDecoder>();
}

}  // namespace mailhaul::message
