/// Unpacks a message that a server stored compressed, as a stream.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::message {

class StreamDecoder;

/// Gives the octets of the message, or an error, never a part of the message with a good end: a
/// file that is cut off, fails its checksum, or has anything but further members behind its end is
/// damaged. Bounded in memory and in what it unpacks (limits::kUnpackedMessage,
/// limits::kUnpackedRatio).
class Decompressor {
 public:
  /// Fills the front of the buffer with the next octets of the file; 0 at its end.
  using Source = std::function<Result<std::size_t>(std::span<char>)>;

  /// `form` must be compressed.
  Decompressor(StoredForm form, Source source);
  Decompressor(Decompressor&&) noexcept;
  Decompressor& operator=(Decompressor&&) noexcept;
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  ~Decompressor();

  /// The next octets of the message, at most `buffer.size()`; 0 at its end. Unreadable if it is
  /// damaged, unpacks to more than the limits allow, or the source fails.
  [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);

 private:
  [[nodiscard]] Result<void> refill();
  [[nodiscard]] Result<void> check_limits() const;

  StoredForm form_;
  Source source_;
  std::unique_ptr<StreamDecoder> decoder_;
  Bytes buffer_;
  /// What of the buffer is not decoded yet.
  ByteView unread_;
  bool source_ended_ = false;
  std::uint64_t packed_ = 0;
  std::uint64_t unpacked_ = 0;
};

}  // namespace mailhaul::message
