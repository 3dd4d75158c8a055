/// Two ends of a TLS connection in one thread, without a socket.
#pragma once

#include "support/certificates.hpp"

#include <array>
#include <optional>
#include <string>

#include <mailhaul/net/tls.hpp>

namespace mailhaul::net::testing {

inline ServerIdentity identity_of(const test::PemPair& pair) {
  return {.certificate_pem = pair.certificate, .key_pem = Secret(std::string(pair.key))};
}

/// Hands over whatever `from` has for `to`; false if that was nothing.
inline bool carry(Tls& from, Tls& to) {
  const ByteView octets = from.outgoing();
  to.feed(octets);
  const bool any = !octets.empty();
  from.consume(octets.size());
  return any;
}

/// Runs both handshakes to their end. The client's error if it fails, then the server's.
inline std::optional<Error> shake_hands(Tls& client, Tls& server) {
  std::optional<Error> server_error;
  while (true) {
    const auto client_done = client.handshake();
    carry(client, server);
    if (!client_done) {
      return client_done.error();
    }
    const auto server_done = server.handshake();
    const bool moved = carry(server, client);
    if (!server_done && !server_error) {
      server_error = server_done.error();
    }
    if (!moved && (server_error || (*client_done && *server_done))) {
      return server_error;
    }
  }
}

/// All that `end` can decrypt now.
inline Result<std::string> read_all(Tls& end) {
  std::string text;
  std::array<char, 1000> buffer{};
  while (true) {
    const auto octets = end.read(buffer);
    if (!octets) {
      return fail(octets.error());
    }
    if (*octets == 0) {
      return text;
    }
    text.append(buffer.data(), *octets);
  }
}

}  // namespace mailhaul::net::testing
