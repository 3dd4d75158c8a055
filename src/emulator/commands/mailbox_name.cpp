#include "emulator/commands/mailbox_name.hpp"

#include <algorithm>

#include <mailhaul/imap/grammar.hpp>
#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/unicode.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::emulator {

namespace {

bool is_control(char octet) {
  return static_cast<unsigned char>(octet) < 0x20 && octet != '\0';
}

/// Control characters are kept by the server although modified UTF-7 has no place for them, so they
/// are carried around the strict decoder.
std::optional<std::string> decode(ByteView wire) {
  std::string name;
  std::size_t begin = 0;
  while (begin <= wire.size()) {
    const ByteView rest = wire.substr(begin);
    const auto end =
        begin + static_cast<std::size_t>(std::ranges::find_if(rest, is_control) - rest.begin());
    const auto piece = text::decode_mutf7(wire.substr(begin, end - begin));
    if (!piece) {
      return std::nullopt;
    }
    name += *piece;
    if (end < wire.size()) {
      name += wire[end];
    }
    begin = end + 1;
  }
  return name;
}

std::string encode(std::string_view name) {
  std::string wire;
  std::string piece;
  for (const char octet : name) {
    if (is_control(octet)) {
      wire += text::encode_mutf7(piece);
      piece.clear();
      wire += octet;
    } else {
      piece += octet;
    }
  }
  return wire + text::encode_mutf7(piece);
}

}  // namespace

std::optional<std::string> read_mailbox_name(ByteView wire, const NameRules& rules) {
  auto decoded = decode(wire);
  if (!decoded) {
    return std::nullopt;
  }
  if (decoded->ends_with('/')) {
    decoded->pop_back();
  }
  std::string name;
  std::string_view rest = *decoded;
  while (true) {
    const auto slash = rest.find('/');
    std::string level(rest.substr(0, slash));
    if (rules.blanks == BlankRule::Trim) {
      level = text::trim_blanks(level);
    }
    if (level.empty() || text::utf16_length(level) > rules.max_level) {
      return std::nullopt;
    }
    name += level;
    if (slash == std::string_view::npos) {
      return name;
    }
    name += '/';
    rest.remove_prefix(slash + 1);
  }
}

std::string mailbox_key(std::string_view name) {
  return text::fold_case(name);
}

bool is_fatal_to_select(std::string_view name, const NameRules& rules) {
  return rules.blanks == BlankRule::KeepTrailing &&
         (name.ends_with(' ') || name.find(" /") != std::string_view::npos);
}

Bytes write_mailbox_name(std::string_view name) {
  std::string wire = encode(name);
  if (wire.find('\\') != std::string::npos) {
    return "{" + std::to_string(wire.size()) + "}\r\n" + wire;
  }
  if (imap::is_atom(wire) || std::ranges::any_of(wire, is_control)) {
    return wire;
  }
  std::string quoted = "\"";
  for (const char octet : wire) {
    if (octet == '"') {
      quoted += '\\';
    }
    quoted += octet;
  }
  return quoted + "\"";
}

std::string_view parent_name(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

std::size_t depth_of(std::string_view name) {
  return 1 + static_cast<std::size_t>(std::ranges::count(name, '/'));
}

}  // namespace mailhaul::emulator
