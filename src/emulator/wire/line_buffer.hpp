/// Input and output of one connection: lines and octets in, text out in one write per wait.
#pragma once

#include "emulator/wire/wire.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <mailhaul/base/bytes.hpp>

namespace mailhaul::emulator {

struct Line {
  Bytes text;             ///< without CRLF; cut to the limit if it is too long
  bool too_long = false;  ///< more octets than allowed came before the line end
};

class LineBuffer {
 public:
  explicit LineBuffer(Wire& wire) : wire_(wire) {}

  /// Why the last call that returned nothing did so.
  [[nodiscard]] WireEnd end() const { return end_; }

  void set_timeout(std::chrono::milliseconds timeout) { timeout_ = timeout; }

  /// While true, a wakeup of the wire ends a wait (IDLE); else it is ignored.
  void set_wakeable(bool wakeable) { wakeable_ = wakeable; }

  /// The next line; of a line above `limit` octets the rest is thrown away.
  std::optional<Line> line(std::size_t limit);

  /// At least one octet and at most `limit` that came and are not consumed; empty at the end.
  ByteView peek(std::size_t limit);
  void consume(std::size_t octets);

  /// Reads and forgets; false if the end comes first.
  bool discard(std::uint64_t octets);

  /// Whether anything came that nobody has read yet.
  [[nodiscard]] bool has_unread() const { return position_ < input_.size() || wire_.has_input(); }

  /// Forgets what came and was not read: plaintext sent before a TLS handshake.
  void forget_input();

  void put(ByteView text) { output_ += text; }

  /// Sends what was put once it is much, so that long answers do not pile up.
  void flush_if_large() {
    if (output_.size() > 256 * 1024) {
      flush();
    }
  }

  /// Sends what was put; called by itself before every wait.
  bool flush();

 private:
  bool fill();

  Wire& wire_;
  WireEnd end_ = WireEnd::None;
  std::chrono::milliseconds timeout_{60000};
  bool wakeable_ = false;
  Bytes input_;
  std::size_t position_ = 0;
  Bytes output_;
};

}  // namespace mailhaul::emulator
