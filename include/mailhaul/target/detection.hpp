/// Which profile a server is, from what it says about itself after sign-in.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <mailhaul/target/profile.hpp>

namespace mailhaul::target {

/// The greeting is left out on purpose: administrators change it and front ends share it.
struct ServerSigns {
  /// Names from CAPABILITY in any order and case, such as "AUTH=PLAIN".
  std::vector<std::string> capabilities;
  /// Field and value pairs of the server's ID answer (RFC 2971); empty if it has none.
  std::vector<std::pair<std::string, std::string>> id_fields;
  /// Attributes seen anywhere in a plain LIST, such as "\Sent".
  std::vector<std::string> list_attributes;
};

struct Detection {
  Profile profile = Profile::Imap;
  /// What decided, as a phrase for the report: "its ID says version 15.20".
  std::string reason;
};

/// Never fails: what does not look like Exchange is Profile::Imap.
[[nodiscard]] Detection detect_profile(const ServerSigns& signs);

}  // namespace mailhaul::target
