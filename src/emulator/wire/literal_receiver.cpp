#include "emulator/wire/literal_receiver.hpp"

#include "emulator/wire/line_watch.hpp"

#include <algorithm>

namespace mailhaul::emulator {

namespace {

constexpr std::uint64_t kPiece = 64 * 1024;

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
