/// A connection to a port of this machine, with TLS or not, that is never waited for by itself.
/// Apart from the product's own channel on purpose: it is the yardstick.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <mailhaul/base/unique_fd.hpp>

struct ssl_st;
struct ssl_ctx_st;

namespace mailhaul::bench {

class StreamConnection {
 public:
  /// Ends the program if nothing listens there. Any certificate will do.
  StreamConnection(std::uint16_t port, bool tls);
  StreamConnection(const StreamConnection&) = delete;
  StreamConnection& operator=(const StreamConnection&) = delete;
  ~StreamConnection();

  /// Octets taken or given now; std::nullopt if the connection is over.
  [[nodiscard]] std::optional<std::size_t> write(std::string_view octets);
  [[nodiscard]] std::optional<std::size_t> read(std::span<char> buffer);

  /// Until it can be read, or written if that is wanted.
  void wait(bool to_write) const;

 private:
  UniqueFd socket_;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* ssl_ = nullptr;
};

}  // namespace mailhaul::bench
