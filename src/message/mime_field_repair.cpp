#include "message/field_repair.hpp"
#include "message/mime_value.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <mailhaul/message/header_fields.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::message {
namespace {

/// Long enough for people, and short enough for one line in the form of RFC 2231, which needs up to
/// nine octets a character.
constexpr std::size_t kCutName = 90;
constexpr std::size_t kLongestExtension = 10;

std::string cut_to(std::string_view utf8, std::size_t code_points) {
  std::string out;
  while (code_points-- > 0) {
    const auto code_point = text::take_code_point(utf8);
    if (!code_point) {
      break;
    }
    text::append_utf8(out, *code_point);
  }
  return out;
}

std::string cut_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const bool has_extension = dot != std::string::npos && name.size() - dot <= kLongestExtension;
  const std::string extension = has_extension ? name.substr(dot) : std::string();
  return cut_to(name, kCutName - extension.size()) + extension;
}

bool is_plain(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

/// One parameter: quoted if it is plain ASCII, else in the extended form of RFC 2231.
std::string encode_parameter(const MimeParameter& parameter) {
  if (is_plain(parameter.value)) {
    std::string quoted;
    for (const char c : parameter.value) {
      quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    }
    return fmt::format("{}=\"{}\"", parameter.name, quoted);
  }
  std::string escaped;
  for (const char c : parameter.value) {
    const bool is_safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                         (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
    escaped += is_safe ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return fmt::format("{}*=utf-8''{}", parameter.name, escaped);
}

Bytes encode_field(ByteView name, const MimeValue& value) {
  Bytes out = fmt::format("{} {}", name, value.word);
  for (const MimeParameter& parameter : value.parameters) {
    out += ";\r\n " + encode_parameter(parameter);
  }
  return out + "\r\n";
}

bool is_name(const MimeParameter& parameter) {
  return parameter.name == "name" || parameter.name == "filename";
}

}  // namespace

Bytes cut_file_name(ByteView field, std::size_t longest) {
  const std::size_t body = field.find(':') + 1;
  MimeValue value = parse_mime_value(unfold(field.substr(body)));
  bool is_changed = false;
  for (MimeParameter& parameter : value.parameters) {
    if (!is_name(parameter)) {
      continue;
    }
    const std::string name = text::decode_encoded_words(parameter.value);
    if (text::utf16_length(name) > longest) {
      parameter.value = cut_name(name);
      is_changed = true;
    }
  }
  return is_changed ? encode_field(field.substr(0, body), value) : Bytes(field);
}

Bytes change_type(ByteView field, std::string_view type) {
  const std::size_t body = field.find(':') + 1;
  MimeValue value = parse_mime_value(unfold(field.substr(body)));
  std::erase_if(value.parameters, [](const MimeParameter& parameter) {
    return parameter.name == "method" || parameter.name == "report-type";
  });
  if (value.word == "text/calendar" && value.parameter("name").empty()) {
    value.parameters.push_back({.name = "name", .value = "reply.ics"});
  }
  value.word = type;
  return encode_field(field.substr(0, body), value);
}

}  // namespace mailhaul::message
