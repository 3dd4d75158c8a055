#include "printable.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unistd.h>

#include <fmt/format.h>

#include <mailhaul/net/trace.hpp>

namespace mailhaul::net {

namespace {

/// Octets of a line that are kept; of longer ones the end is left out.
constexpr std::size_t kLineShown = 4000;
/// Octets of its end that are kept all the same, since a literal is announced there.
constexpr std::size_t kLineEnd = 32;
/// Shorter secrets would blank ordinary words.
constexpr std::size_t kShortestSecret = 4;

/// The size that a line announces at its end, "{12}" (RFC 9051 section 4.3).
std::optional<std::uint64_t> announced_literal(ByteView line) {
  const auto brace = line.rfind('{');
  if (brace == ByteView::npos || !line.ends_with('}')) {
    return std::nullopt;
  }
  const ByteView digits = line.substr(brace + 1, line.size() - brace - 2);
  std::uint64_t octets = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), octets);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole ? std::optional(octets) : std::nullopt;
}

void append_bounded(Bytes& line, ByteView octets) {
  line.append(octets);
  if (line.size() > 2 * kLineShown) {
    line.erase(kLineShown, line.size() - kLineShown - kLineEnd);
  }
}

ByteView without_cr(ByteView line) {
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

ByteView without_quotes(ByteView secret) {
  while (secret.ends_with('\r') || secret.ends_with('\n')) {
    secret.remove_suffix(1);
  }
  const bool quoted = secret.size() >= 2 && secret.front() == '"' && secret.back() == '"';
  return quoted ? secret.substr(1, secret.size() - 2) : secret;
}

}  // namespace

void Trace::write_line(std::string_view direction, ByteView line) {
  const std::chrono::duration<double> elapsed = Clock::now() - start_;
  const bool cut = line.size() > kLineShown;
  const std::string text = fmt::format("{:8.3f} {} {}{}\n", elapsed.count(), direction,
                                       printable(line.substr(0, kLineShown)), cut ? "..." : "");
  [[maybe_unused]] const auto ignored = ::write(fd_, text.data(), text.size());
}

void Trace::note(std::string_view text) {
  write_line("--", text);
}

void Trace::sent(ByteView octets) {
  while (!octets.empty()) {
    const auto end = octets.find('\n');
    append_bounded(client_line_, octets.substr(0, end));
    if (end == ByteView::npos) {
      return;
    }
    write_line("C:", without_cr(client_line_));
    client_line_.clear();
    octets.remove_prefix(end + 1);
  }
}

void Trace::sent_secret(const Secret& secret) {
  const ByteView octets = secret.reveal();
  if (const ByteView bare = without_quotes(octets); bare.size() >= kShortestSecret) {
    std::string copy(bare);
    secrets_.emplace_back(std::move(copy));
  }
  sent("<secret>");
  if (octets.ends_with('\n')) {
    sent("\n");
  }
}

void Trace::sent_body(std::uint64_t octets) {
  sent(fmt::format("{{{} octets}}", octets));
}

bool Trace::repeats_secret(ByteView line) const {
  return std::ranges::any_of(secrets_, [line](const Secret& secret) {
    return line.find(secret.reveal()) != ByteView::npos;
  });
}

void Trace::end_server_line() {
  const ByteView line = without_cr(server_line_);
  write_line("S:", repeats_secret(line) ? "<a line that repeats a secret>" : line);
  const auto literal = announced_literal(line);
  server_line_.clear();
  if (literal) {
    literal_left_ = *literal;
    server_line_ = fmt::format("{{{} octets}}", *literal);
  }
}

void Trace::received(ByteView octets) {
  while (!octets.empty()) {
    if (literal_left_ > 0) {
      const auto part = std::min<std::uint64_t>(literal_left_, octets.size());
      literal_left_ -= part;
      octets.remove_prefix(static_cast<std::size_t>(part));
      continue;
    }
    const auto end = octets.find('\n');
    append_bounded(server_line_, octets.substr(0, end));
    if (end == ByteView::npos) {
      return;
    }
    end_server_line();
    octets.remove_prefix(end + 1);
  }
}

}  // namespace mailhaul::net
