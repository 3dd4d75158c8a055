/// One of the five formats that Dovecot compresses with, octets in and octets out. Each file beside
/// this one wraps one library; what they have in common is in decompressor.cpp.
#pragma once

#include <memory>
#include <span>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {

/// Memory is bounded whatever the input says, by limits::kDecoderMemory.
class StreamDecoder {
 public:
  StreamDecoder() = default;
  StreamDecoder(const StreamDecoder&) = delete;
  StreamDecoder& operator=(const StreamDecoder&) = delete;
  StreamDecoder(StreamDecoder&&) = delete;
  StreamDecoder& operator=(StreamDecoder&&) = delete;
  virtual ~StreamDecoder() = default;

  /// Takes octets from the front of `in`, puts octets to the front of `out`, and leaves in both
  /// what is still unread and unfilled. Stops when either is used up, or at the end of a frame;
  /// what follows a frame must be another one. Unreadable if the input is damaged, checksums
  /// included.
  [[nodiscard]] virtual Result<void> step(ByteView& in, std::span<char>& out) = 0;

  /// Whether everything taken so far is whole frames, and all that they held was put out.
  [[nodiscard]] virtual bool may_end_here() const = 0;
};

[[nodiscard]] std::unique_ptr<StreamDecoder> make_gzip_decoder();
[[nodiscard]] std::unique_ptr<StreamDecoder> make_bzip2_decoder();
[[nodiscard]] std::unique_ptr<StreamDecoder> make_xz_decoder();
[[nodiscard]] std::unique_ptr<StreamDecoder> make_zstd_decoder();
[[nodiscard]] std::unique_ptr<StreamDecoder> make_lz4_decoder();

/// The error of all of them: "is damaged", with what the library said.
[[nodiscard]] Failure damaged(StoredForm form, ByteView reason);

}  // namespace mailhaul::message
