/// The one place where the octets of a message come from a file: as they are, or unpacked where the
/// server stored them compressed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/message/decompressor.hpp>
#include <mailhaul/message/stored_form.hpp>

namespace mailhaul::migrate {

/// One reading of the file from its first octet. A form that cannot be unpacked (mail_crypt) is
/// read as it is, for others to recognise.
class MessageSource {
 public:
  /// `file` must outlive the source, and nothing else may read it meanwhile.
  explicit MessageSource(maildir::MessageFile& file);

  MessageSource(const MessageSource&) = delete;
  MessageSource& operator=(const MessageSource&) = delete;
  MessageSource(MessageSource&&) = delete;
  MessageSource& operator=(MessageSource&&) = delete;
  ~MessageSource() = default;

  /// The next octets of the message, at most `buffer.size()`, which is at least
  /// message::kStoredFormOctets; 0 at its end. Unreadable if the disk fails, if the file has not
  /// the size that it had when it was opened, if it is still being written, or as Decompressor
  /// says.
  [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);

  /// How the message is stored; known after the first read.
  [[nodiscard]] message::StoredForm form() const { return form_; }

 private:
  [[nodiscard]] Result<std::size_t> read_file(std::span<char> buffer);
  [[nodiscard]] Result<std::size_t> check_end() const;

  maildir::MessageFile* file_;
  std::uint64_t octets_ = 0;
  bool started_ = false;
  message::StoredForm form_ = message::StoredForm::Plain;
  std::optional<message::Decompressor> decompressor_;
};

/// The error of a file that is not what it was when it was opened or first read.
[[nodiscard]] Error changed_while_read();

}  // namespace mailhaul::migrate
