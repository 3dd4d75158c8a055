#include "maildir/line_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

#include <mailhaul/base/limits.hpp>

namespace mailhaul::maildir {
namespace {

ssize_t read_some(int fd, char* to, std::size_t length) {
  ssize_t count = 0;
  do {
    count = ::read(fd, to, length);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

LineReader::LineReader(OpenFile file)
    : file_(std::move(file)), buffer_(4 * limits::kMetadataLine) {}

bool LineReader::fill() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
  end_ -= std::exchange(begin_, 0);
  if (end_ > limits::kMetadataLine) {
    skipping_ = true;
    end_ = 0;
  }
  const ssize_t count = read_some(file_.fd.get(), buffer_.data() + end_, buffer_.size() - end_);
  error_number_ = count < 0 ? errno : 0;
  if (count <= 0) {
    return false;
  }
  end_ += static_cast<std::size_t>(count);
  return true;
}

std::optional<ByteView> LineReader::take(std::size_t length, std::size_t with_end) {
  ByteView line(buffer_.data() + begin_, length);
  begin_ += with_end;
  if (std::exchange(skipping_, false) || line.size() > limits::kMetadataLine) {
    return std::nullopt;
  }
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

std::optional<ByteView> LineReader::next() {
  while (true) {
    const ByteView unread(buffer_.data() + begin_, end_ - begin_);
    const std::size_t length = unread.find('\n');
    if (length != ByteView::npos) {
      if (auto line = take(length, length + 1)) {
        return line;
      }
      continue;
    }
    if (!fill()) {
      return begin_ < end_ ? take(end_ - begin_, end_ - begin_) : std::nullopt;
    }
  }
}

std::optional<Refused> LineReader::failure() const {
  return error_number_ == 0 ? std::nullopt
                            : std::optional(Refused{.reason = Refusal::InputOutput,
                                                    .error_number = error_number_});
}

std::variant<Bytes, Refused> read_whole(const OpenFile& file) {
  if (file.facts.size > limits::kMetadataFile) {
    return Refused{.reason = Refusal::InputOutput, .error_number = EFBIG};
  }
  Bytes content(file.facts.size, '\0');
  std::size_t length = 0;
  while (length < content.size()) {
    const ssize_t count =
        read_some(file.fd.get(), content.data() + length, content.size() - length);
    if (count < 0) {
      return Refused{.reason = Refusal::InputOutput, .error_number = errno};
    }
    if (count == 0) {
      break;
    }
    length += static_cast<std::size_t>(count);
  }
  content.resize(length);
  return content;
}

}  // namespace mailhaul::maildir
