/// A set of enumerators as bits. The enumerators count from 0.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <initializer_list>

namespace mailhaul::maildir {

template <typename Enum, std::unsigned_integral Bits>
class EnumSet {
 public:
  constexpr EnumSet() = default;

  constexpr EnumSet(std::initializer_list<Enum> values) {
    for (const Enum value : values) {
      insert(value);
    }
  }

  [[nodiscard]] static constexpr EnumSet from_bits(Bits bits) {
    EnumSet set;
    set.bits_ = bits;
    return set;
  }

  constexpr void insert(Enum value) { bits_ = static_cast<Bits>(bits_ | bit(value)); }

  constexpr void insert_all(EnumSet other) { bits_ = static_cast<Bits>(bits_ | other.bits_); }

  [[nodiscard]] constexpr bool contains(Enum value) const { return (bits_ & bit(value)) != 0; }

  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

  [[nodiscard]] constexpr std::size_t size() const {
    return static_cast<std::size_t>(std::popcount(bits_));
  }

  [[nodiscard]] constexpr Bits bits() const { return bits_; }

  friend constexpr bool operator==(EnumSet, EnumSet) = default;

 private:
  [[nodiscard]] static constexpr Bits bit(Enum value) {
    return static_cast<Bits>(Bits{1} << static_cast<unsigned>(value));
  }

  Bits bits_ = 0;
};

}  // namespace mailhaul::maildir
