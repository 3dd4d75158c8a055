#include <algorithm>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/base64.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

constexpr std::string_view kBlanks = " \t";

/// token of RFC 2047 section 2, without the specials that section excludes.
constexpr bool is_token_octet(char c) {
  return c > 0x20 && c < 0x7F &&
         std::string_view("()<>@,;:\"/[]?.=").find(c) == std::string_view::npos;
}

/// encoded-text = any printable ASCII character other than "?" or SPACE
constexpr bool is_text_octet(char c) {
  return c > 0x20 && c < 0x7F && c != '?';
}

/// The longest front of `rest` whose octets belong, taken off it.
std::string_view take_while(std::string_view& rest, bool (*belongs)(char)) {
  const auto* const end = std::ranges::find_if_not(rest, belongs);
  const std::string_view taken = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(taken.size());
  return taken;
}

bool take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) {
    return false;
  }
  rest.remove_prefix(expected.size());
  return true;
}

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
std::optional<EncodedWord> take_encoded_word(std::string_view& rest) {
  if (!take(rest, "=?")) {
    return std::nullopt;
  }
  const std::string_view charset = take_while(rest, is_token_octet);
  if (!take(rest, "?")) {
    return std::nullopt;
  }
  const std::string_view encoding = take_while(rest, is_token_octet);
  if (!take(rest, "?")) {
    return std::nullopt;
  }
  const std::string_view text = take_while(rest, is_text_octet);
  const bool is_b = equals_ignoring_case(encoding, "B");
  if (charset.empty() || !take(rest, "?=") || (!is_b && !equals_ignoring_case(encoding, "Q"))) {
    return std::nullopt;
  }
  return EncodedWord{
      .charset = charset.substr(0, charset.find('*')), .encoding = is_b ? 'B' : 'Q', .text = text};
}

constexpr int hex_value(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::size_t value = kDigits.find(lower);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

// RFC 2047 section 4.2
std::optional<std::string> decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i] == '_' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

/// Padding that the sender forgot is put back.
std::optional<std::string> decode_b(std::string_view text) {
  std::string padded(text.substr(0, text.find_last_not_of('=') + 1));
  padded.append((4 - padded.size() % 4) % 4, '=');
  return decode_base64(padded);
}

std::optional<std::string> decode_octets(const EncodedWord& word) {
  return word.encoding == 'B' ? decode_b(word.text) : decode_q(word.text);
}

/// Neighbouring words in one charset, converted together: many senders cut a character in two.
struct Run {
  std::string_view charset;
  std::string octets;
  std::size_t end = 0;
};

std::optional<Run> read_run(std::string_view text, const FoundEncodedWord& first) {
  std::optional<std::string> octets = decode_octets(first.word);
  if (!octets) {
    return std::nullopt;
  }
  Run run{.charset = first.word.charset, .octets = std::move(*octets), .end = first.end};
  while (true) {
    const std::size_t begin = std::min(text.find_first_not_of(kBlanks, run.end), text.size());
    std::string_view rest = text.substr(begin);
    const std::optional<EncodedWord> next = take_encoded_word(rest);
    if (!next || !equals_ignoring_case(next->charset, run.charset)) {
      return run;
    }
    const std::optional<std::string> more = decode_octets(*next);
    if (!more) {
      return run;
    }
    run.octets += *more;
    run.end = text.size() - rest.size();
  }
}

bool is_plain(std::string_view utf8) {
  return std::ranges::all_of(utf8, [](char c) { return c >= 0x20 && c < 0x7F; }) &&
         utf8.find("=?") == std::string_view::npos;
}

}  // namespace

std::optional<FoundEncodedWord> find_encoded_word(std::string_view field_body, std::size_t from) {
  for (std::size_t begin = field_body.find("=?", from); begin != std::string_view::npos;
       begin = field_body.find("=?", begin + 1)) {
    std::string_view rest = field_body.substr(begin);
    if (const std::optional<EncodedWord> word = take_encoded_word(rest)) {
      return FoundEncodedWord{
          .word = *word, .begin = begin, .end = field_body.size() - rest.size()};
    }
  }
  return std::nullopt;
}

std::string decode_encoded_words(std::string_view field_body) {
  std::string text = utf8_or_windows1252(field_body);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  std::string out;
  std::size_t at = 0;
  bool is_after_word = false;
  while (const std::optional<FoundEncodedWord> found = find_encoded_word(text, at)) {
    const std::string_view between = std::string_view(text).substr(at, found->begin - at);
    const std::optional<Run> run = read_run(text, *found);
    const std::optional<std::string> decoded =
        run ? to_utf8(run->octets, run->charset) : std::nullopt;
    const bool is_blank = between.find_first_not_of(kBlanks) == std::string_view::npos;
    if (!(is_after_word && decoded && is_blank)) {
      out += between;
    }
    at = run ? run->end : found->end;  // a run that fails stays whole: no octet is read twice
    out += decoded ? *decoded : text.substr(found->begin, at - found->begin);
    is_after_word = decoded.has_value();
  }
  return out + text.substr(at);
}

std::string encode_words(std::string_view utf8) {
  constexpr std::size_t kOctetsPerWord = 45;  // 60 of base64 and 12 around it: at most 75
  if (is_plain(utf8)) {
    return std::string(utf8);
  }
  const std::string text = utf8_or_windows1252(utf8);
  std::string_view rest = text;
  std::string out;
  while (!rest.empty()) {
    const std::string_view begin = rest;
    std::size_t length = 0;
    while (take_code_point(rest) && begin.size() - rest.size() <= kOctetsPerWord) {
      length = begin.size() - rest.size();
    }
    rest = begin.substr(length);
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") +
           encode_base64(begin.substr(0, length)) + "?=";
  }
  return out;
}

}  // namespace mailhaul::text
