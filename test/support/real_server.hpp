/// A private instance of a real IMAP server on a free port of the loopback interface, for as long
/// as the object lives. start_dovecot(), start_courier() and start_cyrus() return when it answers,
/// or throw std::runtime_error with what the server had to say: a test that wanted it has then
/// failed.
#pragma once

#include "support/child_process.hpp"
#include "support/private_root.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mailhaul::test {

struct Account {
  std::string user;
  std::string password;
};

/// The accounts that every server has; their mailboxes start empty.
inline const std::array<Account, 2> kAccounts = {{{"u", "p"}, {"v", "q"}}};

/// The account of this machine that owns the servers' mail.
inline constexpr const char* kMailOwner = "mail";

struct Ports {
  std::uint16_t imap = 0;
  /// Implicit TLS; 0 if this server offers none.
  std::uint16_t imaps = 0;
};

class RealServer {
 public:
  RealServer(std::string name, std::unique_ptr<PrivateRoot> root,
             std::vector<ChildProcess> processes, Ports ports);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// The address it listens on; certificates are for this address and for "localhost".
  [[nodiscard]] static std::string host() { return "127.0.0.1"; }

  [[nodiscard]] std::uint16_t port() const { return ports_.imap; }

  [[nodiscard]] std::uint16_t tls_port() const { return ports_.imaps; }

  /// The authority that signed its certificate, PEM.
  [[nodiscard]] std::string ca_file() const { return root_->path("ca.pem"); }

  [[nodiscard]] const PrivateRoot& root() const { return *root_; }

  /// Ends the server without a word to its clients.
  void kill();

 private:
  std::string name_;
  std::unique_ptr<PrivateRoot> root_;
  std::vector<ChildProcess> processes_;
  Ports ports_;
};

/// How a Dovecot is set up; the default is what suits as a target.
struct DovecotSetup {
  /// What follows the path in mail_location; {root} is the directory of the server.
  std::string location = ":LAYOUT=fs";
  /// With "/" a mailbox name may hold dots, which Exchange's may as well.
  std::string separator = "/";
  /// More lines of dovecot.conf; {root} as above.
  std::string more = {};
  /// Sent and Trash are there from the start.
  bool has_special_mailboxes = true;
  /// Called before the server starts.
  std::function<void(const PrivateRoot&)> prepare = {};
};

RealServer start_dovecot(const DovecotSetup& setup);

inline RealServer start_dovecot() {
  return start_dovecot(DovecotSetup{});
}

/// How a Courier is set up; the default is what suits as a target.
struct CourierSetup {
  /// More of what its start script hands to every imapd; {root} is the directory of the server.
  PrivateRoot::Environment more = {};
  /// Called when the accounts have their Maildirs, before the server starts.
  std::function<void(const PrivateRoot&)> prepare = {};
};

RealServer start_courier(const CourierSetup& setup);

inline RealServer start_courier() {
  return start_courier(CourierSetup{});
}

RealServer start_cyrus();

/// `text` with the directory of the server for each {root}.
[[nodiscard]] std::string with_root(std::string text, const PrivateRoot& root);

/// What the three have in common while they start.

/// Writes ca.pem, and cert.pem with key.pem for 127.0.0.1 and localhost.
void write_certificates(const PrivateRoot& root);

/// Returns when an IMAP server greets on the port.
void await_greeting(std::uint16_t port, const ChildProcess& server);

/// Returns when something accepts connections on the local socket.
void await_socket(const std::string& path, const ChildProcess& server);

}  // namespace mailhaul::test
