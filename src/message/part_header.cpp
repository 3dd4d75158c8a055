#include "message/part_header.hpp"

#include "message/encoded_word_check.hpp"
#include "message/mime_value.hpp"

#include <algorithm>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::message {
namespace {

/// Enough for every registered type, charset or method; a map keeps no more of a hostile one.
constexpr std::size_t kLongestWord = 128;

MimeValue value_of(const HeaderLayout& header, ByteView name) {
  const FieldLocation* field = find_field(header, name);
  return field == nullptr ? MimeValue() : parse_mime_value(unfold(field->body));
}

std::string lower_word(std::string_view word) {
  return text::to_lower(word.substr(0, kLongestWord));
}

bool is_type(std::string_view word) {
  const std::size_t slash = word.find('/');
  return slash != 0 && slash != std::string_view::npos && slash + 1 < word.size() &&
         word.find('/', slash + 1) == std::string_view::npos && word.size() <= kLongestWord;
}

TransferEncoding encoding_named(std::string_view word) {
  if (word.empty() || word == "7bit" || word == "8bit" || word == "binary") {
    return TransferEncoding::Identity;
  }
  if (word == "quoted-printable") {
    return TransferEncoding::QuotedPrintable;
  }
  return word == "base64" ? TransferEncoding::Base64 : TransferEncoding::Unknown;
}

std::size_t decoded_length(std::string_view raw) {
  return text::utf16_length(text::decode_encoded_words(raw));
}

bool has_bad_encoded_word(const HeaderLayout& header) {
  return std::ranges::any_of(header.fields, [](const FieldLocation& field) {
    return !check_encoded_words(field.body).is_clean();
  });
}

}  // namespace

void read_part_header(ByteView block, ByteView default_type, Part& part) {
  const HeaderLayout header = locate_fields(block);
  const MimeValue type = value_of(header, "Content-Type");
  part.type = is_type(type.word) ? type.word : type.word.empty() ? default_type : "text/plain";
  part.charset = lower_word(type.parameter("charset"));
  part.boundary = type.parameter("boundary").substr(0, limits::kBoundaryLine);
  part.method = lower_word(type.parameter("method"));
  part.report_type = lower_word(type.parameter("report-type"));
  const MimeValue encoding = value_of(header, "Content-Transfer-Encoding");
  part.encoding = encoding_named(encoding.word);
  part.declares_8bit = encoding.word == "8bit" || encoding.word == "binary";
  part.filename_length =
      std::max(decoded_length(type.parameter("name")),
               decoded_length(value_of(header, "Content-Disposition").parameter("filename")));
  part.has_bad_encoded_word = has_bad_encoded_word(header);
}

}  // namespace mailhaul::message
