#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/maildir/size_in_name.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {

MessageFile::MessageFile(OpenFile file, Bytes file_name, Subdirectory subdirectory)
    : file_(std::move(file)), file_name_(std::move(file_name)), subdirectory_(subdirectory) {}

FlagSet MessageFile::flags() const {
  return parse_message_name(file_name_).flags;
}

KeywordLetters MessageFile::keyword_letters() const {
  return parse_message_name(file_name_).keyword_letters;
}

void MessageFile::expect_reading() const {
  // Advice only: where it is not taken, reading waits for the disk.
  [[maybe_unused]] const int ignored = ::posix_fadvise(file_.fd.get(), 0, 0, POSIX_FADV_WILLNEED);
}

bool MessageFile::holds_data() const {
  return ::lseek(file_.fd.get(), 0, SEEK_DATA) >= 0 || errno != ENXIO;
}

bool MessageFile::is_being_written(std::int64_t now) const {
  constexpr std::int64_t kMomentsAgo = 120;
  const auto announced = size_in_name(parse_message_name(file_name_).unique_name).file_size;
  return announced && *announced > size() && mtime() <= now && now - mtime() < kMomentsAgo;
}

/// A file on a disk gives less than was asked for at its end only; asking once more to be told so
/// would cost as much as reading a small message.
Result<std::size_t> MessageFile::read(std::span<char> buffer) {
  if (was_cut_short_ && offset_ >= size()) {
    return std::size_t{0};
  }
  ssize_t count = 0;
  do {
    count = ::pread(file_.fd.get(), buffer.data(), buffer.size(), static_cast<off_t>(offset_));
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    return fail(ErrorKind::Unreadable, std::strerror(errno), text::escape_for_display(file_name_));
  }
  offset_ += static_cast<std::uint64_t>(count);
  was_cut_short_ = static_cast<std::size_t>(count) < buffer.size();
  return static_cast<std::size_t>(count);
}

}  // namespace mailhaul::maildir
