/// Session events as single lines of text, for transcripts and failure messages.
#pragma once

#include <string>

#include <mailhaul/imap/event.hpp>

namespace mailhaul::test {

/// Octets that are not printable ASCII, and the percent sign, appear as %XX.
[[nodiscard]] std::string printable(ByteView bytes);

[[nodiscard]] std::string to_text(const imap::Event& event);

}  // namespace mailhaul::test
