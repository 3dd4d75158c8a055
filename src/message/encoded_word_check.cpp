#include "message/encoded_word_check.hpp"

#include <algorithm>
#include <array>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::message {
namespace {

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// Q encoding: every equals sign starts an escape (RFC 2047 section 4.2).
bool is_q_text(ByteView text) {
  for (std::size_t at = text.find('='); at != ByteView::npos; at = text.find('=', at + 3)) {
    if (text.size() - at < 3 || !is_hex_digit(text[at + 1]) || !is_hex_digit(text[at + 2])) {
      return false;
    }
  }
  return true;
}

/// Missing padding and loose pad bits are so common that every reader lets them pass.
bool is_b_text(ByteView text) {
  text = text.substr(0, text.find_last_not_of('=') + 1);
  return text.size() % 4 != 1 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '+' || c == '/';
         });
}

}  // namespace

bool is_decodable_charset(ByteView label) {
  constexpr std::array<ByteView, 8> kUsual = {"utf-8",       "us-ascii",     "iso-8859-1",
                                              "iso-8859-15", "windows-1252", "iso-8859-2",
                                              "gb2312",      "iso-2022-jp"};
  return std::ranges::any_of(
             kUsual,
             [label](ByteView usual) { return text::equals_ignoring_case(label, usual); }) ||
         text::is_known_charset(label);
}

EncodedWordCheck check_encoded_words(ByteView field_body) {
  EncodedWordCheck check;
  if (field_body.find("=?") == ByteView::npos) {
    return check;
  }
  for (auto found = text::find_encoded_word(field_body, 0); found;
       found = text::find_encoded_word(field_body, found->end)) {
    if (!is_decodable_charset(found->word.charset)) {
      check.unknown_charsets.emplace_back(found->word.charset);
    }
    const bool is_base64 = found->word.encoding == 'B';
    if (is_base64 ? !is_b_text(found->word.text) : !is_q_text(found->word.text)) {
      check.has_malformed_text = true;
    }
  }
  return check;
}

}  // namespace mailhaul::message
