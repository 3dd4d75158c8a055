#include "message/field_repair.hpp"

#include "message/encoded_word_check.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/message/address_list.hpp>
#include <mailhaul/text/encoded_word.hpp>

namespace mailhaul::message {
namespace {

/// A folded line stays below the 998 octets of RFC 5322 section 2.1.1.
constexpr std::size_t kFoldedLine = 900;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Splits a field at its colon; the name keeps it.
struct SplitField {
  ByteView name;
  ByteView body;
};

SplitField split(ByteView field) {
  const std::size_t colon = field.find(':');
  return {.name = field.substr(0, colon + 1), .body = field.substr(colon + 1)};
}

/// Where to cut a line so that its first piece is at most kFoldedLine octets: before a blank that
/// has something before it.
std::size_t fold_point(ByteView line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  for (std::size_t at = std::min(kFoldedLine, line.size() - 1); at > begin; --at) {
    const bool leaves_text_before = line.find_last_not_of(" \t", at - 1) != ByteView::npos;
    if (is_blank(line[at]) && leaves_text_before) {
      return at;
    }
  }
  return std::min(kFoldedLine, line.size());
}

void append_folded(Bytes& out, ByteView line) {
  while (line.size() > kFoldedLine) {
    const std::size_t at = fold_point(line);
    out.append(line.substr(0, at)).append("\r\n");
    line.remove_prefix(at);
    if (!line.empty() && !is_blank(line.front())) {
      out.push_back(' ');
    }
  }
  out.append(line);
}

std::vector<ByteView> words_of(ByteView text) {
  constexpr ByteView kBlanks = " \t\r\n";
  std::vector<ByteView> words;
  for (std::size_t at = text.find_first_not_of(kBlanks); at != ByteView::npos;
       at = text.find_first_not_of(kBlanks, at)) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

/// Printable ASCII of `text`, cut, as a quoted string.
std::string quoted_excerpt(ByteView text) {
  constexpr std::size_t kLongestName = 200;
  std::string out = "\"";
  for (const char octet : text.substr(0, kLongestName)) {
    const bool is_plain = octet >= ' ' && octet <= '~' && octet != '"' && octet != '\\';
    out.push_back(is_plain ? octet : '?');
  }
  return out + '"';
}

std::string shortened_address(ByteView item, std::size_t longest) {
  const std::size_t open = item.rfind('<');
  const std::size_t close = open == ByteView::npos ? open : item.find('>', open);
  if (close != ByteView::npos && close - open < std::min(longest, kFoldedLine)) {
    return std::string(item.substr(open, close - open + 1));
  }
  return quoted_excerpt(item) + " <unreadable@address.invalid>";
}

}  // namespace

Bytes fold_field(ByteView field, std::size_t longest) {
  Bytes out;
  while (!field.empty()) {
    const std::size_t lf = field.find('\n');
    const std::size_t size = lf == ByteView::npos ? field.size() : lf + 1;
    const ByteView line = field.substr(0, size);
    const std::size_t text_size = line.find_last_not_of("\r\n") + 1;
    if (text_size > longest) {
      append_folded(out, line.substr(0, text_size));
      out.append(line.substr(text_size));
    } else {
      out.append(line);
    }
    field.remove_prefix(size);
  }
  return out;
}

Bytes cut_references(ByteView field, std::size_t longest) {
  constexpr std::size_t kMostIdentifiers = 400;
  const SplitField parts = split(field);
  const std::vector<ByteView> identifiers = words_of(parts.body);
  if (parts.body.size() <= longest) {
    return Bytes(field);
  }
  if (identifiers.empty()) {
    return {};
  }
  // What is kept stays well below the limit, since folding adds to it.
  const std::size_t room = longest - longest / 4;
  std::size_t kept = identifiers.size();
  std::size_t size = identifiers.front().size() + 3;
  while (kept > 1 && identifiers.size() - kept < kMostIdentifiers &&
         size + identifiers[kept - 1].size() + 3 <= room) {
    --kept;
    size += identifiers[kept].size() + 3;
  }
  Bytes out(parts.name);
  out.append(" ").append(identifiers.front().substr(0, kFoldedLine));
  for (std::size_t i = kept; i < identifiers.size(); ++i) {
    out.append("\r\n ").append(identifiers[i]);
  }
  return out + "\r\n";
}

Bytes cut_addresses(ByteView field, std::size_t longest) {
  const SplitField parts = split(field);
  const AddressList list = split_addresses(parts.body);
  Bytes out;
  std::size_t copied = 0;
  for (const ByteView item : list.items) {
    if (item.size() > longest) {
      const auto begin = static_cast<std::size_t>(item.data() - field.data());
      out.append(field.substr(copied, begin - copied));
      out += shortened_address(item, longest);
      copied = begin + item.size();
    }
  }
  return out.append(field.substr(copied));
}

Bytes relabel_charsets(ByteView field) {
  Bytes out;
  std::size_t copied = 0;
  for (auto found = text::find_encoded_word(field, 0); found;
       found = text::find_encoded_word(field, found->end)) {
    const ByteView word = field.substr(found->begin, found->end - found->begin);
    const EncodedWordCheck check = check_encoded_words(word);
    if (check.is_clean()) {
      continue;
    }
    out.append(field.substr(copied, found->begin - copied));
    copied = found->end;
    if (check.has_malformed_text) {
      out.append("= ").append(word.substr(1));
      continue;
    }
    const std::string as_utf8 =
        fmt::format("=?utf-8?{}?{}?=", found->word.encoding, found->word.text);
    const bool is_utf8 = text::decode_encoded_words(as_utf8) != as_utf8;
    out += is_utf8 ? as_utf8
                   : fmt::format("=?windows-1252?{}?{}?=", found->word.encoding, found->word.text);
  }
  return out.append(field.substr(copied));
}

}  // namespace mailhaul::message
