#include "emulator/literal_receiver.hpp"

#include <algorithm>

namespace mailhaul::emulator {

namespace {

constexpr std::uint64_t kPiece = 64 * 1024;

/// Watches for a line that is too long for the command buffer. The limit does not count CR and LF.
class LineWatch {
 public:
  explicit LineWatch(std::size_t limit) : limit_(limit) {}

  /// How many octets of the piece may be taken: all, or up to where the buffer was full.
  std::optional<std::size_t> overrun_in(ByteView piece) {
    std::size_t begin = 0;
    while (begin < piece.size()) {
      const auto end = piece.find('\n', begin);
      const bool ends = end != ByteView::npos;
      const ByteView part = piece.substr(begin, (ends ? end : piece.size()) - begin);
      const bool cr = part.empty() ? ends && after_cr_ : part.back() == '\r';
      const std::size_t length = run_ + part.size() - (cr ? 1 : 0);
      longest_ = std::max(longest_, length);
      if (length > limit_) {
        return begin + std::min(part.size(), limit_ + 1 - std::min(run_, limit_ + 1));
      }
      after_cr_ = cr && !ends;
      run_ = ends ? 0 : run_ + part.size();
      begin = ends ? end + 1 : piece.size();
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  std::size_t limit_;
  std::size_t run_ = 0;
  std::size_t longest_ = 0;
  bool after_cr_ = false;
};

}  // namespace

Received receive_literal(Session& session, const Body& body, ContentScanner& scanner,
                         std::optional<std::uint64_t> drop_after) {
  LineWatch watch(session.profile().connection.max_command_size - 1);
  std::uint64_t done = 0;
  while (done < body.size) {
    if (drop_after && done >= *drop_after) {
      return Received::Dropped;
    }
    const std::uint64_t until = drop_after ? std::min(*drop_after, body.size) : body.size;
    const ByteView piece =
        session.lines.peek(static_cast<std::size_t>(std::min(kPiece, until - done)));
    if (piece.empty()) {
      return Received::Lost;
    }
    if (const auto taken = watch.overrun_in(piece)) {
      session.lines.consume(*taken);
      session.world.events().saw_line(watch.longest());
      session.record(EventKind::LongLine, {{"octets", std::to_string(watch.longest())}});
      return Received::StateLost;
    }
    if (!session.world.spool().write(body.offset + done, piece)) {
      return Received::DiskFull;
    }
    scanner.feed(piece);
    done += piece.size();
    session.lines.consume(piece.size());
  }
  session.world.events().saw_line(watch.longest());
  return drop_after ? Received::Dropped : Received::Whole;
}

}  // namespace mailhaul::emulator
