#include <mailhaul/imap/literal.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::imap {

std::optional<LiteralHeader> parse_literal_header(ByteView header) {
  LiteralHeader literal;
  if (header.starts_with('~')) {
    literal.binary = true;
    header.remove_prefix(1);
  }
  if (!header.starts_with('{') || !header.ends_with('}')) {
    return std::nullopt;
  }
  header = header.substr(1, header.size() - 2);
  if (header.ends_with('+')) {
    literal.synchronizing = false;
    header.remove_suffix(1);
  }
  const auto octets = text::parse_number(header);
  if (!octets) {
    return std::nullopt;
  }
  literal.octets = *octets;
  return literal;
}

std::optional<TrailingLiteral> find_trailing_literal(ByteView line) {
  if (!line.ends_with('}')) {
    return std::nullopt;
  }
  auto begin = line.rfind('{');
  if (begin == ByteView::npos) {
    return std::nullopt;
  }
  if (begin > 0 && line[begin - 1] == '~') {
    --begin;
  }
  const auto header = parse_literal_header(line.substr(begin));
  if (!header) {
    return std::nullopt;
  }
  return TrailingLiteral{.header = *header, .begin = begin};
}

}  // namespace mailhaul::imap
