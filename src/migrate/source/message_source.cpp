#include "migrate/source/message_source.hpp"

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {

MessageSource::MessageSource(maildir::MessageFile& file) : file_(&file) {
  file_->rewind();
}

Result<std::size_t> MessageSource::read(std::span<char> buffer) {
  if (decompressor_) {
    return decompressor_->read(buffer);
  }
  Result<std::size_t> count = read_file(buffer);
  if (count && *count == 0) {
    return check_end();
  }
  if (!count || started_) {
    return count;
  }
  started_ = true;
  form_ = message::stored_form_of(ByteView(buffer.data(), *count));
  if (!message::is_compressed(form_)) {
    return count;
  }
  file_->rewind();
  octets_ = 0;
  decompressor_.emplace(form_, [this](std::span<char> piece) { return read_file(piece); });
  return decompressor_->read(buffer);
}

Result<std::size_t> MessageSource::read_file(std::span<char> buffer) {
  Result<std::size_t> count = file_->read(buffer);
  octets_ += count.value_or(0);
  if (octets_ > file_->size()) {
    return fail(changed_while_read());
  }
  return count;
}

/// At the end of a message that is stored as it is.
Result<std::size_t> MessageSource::check_end() const {
  if (octets_ != file_->size()) {
    return fail(changed_while_read());
  }
  if (file_->is_being_written(now_seconds())) {
    return fail(ErrorKind::Unreadable,
                "the file is still being written: it has less than the size in its name, and was "
                "changed moments ago");
  }
  return std::size_t{0};
}

Error changed_while_read() {
  return {.kind = ErrorKind::Unreadable, .text = "the file changed while it was being read"};
}

}  // namespace mailhaul::migrate
