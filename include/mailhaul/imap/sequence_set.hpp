/// Sets of UIDs or message sequence numbers in the order in which they were written, kept as
/// ranges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::imap {

/// One past every number is `*`, the largest in the mailbox, written as this value.
inline constexpr std::uint32_t kStar = 0;

/// first <= last, unless last is kStar. {kStar, kStar} is a lone `*`.
struct SequenceRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  bool operator==(const SequenceRange&) const = default;
};

class SequenceSet {
 public:
  /// As many ranges as a line of 256 KiB can hold.
  static constexpr std::size_t kMaxRanges = 131072;

  SequenceSet() = default;

  explicit SequenceSet(std::uint32_t number) { add(number); }

  SequenceSet(std::uint32_t first, std::uint32_t last) { add_range(first, last); }

  /// sequence-set = (seq-number / seq-range) ["," sequence-set] (RFC 9051 section 9), the whole
  /// text.
  [[nodiscard]] static std::optional<SequenceSet> parse(ByteView text,
                                                        std::size_t max_ranges = kMaxRanges);

  /// Extends the last range if the number follows it directly.
  void add(std::uint32_t number);
  /// The two ends in any order; kStar is larger than any number.
  void add_range(std::uint32_t first, std::uint32_t last);

  [[nodiscard]] bool empty() const { return ranges_.empty(); }

  [[nodiscard]] const std::vector<SequenceRange>& ranges() const { return ranges_; }

  /// Whether `*` occurs.
  [[nodiscard]] bool has_star() const;

  /// How many numbers are written, repeated ones counted again; ranges with `*` count as nothing.
  [[nodiscard]] std::uint64_t count() const;

  /// The number at a place in the order as written: the UID of the index-th message of a
  /// MULTIAPPEND.
  [[nodiscard]] std::optional<std::uint32_t> at(std::uint64_t index) const;

  /// Linear in the number of ranges. A range with `*` contains what is at or above its first
  /// number.
  [[nodiscard]] bool contains(std::uint32_t number) const;

  /// The same set with `*` replaced by `largest`; empty ranges drop out when `largest` is 0.
  [[nodiscard]] SequenceSet resolve(std::uint32_t largest) const;

  bool operator==(const SequenceSet&) const = default;

 private:
  std::vector<SequenceRange> ranges_;
};

/// Appends "1,3:7,9:*". The set must not be empty.
void encode_sequence_set(const SequenceSet& set, Bytes& out);

}  // namespace mailhaul::imap
