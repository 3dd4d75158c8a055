/// Servers that people move away from, in the ways in which they were set up.
#pragma once

#include "support/real_server.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace mailhaul::conformance {

struct OldServer {
  std::string name;
  std::function<test::RealServer()> start;
  /// What stands before every mailbox but INBOX, and between levels.
  std::string prefix;
  std::string delimiter;
  /// Where the mail of the first account is, below the server's root; empty if it is in MAILDIR.
  std::string maildir;
  std::string inbox = {};
  std::string control = {};
  bool has_move = true;
  /// What every message file begins with, if the server compresses.
  std::string file_mark = {};

  [[nodiscard]] std::string maildir_in(const test::RealServer& server) const {
    return server.root().path(maildir);
  }

  /// --inbox and --control.
  [[nodiscard]] std::vector<std::string> options_for(const test::RealServer& server) const;

  /// The name of a mailbox, given in levels of modified UTF-7; none are the INBOX.
  [[nodiscard]] std::string mailbox_name(const std::vector<std::string>& levels) const;

  /// The other way round.
  [[nodiscard]] std::vector<std::string> levels_of(const std::string& mailbox) const;
};

/// Courier, and Dovecot with each layout, encoding, place and compression.
[[nodiscard]] const std::vector<OldServer>& old_servers();

/// The one of that name.
[[nodiscard]] OldServer old_server(const std::string& name);

void PrintTo(const OldServer& server, std::ostream* out);

}  // namespace mailhaul::conformance
