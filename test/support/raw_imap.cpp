#include "support/raw_imap.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

namespace mailhaul::test {

namespace {

constexpr std::chrono::milliseconds kPatience{10000};

int connect_to_loopback(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(socket);
    return -1;
  }
  return socket;
}

/// The octets of a literal that a line announces at its end, or -1.
long literal_size(const std::string& line) {
  const auto open = line.rfind('{');
  if (open == std::string::npos || !line.ends_with('}')) {
    return -1;
  }
  const std::string digits = line.substr(open + 1, line.size() - open - 2);
  const bool number =
      !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::stol(digits) : -1;
}

}  // namespace

struct RawImap::State {
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* tls = nullptr;
  std::string input;
  bool ended = false;
  unsigned tags = 0;

  ~State() { close(); }

  void close() {
    SSL_free(tls);
    SSL_CTX_free(context);
    tls = nullptr;
    context = nullptr;
    if (socket >= 0) {
      ::close(socket);
    }
    socket = -1;
  }
};

RawImap::RawImap(std::uint16_t port) : state_(std::make_unique<State>()) {
  state_->socket = connect_to_loopback(port);
  state_->ended = state_->socket < 0;
}

RawImap::RawImap(std::unique_ptr<State> state) : state_(std::move(state)) {}

RawImap RawImap::over(int socket) {
  auto state = std::make_unique<State>();
  state->socket = socket;
  return RawImap(std::move(state));
}

RawImap::RawImap(RawImap&&) noexcept = default;
RawImap& RawImap::operator=(RawImap&&) noexcept = default;
RawImap::~RawImap() = default;

bool RawImap::start_tls(int max_version) {
  state_->context = SSL_CTX_new(TLS_client_method());
  if (max_version != 0) {
    SSL_CTX_set_security_level(state_->context, 0);
    SSL_CTX_set_min_proto_version(state_->context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(state_->context, max_version);
  }
  state_->tls = SSL_new(state_->context);
  SSL_set_fd(state_->tls, state_->socket);
  state_->ended = SSL_connect(state_->tls) != 1;
  return !state_->ended;
}

void RawImap::send(std::string_view octets) {
  while (!octets.empty() && !state_->ended) {
    const auto sent =
        state_->tls != nullptr
            ? SSL_write(state_->tls, octets.data(),
                        static_cast<int>(std::min<std::size_t>(octets.size(), 16384)))
            : static_cast<int>(::send(state_->socket, octets.data(),
                                      std::min<std::size_t>(octets.size(), 65536), MSG_NOSIGNAL));
    if (sent <= 0) {
      // What the server said before it closed can still be read.
      return;
    }
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawImap::fill(std::chrono::milliseconds time) {
  if (state_->ended) {
    return false;
  }
  if (state_->tls == nullptr || SSL_pending(state_->tls) == 0) {
    pollfd entry = {.fd = state_->socket, .events = POLLIN, .revents = 0};
    if (::poll(&entry, 1, static_cast<int>(time.count())) <= 0) {
      return false;
    }
  }
  std::array<char, 65536> buffer;
  const auto got = state_->tls != nullptr
                       ? SSL_read(state_->tls, buffer.data(), static_cast<int>(buffer.size()))
                       : static_cast<int>(::recv(state_->socket, buffer.data(), buffer.size(), 0));
  if (got <= 0) {
    state_->ended = true;
    return false;
  }
  state_->input.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::string RawImap::line() {
  while (true) {
    const auto end = state_->input.find("\r\n");
    if (end != std::string::npos) {
      std::string line = state_->input.substr(0, end);
      state_->input.erase(0, end + 2);
      return line;
    }
    if (!fill(kPatience)) {
      return "";
    }
  }
}

std::string RawImap::octets(std::size_t count) {
  while (state_->input.size() < count && fill(kPatience)) {
  }
  std::string result = state_->input.substr(0, count);
  state_->input.erase(0, count);
  return result;
}

std::vector<std::string> RawImap::until(std::string_view prefix) {
  std::vector<std::string> lines;
  while (true) {
    std::string whole = line();
    for (std::string last = whole; literal_size(last) >= 0;) {
      whole += "\r\n" + octets(static_cast<std::size_t>(literal_size(last)));
      last = line();
      whole += last;
    }
    const bool ended = whole.empty() && state_->input.empty() && !fill(std::chrono::seconds(0));
    if (ended) {
      return lines;
    }
    lines.push_back(whole);
    if (lines.back().starts_with(prefix)) {
      return lines;
    }
  }
}

std::vector<std::string> RawImap::tagged(const std::string& tag) {
  auto lines = until(tag + " ");
  if (!lines.empty() && lines.back().starts_with(tag + " ")) {
    lines.back().replace(0, tag.size(), "tag");
  }
  return lines;
}

std::vector<std::string> RawImap::command(std::string_view text) {
  const std::string tag = "t" + std::to_string(++state_->tags);
  send(tag + " " + std::string(text) + "\r\n");
  return tagged(tag);
}

std::string RawImap::result(std::string_view text) {
  const auto lines = command(text);
  return lines.empty() || !lines.back().starts_with("tag ") ? "" : lines.back();
}

std::string RawImap::append(std::string_view arguments, std::string_view message) {
  const std::string tag = "t" + std::to_string(++state_->tags);
  send(tag + " APPEND " + std::string(arguments) + " {" + std::to_string(message.size()) +
       "+}\r\n" + std::string(message) + "\r\n");
  const auto lines = tagged(tag);
  return lines.empty() || !lines.back().starts_with("tag ") ? "" : lines.back();
}

bool RawImap::closed() {
  while (fill(kPatience)) {
  }
  return state_->ended;
}

bool RawImap::silent_for(std::chrono::milliseconds time) {
  return state_->input.empty() && !fill(time) && !state_->ended;
}

void RawImap::close() {
  state_->close();
  state_->ended = true;
}

bool has_line(const std::vector<std::string>& lines, std::string_view wanted) {
  return std::ranges::find(lines, wanted) != lines.end();
}

std::string line_with(const std::vector<std::string>& lines, std::string_view text) {
  const auto found = std::ranges::find_if(
      lines, [text](const std::string& line) { return line.find(text) != std::string::npos; });
  return found == lines.end() ? "" : *found;
}

}  // namespace mailhaul::test
