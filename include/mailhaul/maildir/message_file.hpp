/// One message, open for reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/directory.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/message_name.hpp>

namespace mailhaul::maildir {

class MessageFile {
 public:
  MessageFile(OpenFile file, Bytes file_name, Subdirectory subdirectory);

  /// Size on disk when it was opened.
  [[nodiscard]] std::uint64_t size() const { return file_.facts.size; }

  /// Seconds since 1970, fractions rounded down.
  [[nodiscard]] std::int64_t mtime() const { return file_.facts.mtime; }

  [[nodiscard]] const FileFacts& facts() const { return file_.facts; }

  /// The name under which it was opened, which may be newer than the list's.
  [[nodiscard]] ByteView file_name() const { return file_name_; }

  [[nodiscard]] Subdirectory subdirectory() const { return subdirectory_; }

  /// Flags of that name.
  [[nodiscard]] FlagSet flags() const;
  [[nodiscard]] KeywordLetters keyword_letters() const;

  /// Tells the disk that the whole file is about to be read.
  void expect_reading() const;

  /// Whether anything was ever written into it: of a file of holes alone the file system knows,
  /// without reading, that it holds nothing but NUL octets.
  [[nodiscard]] bool holds_data() const;

  /// Whether it has less than the size in its name (",S=") and was changed moments before `now`, in
  /// seconds since 1970: a program that does not deliver through `tmp` is still writing it.
  [[nodiscard]] bool is_being_written(std::int64_t now) const;

  /// The next bytes of the file, at most `buffer.size()`; 0 at its end. Unreadable if the disk
  /// fails.
  [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);

  /// Nothing will be read any more; all else is still known.
  void close() { file_.fd.reset(); }

  [[nodiscard]] bool is_open() const { return file_.fd.valid(); }

  /// The next read starts at the first byte again.
  void rewind() {
    offset_ = 0;
    was_cut_short_ = false;
  }

 private:
  OpenFile file_;
  Bytes file_name_;
  Subdirectory subdirectory_;
  std::uint64_t offset_ = 0;
  bool was_cut_short_ = false;  ///< the last read
};

/// The message was removed, or moved to another folder, after the folder was read.
struct Vanished {};

using OpenOutcome = std::variant<MessageFile, Vanished, Refused>;

}  // namespace mailhaul::maildir
