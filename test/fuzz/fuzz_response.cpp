// What a server sends behind its greeting, fed whole and in pieces: the events must be the same,
// and nothing that it sends may do harm.
#include "support/event_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <mailhaul/imap/session.hpp>

namespace {

using namespace mailhaul;

imap::Session make_session() {
  // Small limits, so that short inputs reach them.
  imap::Session session(
      {.tag_prefix = "T", .inbound = {.line = 512, .whole_literal = 32, .response = 1024}});
  session.feed("* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n");
  static_cast<void>(session.next_event());
  for (int command = 0; command < 4; ++command) {
    session.start(imap::Command::noop());
  }
  while (session.next_outbound()) {
  }
  return session;
}

/// The events as text, with the chunks of a literal joined.
std::string events_of(std::string_view input, std::size_t piece) {
  auto session = make_session();
  std::string events;
  bool in_literal = false;
  const auto drain = [&] {
    while (const auto event = session.next_event()) {
      if (const auto* chunk = std::get_if<imap::LiteralChunk>(&*event)) {
        events += in_literal ? "" : "literal: ";
        events += test::printable(chunk->bytes);
        in_literal = true;
        continue;
      }
      events += (in_literal ? "\n" : "") + test::to_text(*event) + "\n";
      in_literal = false;
    }
  };
  for (std::size_t at = 0; at < input.size(); at += piece) {
    session.feed(input.substr(at, piece));
    drain();
  }
  session.feed_eof();
  drain();
  return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const auto whole = events_of(input, std::max<std::size_t>(size, 1));
  if (events_of(input, 1) != whole || events_of(input, 7) != whole) {
    std::abort();
  }
  return 0;
}
