/// A small blocking IMAP client that shares nothing with the product, for looking at what a server
/// holds after the product has been there. Whatever is not as expected throws std::runtime_error.
#pragma once

#include "conformance/imap_value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/unique_fd.hpp>

struct ssl_st;

namespace mailhaul::conformance {

struct Reply {
  /// "OK", "NO" or "BAD".
  std::string status;
  /// What follows it.
  std::string text;
  /// The untagged responses before it, without "* "; literals are part of them.
  std::vector<std::string> untagged;
};

/// Implicit TLS takes any certificate: who the server is, the test knows already.
enum class Encryption { None, ImplicitTls };

class ImapClient {
 public:
  /// Connects to 127.0.0.1 and signs in with LOGIN.
  ImapClient(std::uint16_t port, const std::string& user, const std::string& password,
             Encryption encryption = Encryption::None);

  /// Any answer is returned.
  Reply send(const std::string& command);

  /// Only OK is returned.
  Reply command(const std::string& command);

  /// APPEND with a synchronising literal. `arguments` stand between the mailbox and the literal.
  Reply append(const std::string& mailbox, const std::string& arguments, std::string_view message);

 private:
  void write(std::string_view bytes);
  void fill();
  std::string read_line();
  std::string read_octets(std::size_t count);
  std::string read_response();
  Reply read_reply(const std::string& tag);

  struct TlsDelete {
    void operator()(ssl_st* tls) const;
  };

  UniqueFd socket_;
  std::unique_ptr<ssl_st, TlsDelete> tls_;
  std::string buffer_;
  unsigned int commands_ = 0;
};

/// A quoted string (RFC 9051 section 9, quoted).
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace mailhaul::conformance
