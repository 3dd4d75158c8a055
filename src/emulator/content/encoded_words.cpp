#include "emulator/content/encoded_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/base64.hpp>
#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::array<std::string_view, 64> kCharsets = {
    "us-ascii",     "ascii",          "ansi_x3.4-1968", "utf-8",
    "utf8",         "utf-7",          "utf-16",         "unicode-1-1-utf-7",
    "iso-8859-1",   "iso-8859-2",     "iso-8859-3",     "iso-8859-4",
    "iso-8859-5",   "iso-8859-6",     "iso-8859-7",     "iso-8859-8",
    "iso-8859-8-i", "iso-8859-9",     "iso-8859-13",    "iso-8859-15",
    "iso8859-1",    "iso8859-15",     "latin1",         "windows-1250",
    "windows-1251", "windows-1252",   "windows-1253",   "windows-1254",
    "windows-1255", "windows-1256",   "windows-1257",   "windows-1258",
    "windows-874",  "cp1250",         "cp1251",         "cp1252",
    "cp437",        "ibm437",         "cp850",          "ibm850",
    "cp866",        "ibm866",         "koi8-r",         "koi8-u",
    "macintosh",    "iso-2022-jp",    "iso-2022-kr",    "shift_jis",
    "shift-jis",    "sjis",           "x-sjis",         "euc-jp",
    "euc-kr",       "ks_c_5601-1987", "gb2312",         "gbk",
    "gb18030",      "hz-gb-2312",     "big5",           "big5-hkscs",
    "tis-620",      "cp874",          "ibm852",         "cp852",
};

struct Word {
  std::string_view charset;
  char encoding = '?';
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// encoded-word = "=?" charset "?" encoding "?" encoded-text "?=" (RFC 2047 section 2)
std::optional<Word> find_word(ByteView value, std::size_t from) {
  const auto begin = value.find("=?", from);
  if (begin == ByteView::npos) {
    return std::nullopt;
  }
  const auto second = value.find('?', begin + 2);
  const auto third = second == ByteView::npos ? second : value.find('?', second + 1);
  const auto end = third == ByteView::npos ? third : value.find("?=", third + 1);
  const ByteView whole = value.substr(begin, end == ByteView::npos ? end : end - begin);
  if (end == ByteView::npos || whole.find_first_of(" \t") != ByteView::npos) {
    return find_word(value, begin + 2);
  }
  Word word;
  word.charset = value.substr(begin + 2, second - begin - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));
  const ByteView encoding = value.substr(second + 1, third - second - 1);
  word.encoding = encoding.size() == 1
                      ? static_cast<char>(std::toupper(static_cast<unsigned char>(encoding[0])))
                      : '?';
  word.text = value.substr(third + 1, end - third - 1);
  word.begin = begin;
  word.end = end + 2;
  return word;
}

std::optional<Bytes> decode_q(std::string_view text) {
  Bytes decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '_') {
      decoded += ' ';
    } else if (text[at] != '=') {
      decoded += text[at];
    } else {
      if (at + 2 >= text.size() || std::isxdigit(static_cast<unsigned char>(text[at + 1])) == 0 ||
          std::isxdigit(static_cast<unsigned char>(text[at + 2])) == 0) {
        return std::nullopt;
      }
      decoded += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    }
  }
  return decoded;
}

std::optional<Bytes> decode(const Word& word) {
  if (word.encoding == 'Q') {
    return decode_q(word.text);
  }
  return word.encoding == 'B' ? text::decode_base64(word.text) : std::nullopt;
}

}  // namespace

bool knows_charset(std::string_view charset) {
  return std::ranges::any_of(kCharsets, [charset](std::string_view known) {
    return text::equals_ignoring_case(known, charset);
  });
}

bool has_unknown_charset(ByteView value) {
  for (auto word = find_word(value, 0); word; word = find_word(value, word->end)) {
    if (!knows_charset(word->charset)) {
      return true;
    }
  }
  return false;
}

bool has_unreadable_word(ByteView value) {
  for (auto word = find_word(value, 0); word; word = find_word(value, word->end)) {
    if (!knows_charset(word->charset) || !decode(*word)) {
      return true;
    }
  }
  return false;
}

std::size_t decoded_length(ByteView value) {
  const Bytes decoded = decode_words(value);
  // Continuation octets of UTF-8 are no characters of their own.
  return static_cast<std::size_t>(std::ranges::count_if(
      decoded, [](char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) != 0x80U; }));
}

Bytes decode_words(ByteView value) {
  Bytes decoded;
  std::size_t done = 0;
  bool after_word = false;
  for (auto word = find_word(value, 0); word; word = find_word(value, word->end)) {
    const ByteView between = value.substr(done, word->begin - done);
    if (!after_word || between.find_first_not_of(" \t") != ByteView::npos) {
      decoded += between;
    }
    const auto octets = decode(*word);
    const auto text = octets ? text::to_utf8(*octets, word->charset) : std::nullopt;
    decoded += text ? *text : Bytes(value.substr(word->begin, word->end - word->begin));
    after_word = text.has_value();
    done = word->end;
  }
  return decoded.append(value.substr(done));
}

}  // namespace mailhaul::emulator
