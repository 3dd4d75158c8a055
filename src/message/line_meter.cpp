#include "message/line_meter.hpp"

#include "message/line_feeds.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace mailhaul::message {
namespace {

/// With how many CRs, up to two, a line ends that ended with `before` of them before `more` came.
int crs_at_end(ByteView more, int before) {
  if (more.empty()) {
    return before;
  }
  if (more.back() != '\r') {
    return 0;
  }
  const bool is_second = more.size() == 1 ? before > 0 : more[more.size() - 2] == '\r';
  return is_second ? 2 : 1;
}

}  // namespace

void LineMeter::update(ByteView wire) {
  std::size_t begin = 0;
  for_each_line_feed(wire, [&](std::size_t lf) {
    const ByteView seen(wire.data() + begin, lf - begin);
    const int crs = crs_at_end(seen, crs_);
    longest_ = std::max(longest_, current_ + seen.size() - (crs > 0 ? 1 : 0));
    doubled_crs_ += crs > 1 ? 1 : 0;
    current_ = 0;
    crs_ = 0;
    begin = lf + 1;
  });
  current_ += wire.size() - begin;
  crs_ = crs_at_end(wire.substr(begin), crs_);
}

std::uint64_t LineMeter::longest() const {
  return std::max(longest_, current_);
}

std::uint64_t count_nuls(ByteView bytes) {
  std::uint64_t count = 0;
  for (std::size_t at = bytes.find('\0'); at != ByteView::npos; at = bytes.find('\0', at + 1)) {
    ++count;
  }
  return count;
}

bool has_8bit(ByteView bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::array<std::uint64_t, 4> words{};
  std::size_t i = 0;
  for (; i + sizeof words <= bytes.size(); i += sizeof words) {
    std::memcpy(words.data(), bytes.data() + i, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) {
      return true;
    }
  }
  return std::ranges::any_of(bytes.substr(i),
                             [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

}  // namespace mailhaul::message
