/// Lines of a file of any size, through a fixed buffer.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

class LineReader {
 public:
  explicit LineReader(OpenFile file);

  /// The next line without LF or CRLF; valid until the next call. Lines longer than
  /// limits::kMetadataLine are passed over. Nothing at the end of the file or when reading fails.
  [[nodiscard]] std::optional<ByteView> next();

  /// Why there was no further line, if that was not the end of the file.
  [[nodiscard]] std::optional<Refused> failure() const;

 private:
  /// Moves what is left to the front and reads more; false at the end.
  bool fill();
  [[nodiscard]] std::optional<ByteView> take(std::size_t length, std::size_t with_end);

  OpenFile file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool skipping_ = false;
  int error_number_ = 0;
};

/// A whole file of at most limits::kMetadataFile octets; EFBIG if it is longer.
[[nodiscard]] std::variant<Bytes, Refused> read_whole(const OpenFile& file);

}  // namespace mailhaul::maildir
