/// Looks at a message while it arrives and finds what Exchange cannot convert (E2.6). Memory does
/// not grow with the message. The MIME walk is the emulator's own.
#pragma once

#include "emulator/content/mime_walk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/emulator/profile.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

/// What was found when the last octet had come.
struct ContentReport {
  /// The key of the first check that failed: "nul_bytes".
  std::optional<std::string> refused_by = {};
  std::vector<std::string> x_headers = {};  ///< names of custom fields of the top header
  std::optional<text::UnixSeconds> received_date = {};  ///< of the topmost Received field
  bool bare_line_ends = false;
};

class ContentScanner : private MimeEvents {
 public:
  explicit ContentScanner(const ContentRules& rules) : rules_(rules), walk_(*this) {}

  /// The next octets, in pieces of any size.
  void feed(ByteView octets);

  /// After the last octet, once.
  ContentReport finish();

 private:
  void header(const PartHeader& header) override;
  void body_line(const PartHeader& part, ByteView line) override;
  void part_end(const PartHeader& part) override;

  void refuse(bool broken, const char* key);
  void check_top_header(const PartHeader& header);
  void check_addresses(const PartHeader& header);
  void line(ByteView line);

  ContentRules rules_;
  MimeWalk walk_;
  ContentReport report_;
  Bytes pending_;  ///< an unfinished line
  std::size_t parts_ = 0;
  std::uint64_t encoded_octets_ = 0;  ///< of the present part
  std::uint64_t decoded_octets_ = 0;
  std::uint64_t bad_octets_ = 0;
};

}  // namespace mailhaul::emulator
