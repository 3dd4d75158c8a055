/// Cuts the octets from a server into complete responses: lines, with the literals that they
/// announce. It knows nothing of the grammar beyond that, and makes sure that octets of a literal
/// are never taken for a response.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/error.hpp>
#include <mailhaul/imap/inbound_limits.hpp>
#include <mailhaul/imap/inbound_literal.hpp>
#include <mailhaul/imap/literal.hpp>

namespace mailhaul::imap {

/// A complete response with its line end; views are valid until the next call of any member.
struct ResponseFragment {
  ByteView bytes;
  std::span<const DetachedLiteral> detached;
};

/// An Error comes once; the fragmenter is poisoned then and gives nothing any more.
using InboundFragment =
    std::variant<ResponseFragment, LiteralBegin, LiteralChunk, LiteralEnd, Error>;

class Fragmenter {
 public:
  explicit Fragmenter(InboundLimits limits) : limits_(limits) {}

  void feed(ByteView octets);

  [[nodiscard]] std::optional<InboundFragment> next();

  /// Whether octets are held that `next` has not given out, be they complete or not.
  [[nodiscard]] bool has_unread() const;

 private:
  enum class Mode : std::uint8_t { Line, WholeLiteral, PassingLiteral, Poisoned };

  void compact();
  void release_response();
  std::optional<InboundFragment> read_line();
  std::optional<InboundFragment> begin_literal(const LiteralHeader& header);
  std::optional<InboundFragment> finish_response();
  InboundFragment pass_literal();
  bool skip_whole_literal();
  InboundFragment poison(std::string text);
  [[nodiscard]] ByteView current_line(std::size_t newline) const;
  [[nodiscard]] std::size_t response_size() const;

  InboundLimits limits_;
  Mode mode_ = Mode::Line;
  Bytes buffer_;
  /// Offsets into buffer_, in this order: of the response (or of what is left of it when a literal
  /// was taken out), of the current line, of what was not looked at yet.
  std::size_t begin_ = 0;
  std::size_t line_ = 0;
  std::size_t scan_ = 0;
  /// The response up to its last passing literal, without the octets of such literals.
  Bytes head_;
  std::vector<DetachedLiteral> detached_;
  std::uint64_t literal_left_ = 0;
  std::uint64_t next_literal_id_ = 1;
  bool response_given_ = false;
  bool may_hold_literals_ = false;
};

}  // namespace mailhaul::imap
