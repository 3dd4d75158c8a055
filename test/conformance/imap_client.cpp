#include "conformance/imap_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>

#include <openssl/ssl.h>

namespace mailhaul::conformance {

namespace {

constexpr long kPatienceSeconds = 60;

void require(bool condition, const std::string& what) {
  if (!condition) {
    throw std::runtime_error(what);
  }
}

UniqueFd connect_to(std::uint16_t port) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  require(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
          "no connection to port " + std::to_string(port));
  return socket;
}

SSL* start_tls(int socket) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL* const tls = SSL_new(context);
  SSL_CTX_free(context);
  require(tls != nullptr && SSL_set_fd(tls, socket) == 1 && SSL_connect(tls) == 1,
          "no TLS handshake");
  return tls;
}

/// The N of a line that ends in "{N}", or npos.
std::size_t announced_literal(const std::string& line) {
  const std::size_t open = line.rfind('{');
  if (!line.ends_with('}') || open == std::string::npos) {
    return std::string::npos;
  }
  return std::strtoul(line.c_str() + open + 1, nullptr, 10);
}

}  // namespace

void ImapClient::TlsDelete::operator()(ssl_st* tls) const {
  SSL_free(tls);
}

ImapClient::ImapClient(std::uint16_t port, const std::string& user, const std::string& password,
                       Encryption encryption)
    : socket_(connect_to(port)),
      tls_(encryption == Encryption::ImplicitTls ? start_tls(socket_.get()) : nullptr) {
  const std::string greeting = read_response();
  require(greeting.starts_with("* OK"), "greeted with: " + greeting);
  command("LOGIN " + in_quotes(user) + " " + in_quotes(password));
}

Reply ImapClient::send(const std::string& command) {
  const std::string tag = "c" + std::to_string(++commands_);
  write(tag + " " + command + "\r\n");
  return read_reply(tag);
}

Reply ImapClient::command(const std::string& command) {
  Reply reply = send(command);
  require(reply.status == "OK", command + " was answered: " + reply.status + " " + reply.text);
  return reply;
}

Reply ImapClient::append(const std::string& mailbox, const std::string& arguments,
                         std::string_view message) {
  const std::string tag = "c" + std::to_string(++commands_);
  write(tag + " APPEND " + in_quotes(mailbox) + " " + arguments + " {" +
        std::to_string(message.size()) + "}\r\n");
  const std::string go_ahead = read_response();
  if (!go_ahead.starts_with("+")) {
    require(go_ahead.starts_with(tag + " "), "APPEND was answered: " + go_ahead);
    const std::string answer = go_ahead.substr(tag.size() + 1);
    return {.status = answer.substr(0, answer.find(' ')), .text = answer};
  }
  write(message);
  write("\r\n");
  return read_reply(tag);
}

void ImapClient::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    require(count > 0, "the server takes no bytes");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void ImapClient::fill() {
  std::array<char, 64 * 1024> chunk;
  const ssize_t count = tls_ ? SSL_read(tls_.get(), chunk.data(), static_cast<int>(chunk.size()))
                             : ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
  require(count > 0, "the server sends nothing; so far: " + buffer_.substr(0, 1000));
  buffer_.append(chunk.data(), static_cast<std::size_t>(count));
}

std::string ImapClient::read_line() {
  std::size_t end = buffer_.find("\r\n");
  while (end == std::string::npos) {
    fill();
    end = buffer_.find("\r\n");
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

std::string ImapClient::read_octets(std::size_t count) {
  while (buffer_.size() < count) {
    fill();
  }
  std::string octets = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return octets;
}

std::string ImapClient::read_response() {
  std::string response = read_line();
  for (std::size_t size = announced_literal(response); size != std::string::npos;) {
    response += "\r\n" + read_octets(size);
    const std::string more = read_line();
    response += more;
    size = announced_literal(more);
  }
  return response;
}

Reply ImapClient::read_reply(const std::string& tag) {
  Reply reply;
  for (;;) {
    const std::string response = read_response();
    if (response.starts_with("* ")) {
      reply.untagged.push_back(response.substr(2));
      continue;
    }
    require(response.starts_with(tag + " "), "an answer to nothing: " + response);
    const std::size_t status = tag.size() + 1;
    const std::size_t end = response.find(' ', status);
    reply.status = response.substr(status, end - status);
    reply.text = end == std::string::npos ? "" : response.substr(end + 1);
    return reply;
  }
}

std::string in_quotes(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      made += '\\';
    }
    made += c;
  }
  return made + '"';
}

}  // namespace mailhaul::conformance
