/// What an ideal client would say to move a Maildir++ tree: everything is known and converted
/// before the first octet is sent.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mailhaul::bench {

struct IdealStream {
  /// One command after the other, tags "r1", "r2", ...; literals are non-synchronizing.
  std::string octets;
  /// The end of each command in `octets`.
  std::vector<std::size_t> ends;
  std::size_t messages = 0;
  std::size_t message_octets = 0;  ///< of their wire forms
};

/// CREATE for each folder, then APPENDs of up to `batch` messages and 4 MB each. Without `keywords`
/// for servers that take none.
[[nodiscard]] IdealStream make_ideal_stream(const std::string& maildir, std::size_t batch,
                                            bool keywords);

}  // namespace mailhaul::bench
