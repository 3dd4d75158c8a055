#include "decimal.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include <mailhaul/imap/sequence_set.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

/// seq-number = nz-number / "*" (RFC 9051 section 9)
std::optional<std::uint32_t> parse_seq_number(ByteView text) {
  if (text == "*") {
    return kStar;
  }
  const auto number = text::parse_number(text);
  if (!number || *number == 0 || *number > std::numeric_limits<std::uint32_t>::max() ||
      text.front() == '0') {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*number);
}

void append_seq_number(std::uint32_t number, Bytes& out) {
  if (number == kStar) {
    out += '*';
  } else {
    append_decimal(number, out);
  }
}

constexpr bool has_no_end(const SequenceRange& range) {
  return range.last == kStar;
}

}  // namespace

std::optional<SequenceSet> SequenceSet::parse(ByteView text, std::size_t max_ranges) {
  SequenceSet set;
  while (set.ranges_.size() < max_ranges) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    const auto colon = part.find(':');
    const auto first = parse_seq_number(part.substr(0, colon));
    const auto last = colon == ByteView::npos ? first : parse_seq_number(part.substr(colon + 1));
    if (!first || !last) {
      return std::nullopt;
    }
    set.add_range(*first, *last);
    if (comma == ByteView::npos) {
      return set;
    }
    text.remove_prefix(comma + 1);
  }
  return std::nullopt;
}

void SequenceSet::add(std::uint32_t number) {
  if (number != kStar && !ranges_.empty() && !has_no_end(ranges_.back()) &&
      ranges_.back().last == number - 1) {
    ranges_.back().last = number;
    return;
  }
  ranges_.push_back({.first = number, .last = number});
}

void SequenceSet::add_range(std::uint32_t first, std::uint32_t last) {
  if (first == last) {
    add(first);
    return;
  }
  if (first == kStar || (last != kStar && last < first)) {
    std::swap(first, last);
  }
  ranges_.push_back({.first = first, .last = last});
}

bool SequenceSet::has_star() const {
  return std::ranges::any_of(ranges_, has_no_end);
}

std::uint64_t SequenceSet::count() const {
  std::uint64_t total = 0;
  for (const auto& range : ranges_) {
    total += has_no_end(range) ? 0 : std::uint64_t{range.last} - range.first + 1;
  }
  return total;
}

std::optional<std::uint32_t> SequenceSet::at(std::uint64_t index) const {
  for (const auto& range : ranges_) {
    if (has_no_end(range)) {
      return std::nullopt;
    }
    const auto length = std::uint64_t{range.last} - range.first + 1;
    if (index < length) {
      return static_cast<std::uint32_t>(range.first + index);
    }
    index -= length;
  }
  return std::nullopt;
}

bool SequenceSet::contains(std::uint32_t number) const {
  return std::ranges::any_of(ranges_, [number](const SequenceRange& range) {
    return range.first != kStar && range.first <= number &&
           (has_no_end(range) || number <= range.last);
  });
}

SequenceSet SequenceSet::resolve(std::uint32_t largest) const {
  SequenceSet resolved;
  for (const auto& range : ranges_) {
    const auto first = range.first == kStar ? largest : range.first;
    const auto last = range.last == kStar ? largest : range.last;
    if (first != 0 && last != 0) {
      resolved.add_range(first, last);
    }
  }
  return resolved;
}

void encode_sequence_set(const SequenceSet& set, Bytes& out) {
  assert(!set.empty());
  bool first = true;
  for (const auto& range : set.ranges()) {
    if (!first) {
      out += ',';
    }
    first = false;
    append_seq_number(range.first, out);
    if (range.last != range.first) {
      out += ':';
      append_seq_number(range.last, out);
    }
  }
}

}  // namespace mailhaul::imap
