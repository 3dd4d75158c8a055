#include "emulator/wire/line_buffer.hpp"

#include <algorithm>

namespace mailhaul::emulator {

bool LineBuffer::flush() {
  if (output_.empty()) {
    return true;
  }
  const bool sent = wire_.write(output_);
  output_.clear();
  return sent;
}

bool LineBuffer::fill() {
  if (!flush()) {
    end_ = WireEnd::Lost;
    return false;
  }
  if (position_ > 0) {
    input_.erase(0, position_);
    position_ = 0;
  }
  do {
    end_ = wire_.read(input_, timeout_);
  } while (end_ == WireEnd::Woken && !wakeable_);
  return end_ == WireEnd::None;
}

std::optional<Line> LineBuffer::line(std::size_t limit) {
  Line line;
  std::size_t searched = 0;
  while (true) {
    const auto end = input_.find('\n', position_ + searched);
    if (end != Bytes::npos) {
      line.text.append(input_, position_, end - position_);
      position_ = end + 1;
      break;
    }
    searched = input_.size() - position_;
    // One octet more than the limit, for the CR.
    if (searched > limit + 1) {
      line.too_long = true;
      line.text.append(input_, position_, searched);
      line.text.resize(std::min(line.text.size(), limit));
      position_ = input_.size();
      searched = 0;
    }
    if (!fill()) {
      return std::nullopt;
    }
  }
  if (!line.too_long && line.text.ends_with('\r')) {
    line.text.pop_back();
  }
  if (line.text.size() > limit) {
    line.too_long = true;
    line.text.resize(limit);
  }
  return line;
}

ByteView LineBuffer::peek(std::size_t limit) {
  if (position_ == input_.size() && !fill()) {
    return {};
  }
  return ByteView(input_).substr(position_, limit);
}

void LineBuffer::consume(std::size_t octets) {
  position_ += octets;
}

bool LineBuffer::discard(std::uint64_t octets) {
  while (octets > 0) {
    const ByteView piece = peek(static_cast<std::size_t>(std::min<std::uint64_t>(octets, 65536)));
    if (piece.empty()) {
      return false;
    }
    octets -= piece.size();
    consume(piece.size());
  }
  return true;
}

void LineBuffer::forget_input() {
  input_.clear();
  position_ = 0;
}

}  // namespace mailhaul::emulator
