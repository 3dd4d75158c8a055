/// What a ServerConnection is made of, for the files that implement it.
#pragma once

#include "migrate/server/secret_blanking.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/net/trace.hpp>
#include <mailhaul/target/detection.hpp>

namespace mailhaul::migrate {

struct ServerConnection::State {
  ServerOptions options;
  int stop_fd = -1;
  std::unique_ptr<net::Trace> trace;  ///< outlives the driver
  std::optional<net::Driver> driver;
  imap::Capabilities capabilities;
  std::vector<std::pair<std::string, std::string>> id_fields;
  /// The ID command, until it is answered.
  std::optional<imap::CommandId> introduction;
  std::set<std::string> list_attributes;
  target::Detection detection;
  std::vector<std::string> notes;
  unsigned failures = 0;
  std::optional<Instant> renewal;
  SecretBlanking blanking;  ///< while it signs in

  [[nodiscard]] net::WaitLimit limit() const {
    return net::within(options.command_timeout, stop_fd);
  }

  /// The server's own words, safe to show.
  [[nodiscard]] std::string quote(ByteView words) const;

  /// Finds out the profile again, from what is known by now.
  void detect();

  /// From an answer to NAMESPACE or LIST.
  void take_up(const imap::UntaggedData& data, ServerMailboxes& mailboxes);
};

/// The error with the server's address, if it names no place yet.
[[nodiscard]] Error with_place(Error error, const ServerOptions& options);

}  // namespace mailhaul::migrate
