/// Servers with folders that several people use, in the ways in which servers keep them.
#pragma once

#include "conformance/imap_client.hpp"
#include "support/real_server.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace mailhaul::conformance {

struct SharingServer {
  std::string name;
  std::function<test::RealServer()> start;
  /// Puts mail into the shared folders and says who may use them, over IMAP.
  std::function<void(const test::RealServer&)> fill;
  /// What the first account sees before the names of the shared folders, and between their levels.
  std::string served_prefix;
  std::string delimiter = ".";
  /// Where they are, and where the Maildir of the first account is; below the server's root.
  std::string directory;
  std::string maildir;
  /// What the audit has to say of each folder that has rights: its name below the prefix, and
  /// words.
  std::vector<std::pair<std::string, std::string>> rights = {};
  /// Each person has flags and UIDs of his own, which are not in the shared tree.
  bool has_private_flags = false;
};

/// Dovecot's public and shared namespaces, Courier's folders with access lists and those that
/// maildirmake shares.
[[nodiscard]] const std::vector<SharingServer>& sharing_servers();

void PrintTo(const SharingServer& server, std::ostream* out);

}  // namespace mailhaul::conformance
