#include "emulator/wire/line_watch.hpp"

#include <algorithm>

namespace mailhaul::emulator {

std::optional<std::size_t> LineWatch::overrun_in(ByteView piece) {
  std::size_t begin = 0;
  while (begin < piece.size()) {
    const auto end = piece.find('\n', begin);
    const bool ends = end != ByteView::npos;
    const ByteView part = piece.substr(begin, (ends ? end : piece.size()) - begin);
    const bool cr = part.empty() ? ends && after_cr_ : part.back() == '\r';
    const std::size_t length = run_ + part.size() - (cr ? 1 : 0);
    longest_ = std::max(longest_, length);
    if (length > limit_) {
      return begin + std::min(part.size(), limit_ + 1 - std::min(run_, limit_ + 1));
    }
    after_cr_ = cr && !ends;
    run_ = ends ? 0 : run_ + part.size();
    begin = ends ? end + 1 : piece.size();
  }
  return std::nullopt;
}

}  // namespace mailhaul::emulator
