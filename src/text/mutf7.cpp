#include <algorithm>
#include <cstdint>

#include <mailhaul/text/base64.hpp>
#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

constexpr bool is_direct(char32_t code_point) {
  return code_point >= 0x20 && code_point <= 0x7E;
}

void append_utf16be(std::string& out, char32_t code_point) {
  const auto append_unit = [&out](std::uint32_t unit) {
    out += {static_cast<char>(unit >> 8U), static_cast<char>(unit & 0xFFU)};
  };
  if (code_point < 0x10000) {
    append_unit(code_point);
  } else {
    append_unit(0xD800 + ((code_point - 0x10000) >> 10U));
    append_unit(0xDC00 + ((code_point - 0x10000) & 0x3FFU));
  }
}

/// Writes what was collected for the current shift, if anything, and ends the shift.
void flush_shift(std::string& out, std::string& utf16be) {
  if (utf16be.empty()) {
    return;
  }
  std::string section = encode_base64(utf16be);
  std::erase(section, '=');
  std::ranges::replace(section, '/', ',');
  out += '&' + section + '-';
  utf16be.clear();
}

/// The base64 between '&' and '-', as UTF-16 code units.
struct Section {
  std::u16string units;
  bool has_zero_pad;
};

/// std::nullopt if the octets do not end with a whole code unit and fewer than six bits of padding.
std::optional<Section> decode_section(std::string_view base64) {
  Section section{.units = {}, .has_zero_pad = true};
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : base64) {
    bits = (bits << 6U) | static_cast<std::uint32_t>(kAlphabet.find(c));
    count += 6;
    if (count >= 16) {
      count -= 16;
      section.units += static_cast<char16_t>((bits >> count) & 0xFFFFU);
    }
    bits &= 0xFFFFU;
  }
  section.has_zero_pad = (bits & ((1U << count) - 1)) == 0;
  if (section.units.empty() || count >= 6) {
    return std::nullopt;
  }
  return section;
}

/// std::nullopt if a surrogate stands alone.
std::optional<std::string> to_utf8(std::u16string_view units) {
  std::string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t code_point = units[i];
    if (code_point >= 0xD800 && code_point <= 0xDFFF) {
      const bool is_pair = code_point < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
                           units[i + 1] <= 0xDFFF;
      if (!is_pair) {
        return std::nullopt;
      }
      code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (units[++i] - 0xDC00U);
    }
    append_utf8(out, code_point);
  }
  return out;
}

/// What a shift at the front of a name says, and how many octets of the name say it.
struct Shift {
  std::string utf8;
  std::size_t length;
};

/// `rest` begins with '&'. std::nullopt if that cannot be meant as a shift.
std::optional<Shift> read_shift(std::string_view rest) {
  const std::size_t stop = std::min(rest.find_first_not_of(kAlphabet, 1), rest.size());
  const bool is_terminated = stop < rest.size() && rest[stop] == '-';
  if (is_terminated && stop == 1) {
    return Shift{.utf8 = "&", .length = 2};
  }
  if (!is_terminated && stop < rest.size()) {
    return std::nullopt;
  }
  const std::optional<Section> section = decode_section(rest.substr(1, stop - 1));
  // Without its '-' a shift may as well be a plain word after a plain '&': only clean base64
  // counts.
  if (!section || (!is_terminated && !section->has_zero_pad)) {
    return std::nullopt;
  }
  std::optional<std::string> utf8 = to_utf8(section->units);
  if (!utf8) {
    return std::nullopt;
  }
  return Shift{.utf8 = std::move(*utf8), .length = is_terminated ? stop + 1 : stop};
}

}  // namespace

std::string encode_mutf7(std::string_view utf8) {
  std::string out;
  std::string shifted;
  while (!utf8.empty()) {
    const std::optional<char32_t> code_point = take_code_point(utf8);
    if (!code_point) {
      utf8.remove_prefix(1);
      append_utf16be(shifted, 0xFFFD);
    } else if (!is_direct(*code_point)) {
      append_utf16be(shifted, *code_point);
    } else {
      flush_shift(out, shifted);
      out += static_cast<char>(*code_point);
      out += *code_point == U'&' ? "-" : "";
    }
  }
  flush_shift(out, shifted);
  return out;
}

std::optional<std::string> decode_mutf7(std::string_view encoded) {
  // A text has exactly one encoding, so whatever is not the encoding of its own reading is invalid.
  std::string utf8 = decode_mutf7_leniently(encoded);
  if (encode_mutf7(utf8) != encoded) {
    return std::nullopt;
  }
  return utf8;
}

std::string decode_mutf7_leniently(std::string_view encoded) {
  const std::string readable = utf8_or_windows1252(encoded);
  std::string_view rest = readable;
  std::string out;
  while (!rest.empty()) {
    const std::size_t plain = std::min(rest.find('&'), rest.size());
    out += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) {
      break;
    }
    if (const std::optional<Shift> shift = read_shift(rest)) {
      out += shift->utf8;
      rest.remove_prefix(shift->length);
    } else {
      out += '&';
      rest.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace mailhaul::text
