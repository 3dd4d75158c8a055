/// Line by line reader of `dovecot-uidlist` (version 1 and 3) and `courierimapuiddb`. The UIDs are
/// used for the order of messages only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::maildir {

struct UidListEntry {
  std::uint32_t uid;
  /// The unique name as the server wrote it; points into the line.
  ByteView unique_name;
};

class UidListParser {
 public:
  /// Takes a line without its line end. Nothing for the header, for lines that make no sense and
  /// for every line of a file whose header is of an unknown version.
  [[nodiscard]] std::optional<UidListEntry> parse_line(ByteView line);

  /// 0 until a header named one.
  [[nodiscard]] std::uint32_t uidvalidity() const { return uidvalidity_; }

  [[nodiscard]] std::size_t broken_lines() const { return broken_lines_; }

 private:
  enum class Version : std::uint8_t { Unread, Unknown, One, Three };

  void parse_header(ByteView line);

  Version version_ = Version::Unread;
  std::uint32_t uidvalidity_ = 0;
  std::size_t broken_lines_ = 0;
};

}  // namespace mailhaul::maildir
