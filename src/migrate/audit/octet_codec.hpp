/// Values as octets and back, for a file that the same program reads: no byte order, no versions.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::migrate {

template <typename T>
concept PlainValue = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Writes the octets of plain values, and sizes before whatever has one.
class Encoder {
 public:
  explicit Encoder(Bytes& out) : out_(out) {}

  static constexpr bool kReads = false;

  template <PlainValue T>
  void pass(T& value) {
    std::array<char, sizeof(T)> octets{};
    std::memcpy(octets.data(), &value, sizeof(T));
    out_.append(octets.data(), octets.size());
  }

  void pass(std::string& text) {
    pass_size(text.size());
    out_ += text;
  }

  void pass_size(std::size_t size) { pass(size); }

 private:
  Bytes& out_;
};

/// The inverse; stops at the first octet that makes no sense.
class Decoder {
 public:
  explicit Decoder(ByteView octets) : rest_(octets) {}

  static constexpr bool kReads = true;

  template <PlainValue T>
  void pass(T& value) {
    const ByteView octets = take(sizeof(T));
    if (!failed_) {
      if constexpr (std::is_same_v<T, bool>) {
        value = octets.front() != 0;
      } else {
        octets.copy(reinterpret_cast<char*>(&value), sizeof(T));
      }
    }
  }

  void pass(std::string& text) { text = take(take_size(1)); }

  /// How many elements follow, each of at least `least` octets.
  std::size_t take_size(std::size_t least) {
    std::size_t size = 0;
    pass(size);
    failed_ = failed_ || size > rest_.size() / least;
    return failed_ ? 0 : size;
  }

  void fail() { failed_ = true; }

  [[nodiscard]] bool failed() const { return failed_; }

  [[nodiscard]] bool is_complete() const { return !failed_ && rest_.empty(); }

 private:
  ByteView take(std::size_t size) {
    failed_ = failed_ || size > rest_.size();
    const ByteView taken = rest_.substr(0, failed_ ? 0 : size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  ByteView rest_;
  bool failed_ = false;
};

}  // namespace mailhaul::migrate
