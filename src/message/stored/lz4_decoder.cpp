#include "message/stored/stream_decoder.hpp"

#include <algorithm>
#include <cstdint>
#include <lz4.h>

namespace mailhaul::message {
namespace {

/// Dovecot's own container, not the frame format of lz4: the mark of 15 octets, the size of the
/// largest chunk when unpacked, then chunks, each as its packed size and one block of lz4. Numbers
/// are 32 bit, high octet first. There is no checksum and no mark of the end.
class Lz4Decoder final : public StreamDecoder {
 public:
  Result<void> step(ByteView& in, std::span<char>& out) override {
    while (!out.empty()) {
      if (!unpacked_rest_.empty()) {
        put(out);
        continue;
      }
      if (!take(in)) {
        return {};
      }
      if (Result<void> done = use_piece(); !done) {
        return done;
      }
    }
    return {};
  }

  [[nodiscard]] bool may_end_here() const override {
    return has_chunk_ && state_ == State::Size && piece_.empty() && unpacked_rest_.empty();
  }

 private:
  enum class State { Header, Size, Block };

  static constexpr std::size_t kMark = 15;
  static constexpr std::size_t kNumber = 4;
  /// Dovecot writes chunks of 64 KiB.
  static constexpr std::uint32_t kLargestChunk = 1024 * 1024;

  /// Completes the piece that the state asks for; false if there is not enough input.
  bool take(ByteView& in) {
    const std::size_t count = std::min(in.size(), wanted_ - piece_.size());
    piece_ += in.substr(0, count);
    in.remove_prefix(count);
    return piece_.size() == wanted_;
  }

  void put(std::span<char>& out) {
    const std::size_t count = std::min(out.size(), unpacked_rest_.size());
    std::ranges::copy(unpacked_rest_.substr(0, count), out.begin());
    unpacked_rest_.remove_prefix(count);
    out = out.subspan(count);
  }

  Result<void> use_piece() {
    if (state_ == State::Block) {
      return unpack();
    }
    const std::uint32_t number = number_at_end_of_piece();
    const bool is_header = state_ == State::Header;
    const std::uint32_t most =
        is_header ? kLargestChunk : static_cast<std::uint32_t>(::LZ4_compressBound(kLargestChunk));
    if (number == 0 || number > most) {
      return damaged(StoredForm::Lz4, is_header ? "bad header" : "bad size of a chunk");
    }
    if (is_header) {
      chunk_.resize(number);
    }
    expect(is_header ? State::Size : State::Block, is_header ? kNumber : number);
    return {};
  }

  Result<void> unpack() {
    const int count =
        ::LZ4_decompress_safe(piece_.data(), chunk_.data(), static_cast<int>(piece_.size()),
                              static_cast<int>(chunk_.size()));
    if (count < 0) {
      return damaged(StoredForm::Lz4, "bad data");
    }
    unpacked_rest_ = ByteView(chunk_).substr(0, static_cast<std::size_t>(count));
    has_chunk_ = true;
    expect(State::Size, kNumber);
    return {};
  }

  void expect(State state, std::size_t octets) {
    state_ = state;
    wanted_ = octets;
    piece_.clear();
  }

  [[nodiscard]] std::uint32_t number_at_end_of_piece() const {
    constexpr unsigned kOctetBits = 8;
    std::uint32_t number = 0;
    for (const char octet : ByteView(piece_).substr(piece_.size() - kNumber)) {
      number = (number << kOctetBits) | static_cast<unsigned char>(octet);
    }
    return number;
  }

  State state_ = State::Header;
  std::size_t wanted_ = kMark + kNumber;
  Bytes piece_;
  Bytes chunk_;
  ByteView unpacked_rest_;
  bool has_chunk_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_lz4_decoder() {
  return std::make_unique<Lz4Decoder>();
}

}  // namespace mailhaul::message
