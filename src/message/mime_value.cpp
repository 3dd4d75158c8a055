#include "message/mime_value.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::message {
namespace {

constexpr ByteView kBlanks = " \t\r\n";

ByteView trim(ByteView text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == ByteView::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// Takes what stands before the next semicolon outside of quotes off `rest`.
ByteView take_segment(ByteView& rest) {
  bool in_quotes = false;
  std::size_t i = 0;
  for (; i < rest.size() && (in_quotes || rest[i] != ';'); ++i) {
    if (rest[i] == '\\' && in_quotes) {
      ++i;
    } else if (rest[i] == '"') {
      in_quotes = !in_quotes;
    }
  }
  const ByteView segment = rest.substr(0, i);
  rest.remove_prefix(std::min(rest.size(), i + 1));
  return trim(segment);
}

std::string unquote(ByteView text) {
  if (!text.starts_with('"')) {
    return std::string(trim(text.substr(0, text.find(" ("))));
  }
  std::string value;
  for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
    }
    value.push_back(text[i]);
  }
  return value;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Bytes percent_decoded(ByteView text) {
  Bytes out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

/// One piece of a parameter: "name*2*=value" is piece 2 of `name`, in extended form.
struct Piece {
  std::string name;
  std::uint64_t number = 0;
  bool is_extended = false;
  std::string value;
  std::size_t position = 0;  ///< in the field
};

std::optional<Piece> parse_piece(ByteView segment) {
  const std::size_t equals = segment.find('=');
  if (equals == ByteView::npos) {
    return std::nullopt;
  }
  ByteView name = trim(segment.substr(0, equals));
  Piece piece;
  if (name.ends_with('*')) {
    piece.is_extended = true;
    name.remove_suffix(1);
  }
  if (const std::size_t star = name.find('*'); star != ByteView::npos) {
    const auto number = text::parse_number(name.substr(star + 1));
    if (!number) {
      return std::nullopt;
    }
    piece.number = *number;
    name = name.substr(0, star);
  }
  if (name.empty()) {
    return std::nullopt;
  }
  piece.name = text::to_lower(name);
  piece.value = unquote(trim(segment.substr(equals + 1)));
  return piece;
}

/// Joins the pieces of one parameter, which are in order, and decodes "charset'language'text".
std::string join(const std::vector<const Piece*>& pieces) {
  if (!pieces.front()->is_extended) {
    std::string value;
    for (const Piece* piece : pieces) {
      value += piece->is_extended ? percent_decoded(piece->value) : piece->value;
    }
    return value;
  }
  const std::string& first = pieces.front()->value;
  const std::size_t charset_end = first.find('\'');
  const std::size_t language_end =
      charset_end == std::string::npos ? charset_end : first.find('\'', charset_end + 1);
  const bool has_charset = language_end != std::string::npos;
  Bytes octets = percent_decoded(has_charset ? first.substr(language_end + 1) : first);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    octets += pieces[i]->is_extended ? percent_decoded(pieces[i]->value) : pieces[i]->value;
  }
  const auto decoded = text::to_utf8(octets, has_charset ? first.substr(0, charset_end) : "utf-8");
  return decoded ? *decoded : text::utf8_or_windows1252(octets);
}

std::vector<MimeParameter> join_pieces(std::vector<Piece> pieces) {
  std::ranges::sort(pieces, {},
                    [](const Piece& piece) { return std::pair(piece.number, piece.position); });
  std::vector<MimeParameter> parameters;
  for (const Piece& piece : pieces) {
    const bool is_joined = std::ranges::any_of(
        parameters, [&piece](const MimeParameter& other) { return other.name == piece.name; });
    if (is_joined) {
      continue;
    }
    std::vector<const Piece*> same;
    for (const Piece& other : pieces) {
      if (other.name == piece.name && (same.empty() || other.number == same.back()->number + 1)) {
        same.push_back(&other);
      }
    }
    parameters.push_back({.name = piece.name, .value = join(same)});
  }
  return parameters;
}

}  // namespace

std::string_view MimeValue::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &MimeParameter::name);
  return found == parameters.end() ? std::string_view() : std::string_view(found->value);
}

MimeValue parse_mime_value(ByteView unfolded_body) {
  // A field with thousands of parameters is an attack, not a message.
  constexpr std::size_t kPieces = 200;
  MimeValue result;
  ByteView rest = unfolded_body;
  const ByteView word = take_segment(rest);
  result.word = text::to_lower(word.substr(0, word.find_first_of(" \t(")));
  std::vector<Piece> pieces;
  while (!rest.empty() && pieces.size() < kPieces) {
    if (auto piece = parse_piece(take_segment(rest))) {
      piece->position = pieces.size();
      pieces.push_back(*std::move(piece));
    }
  }
  result.parameters = join_pieces(std::move(pieces));
  return result;
}

}  // namespace mailhaul::message
