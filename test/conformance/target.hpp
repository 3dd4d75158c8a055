/// The servers that the suites run against, and what each does to mail that others keep as it is.
#pragma once

#include "support/real_server.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace mailhaul::conformance {

struct Target {
  std::string name;
  test::RealServer (*start)();
  /// What stands before every personal mailbox name, and between its levels.
  std::string prefix;
  std::string delimiter;
  bool has_tls = false;
  /// What the server gives back for the bytes it was given; std::nullopt if it refuses them.
  std::optional<std::string> (*stored_form)(std::string bytes);
  /// More options for an upload to it.
  std::vector<std::string> options = {};
  bool keeps_keywords = true;
};

/// Dovecot, Courier and Cyrus.
[[nodiscard]] const std::vector<Target>& real_targets();

/// Dovecot as a server that cannot expunge by UID.
[[nodiscard]] Target dovecot_without_uidplus();

/// The name of a mailbox on that server.
[[nodiscard]] std::string mailbox_name(const Target& target,
                                       const std::vector<std::string>& levels);

void PrintTo(const Target& target, std::ostream* out);

}  // namespace mailhaul::conformance
