/// Tolerances: what is accepted although the grammar forbids it, for which server, and where that
/// is documented. Run-time data, since one run may meet several servers; each row has a test.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mailhaul::imap {

enum class Quirk : std::uint8_t {
  BareCopyUid,
  BareLineFeed,
  ContinuationWithoutBlank,
  MissingText,
  SpacesBetweenCapabilities,
  TrailingBlank,
  UnquotedListName,
};

struct QuirkRow {
  Quirk quirk;
  std::string_view name;
  std::string_view accepts;
  std::string_view server;
  std::string_view reference;
};

[[nodiscard]] std::span<const QuirkRow> quirk_table();

class QuirkSet {
 public:
  QuirkSet() = default;

  [[nodiscard]] static QuirkSet all();

  [[nodiscard]] bool has(Quirk quirk) const { return (bits_ & bit(quirk)) != 0; }

  void add(Quirk quirk) { bits_ |= bit(quirk); }

  bool operator==(const QuirkSet&) const = default;

 private:
  static constexpr std::uint32_t bit(Quirk quirk) {
    return std::uint32_t{1} << static_cast<std::uint32_t>(quirk);
  }

  std::uint32_t bits_ = 0;
};

}  // namespace mailhaul::imap
