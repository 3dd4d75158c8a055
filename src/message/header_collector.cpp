#include "message/header_collector.hpp"

namespace mailhaul::message {
namespace {

/// Where the block that begins with `bytes` ends, looking for the empty line from `from` on.
std::size_t end_of_header(ByteView bytes, std::size_t from) {
  if (from == 0 && bytes.starts_with("\r\n")) {
    return 2;
  }
  const std::size_t empty_line = bytes.find("\n\r\n", from);
  return empty_line == ByteView::npos ? ByteView::npos : empty_line + 3;
}

}  // namespace

bool HeaderCollector::collect(ByteView& wire) {
  if (buffer_.empty()) {
    const ByteView candidate = wire.substr(0, limit_);
    if (const std::size_t end = end_of_header(candidate, 0); end != ByteView::npos) {
      direct_ = wire.substr(0, end);
      wire.remove_prefix(end);
      return true;
    }
  }
  const std::size_t old_size = buffer_.size();
  buffer_.append(wire.substr(0, limit_ - old_size));
  // An empty line may have begun in the octets before.
  const std::size_t end = end_of_header(buffer_, old_size < 3 ? 0 : old_size - 2);
  if (end != ByteView::npos) {
    buffer_.resize(end);
  }
  wire.remove_prefix(buffer_.size() - old_size);
  is_truncated_ = end == ByteView::npos && buffer_.size() == limit_;
  return end != ByteView::npos || is_truncated_;
}

void HeaderCollector::reset() {
  buffer_.clear();
  direct_ = {};
  is_truncated_ = false;
}

}  // namespace mailhaul::message
