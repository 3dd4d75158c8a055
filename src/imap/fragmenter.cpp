#include "fragmenter.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

namespace {

constexpr std::size_t kCompactAbove = 65536;

/// Status responses end in free text, in which "{5}" means nothing: resp-cond-state = ("OK" / "NO"
/// / "BAD") SP resp-text (RFC 9051 section 9). Only data responses hold literals.
bool is_data_response(ByteView line) {
  if (!line.starts_with("* ")) {
    return false;
  }
  constexpr std::array<std::string_view, 5> kStatuses{"OK", "NO", "BAD", "BYE", "PREAUTH"};
  const auto word = line.substr(2, line.find(' ', 2) - 2);
  return std::ranges::none_of(kStatuses, [word](std::string_view status) {
    return text::equals_ignoring_case(word, status);
  });
}

}  // namespace

void Fragmenter::feed(ByteView octets) {
  release_response();
  if (mode_ != Mode::Poisoned) {
    compact();
    buffer_ += octets;
  }
}

void Fragmenter::compact() {
  const bool mostly_read = begin_ > kCompactAbove && begin_ > buffer_.size() / 2;
  if (begin_ == buffer_.size() || mostly_read) {
    buffer_.erase(0, begin_);
    line_ -= begin_;
    scan_ -= begin_;
    begin_ = 0;
  }
}

void Fragmenter::release_response() {
  if (response_given_) {
    begin_ = line_ = scan_;
    head_.clear();
    detached_.clear();
    response_given_ = false;
  }
}

bool Fragmenter::has_unread() const {
  const auto unread_from = response_given_ ? scan_ : begin_;
  return mode_ != Mode::Line || unread_from != buffer_.size() ||
         (!response_given_ && !head_.empty());
}

std::optional<InboundFragment> Fragmenter::next() {
  release_response();
  while (mode_ != Mode::Poisoned) {
    if (mode_ == Mode::PassingLiteral) {
      if (literal_left_ > 0 && begin_ == buffer_.size()) {
        return std::nullopt;
      }
      return pass_literal();
    }
    if (mode_ == Mode::WholeLiteral && !skip_whole_literal()) {
      return std::nullopt;
    }
    const auto line = line_;
    auto fragment = read_line();
    if (fragment || line == line_) {
      return fragment;
    }
  }
  return std::nullopt;
}

ByteView Fragmenter::current_line(std::size_t newline) const {
  auto line = ByteView(buffer_).substr(line_, newline - line_);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

std::size_t Fragmenter::response_size() const {
  return head_.size() + (scan_ - begin_);
}

std::optional<InboundFragment> Fragmenter::read_line() {
  const auto newline = buffer_.find('\n', scan_);
  const auto length = std::min(newline, buffer_.size()) - line_;
  if (length > limits_.line) {
    return poison(fmt::format("the server sent a line of more than {} octets", limits_.line));
  }
  if (newline == Bytes::npos) {
    scan_ = buffer_.size();
    return std::nullopt;
  }
  const auto line = current_line(newline);
  if (line_ == begin_ && head_.empty()) {
    may_hold_literals_ = is_data_response(line);
  }
  const auto literal = may_hold_literals_ ? find_trailing_literal(line) : std::nullopt;
  scan_ = newline + 1;
  if (response_size() > limits_.response) {
    return poison(
        fmt::format("the server sent a response of more than {} octets", limits_.response));
  }
  return literal ? begin_literal(literal->header) : finish_response();
}

std::optional<InboundFragment> Fragmenter::begin_literal(const LiteralHeader& header) {
  if (header.octets > limits_.literal) {
    return poison(fmt::format("the server announced a literal of {} octets", header.octets));
  }
  literal_left_ = header.octets;
  line_ = scan_;
  if (header.octets <= limits_.whole_literal) {
    if (response_size() + header.octets > limits_.response) {
      return poison(
          fmt::format("the server sent a response of more than {} octets", limits_.response));
    }
    mode_ = Mode::WholeLiteral;
    return std::nullopt;
  }
  head_.append(buffer_, begin_, scan_ - begin_);
  begin_ = scan_;
  mode_ = Mode::PassingLiteral;
  detached_.push_back(
      {.position = head_.size(), .id = next_literal_id_++, .octets = header.octets});
  return LiteralBegin{.id = detached_.back().id, .octets = header.octets};
}

bool Fragmenter::skip_whole_literal() {
  if (buffer_.size() - scan_ < literal_left_) {
    return false;
  }
  scan_ += static_cast<std::size_t>(literal_left_);
  line_ = scan_;
  mode_ = Mode::Line;
  return true;
}

InboundFragment Fragmenter::pass_literal() {
  const auto id = detached_.back().id;
  if (literal_left_ == 0) {
    mode_ = Mode::Line;
    return LiteralEnd{.id = id};
  }
  const auto octets = std::min<std::uint64_t>(literal_left_, buffer_.size() - begin_);
  const auto bytes = ByteView(buffer_).substr(begin_, static_cast<std::size_t>(octets));
  literal_left_ -= octets;
  begin_ += bytes.size();
  line_ = scan_ = begin_;
  return LiteralChunk{.id = id, .bytes = bytes};
}

std::optional<InboundFragment> Fragmenter::finish_response() {
  response_given_ = true;
  const auto tail = ByteView(buffer_).substr(begin_, scan_ - begin_);
  if (head_.empty()) {
    return ResponseFragment{.bytes = tail, .detached = {}};
  }
  head_ += tail;
  return ResponseFragment{.bytes = head_, .detached = detached_};
}

InboundFragment Fragmenter::poison(std::string text) {
  mode_ = Mode::Poisoned;
  buffer_ = Bytes();
  head_ = Bytes();
  begin_ = line_ = scan_ = 0;
  return Error{.kind = ErrorKind::Protocol, .text = std::move(text)};
}

}  // namespace mailhaul::imap
