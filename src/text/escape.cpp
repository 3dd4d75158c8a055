#include <array>

#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

/// Letters and digits of ASCII, and the punctuation that no shell, path or file system minds.
constexpr bool is_path_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.@+=").find(c) != std::string_view::npos;
}

/// Characters that move the cursor, start an escape sequence, break the line or reorder the text
/// around them.
constexpr bool is_unsafe_to_show(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
         code_point == 0x061C ||                          // Arabic letter mark
         code_point == 0x200E || code_point == 0x200F ||  // left-to-right, right-to-left mark
         (code_point >= 0x2028 &&
          code_point <= 0x202E) ||  // line separators, embeddings, overrides
         (code_point >= 0x2066 && code_point <= 0x2069) ||  // isolates
         code_point == 0xFEFF;                              // byte order mark
}

void append_hex(std::string& out, std::string_view introducer, char octet) {
  const auto value = static_cast<unsigned char>(octet);
  out += introducer;
  out += {kHexDigits[value >> 4U], kHexDigits[value & 0xFU]};
}

void append_hidden(std::string& out, std::string_view octets) {
  for (const char octet : octets) {
    switch (octet) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        append_hex(out, "\\x", octet);
    }
  }
}

/// Takes one character off `rest` and appends it as it may be shown.
void append_next(std::string& out, std::string_view& rest) {
  const std::string_view before = rest;
  const std::optional<char32_t> code_point = take_code_point(rest);
  if (!code_point) {
    rest.remove_prefix(1);
  }
  const std::string_view octets = before.substr(0, before.size() - rest.size());
  if (!code_point || is_unsafe_to_show(*code_point)) {
    append_hidden(out, octets);
  } else {
    out += octets == "\\" ? "\\\\" : octets;
  }
}

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::size_t count_code_points(std::string_view utf8) {
  std::size_t count = 0;
  while (take_code_point(utf8)) {
    ++count;
  }
  return count;
}

}  // namespace

std::string escape_for_display(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    append_next(out, bytes);
  }
  return out;
}

std::string shorten_for_display(std::string_view bytes, std::size_t max) {
  std::string out;
  std::size_t shown = 0;
  std::size_t cut = 0;  // where the ellipsis goes if the rest does not fit
  while (!bytes.empty()) {
    const std::size_t before = out.size();
    append_next(out, bytes);
    shown += count_code_points(std::string_view(out).substr(before));
    if (shown > max) {
      out.resize(cut);
      return max == 0 ? std::string() : out + "…";
    }
    if (shown < max) {
      cut = out.size();
    }
  }
  return out;
}

std::string percent_escape(std::string_view bytes) {
  if (bytes.empty()) {
    return "%";
  }
  std::string out;
  const bool is_dots = bytes == "." || bytes == "..";
  for (const char octet : bytes) {
    if (is_path_safe(octet) && !is_dots) {
      out += octet;
    } else {
      append_hex(out, "%", octet);
    }
  }
  return out;
}

std::optional<std::string> percent_unescape(std::string_view escaped) {
  if (escaped == "%") {
    return std::string();
  }
  std::string out;
  while (!escaped.empty()) {
    if (escaped.front() != '%') {
      out += escaped.front();
      escaped.remove_prefix(1);
      continue;
    }
    const int high = escaped.size() < 3 ? -1 : hex_value(escaped[1]);
    const int low = escaped.size() < 3 ? -1 : hex_value(escaped[2]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    escaped.remove_prefix(3);
  }
  return out;
}

}  // namespace mailhaul::text
