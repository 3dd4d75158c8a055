/// The flags that Exchange keeps (E1.7): five system flags and the one keyword $MDNSent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/imap/flags.hpp>

namespace mailhaul::emulator {

/// The list in FLAGS and PERMANENTFLAGS.
inline constexpr std::string_view kFlagList =
    R"((\Seen \Answered \Flagged \Deleted \Draft $MDNSent))";

class Flags {
 public:
  static constexpr std::uint8_t kSeen = 1;
  static constexpr std::uint8_t kAnswered = 2;
  static constexpr std::uint8_t kFlagged = 4;
  static constexpr std::uint8_t kDeleted = 8;
  static constexpr std::uint8_t kDraft = 16;
  static constexpr std::uint8_t kMdnSent = 32;

  Flags() = default;

  explicit Flags(std::uint8_t bits) : bits_(bits) {}

  /// std::nullopt if the list holds anything that this server does not keep, `\Recent` included.
  static std::optional<Flags> from(const imap::FlagSet& flags);

  [[nodiscard]] bool has(std::uint8_t bit) const { return (bits_ & bit) != 0; }

  [[nodiscard]] std::uint8_t bits() const { return bits_; }

  void add(Flags other) { bits_ |= other.bits_; }

  void remove(Flags other) { bits_ &= static_cast<std::uint8_t>(~other.bits_); }

  /// Names in the order of kFlagList.
  [[nodiscard]] std::vector<std::string_view> names() const;

  /// "\Seen \Draft", without parentheses.
  [[nodiscard]] std::string to_string() const;

  bool operator==(const Flags&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace mailhaul::emulator
