#include "migrate/upload/message_source.hpp"

namespace mailhaul::migrate {

MessageSource::MessageSource(maildir::MessageFile& file) : file_(&file) {
  file_->rewind();
}

Result<std::size_t> MessageSource::read(std::span<char> buffer) {
  if (decompressor_) {
    return decompressor_->read(buffer);
  }
  Result<std::size_t> count = read_file(buffer);
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

Error changed_while_read() {
  return {.kind = ErrorKind::Unreadable, .text = "the file changed while it was being read"};
}

}  // namespace mailhaul::migrate
