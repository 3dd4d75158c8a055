#include "message/line_meter.hpp"

#include <algorithm>
#include <cstring>

namespace mailhaul::message {

void LineMeter::end_line(std::uint64_t length, bool has_cr) {
  longest_ = std::max(longest_, length - (has_cr ? 1 : 0));
}

void LineMeter::update(ByteView wire) {
  std::size_t begin = 0;
  for (std::size_t lf = wire.find('\n'); lf != ByteView::npos; lf = wire.find('\n', begin)) {
    const bool has_cr = lf > 0 ? wire[lf - 1] == '\r' : after_cr_;
    end_line(current_ + lf - begin, has_cr);
    current_ = 0;
    begin = lf + 1;
  }
  if (begin < wire.size()) {
    current_ += wire.size() - begin;
    after_cr_ = wire.back() == '\r';
  } else if (!wire.empty()) {
    after_cr_ = false;
  }
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
  std::size_t i = 0;
  for (; i + sizeof kHighBits <= bytes.size(); i += sizeof kHighBits) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    if ((word & kHighBits) != 0) {
      return true;
    }
  }
  return std::ranges::any_of(bytes.substr(i),
                             [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

}  // namespace mailhaul::message
