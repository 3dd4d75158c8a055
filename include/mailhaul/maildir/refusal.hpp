/// Why something in the tree was not opened.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mailhaul::maildir {

enum class Refusal : std::uint8_t {
  NotFound,
  Symlink,  ///< the name, or a directory on the way to it, is a symbolic link
  Fifo,
  Socket,
  Device,
  Directory,        ///< a directory where a file is expected
  NotADirectory,    ///< a file where a directory is expected
  Permission,       ///< the user as whom we read may not
  ForeignHardLink,  ///< with root's rights: not the owner's file, and it has another name elsewhere
  Empty,            ///< a message of zero bytes
  TooDeep,          ///< a directory below more of them than are entered
  InputOutput,      ///< the disk or the network file system failed
};

struct Refused {
  Refusal reason = Refusal::InputOutput;
  /// errno where the system said no, else 0.
  int error_number = 0;

  friend bool operator==(const Refused&, const Refused&) = default;
};

/// A fixed word for programs: "symlink", "foreign-hard-link".
[[nodiscard]] std::string_view to_string(Refusal reason);

/// For people, as the end of a sentence that starts with the file's name: "is a symbolic link, and
/// links are not followed".
[[nodiscard]] std::string describe(const Refused& refused);

}  // namespace mailhaul::maildir
