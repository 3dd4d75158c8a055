#include <array>

#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// What a lead octet announces: the length of the sequence and the range of its second octet, which
/// is where RFC 3629 section 4 excludes overlong forms, surrogates and values beyond U+10FFFF.
struct Lead {
  std::size_t length;
  unsigned char second_min;
  unsigned char second_max;
};

constexpr Lead kNoLead{.length = 0, .second_min = 0, .second_max = 0};

constexpr Lead classify_lead(unsigned char octet) {
  if (octet >= 0xC2 && octet <= 0xDF) {
    return {.length = 2, .second_min = 0x80, .second_max = 0xBF};
  }
  if (octet >= 0xE0 && octet <= 0xEF) {
    const auto min = static_cast<unsigned char>(octet == 0xE0 ? 0xA0 : 0x80);
    const auto max = static_cast<unsigned char>(octet == 0xED ? 0x9F : 0xBF);
    return {.length = 3, .second_min = min, .second_max = max};
  }
  if (octet >= 0xF0 && octet <= 0xF4) {
    const auto min = static_cast<unsigned char>(octet == 0xF0 ? 0x90 : 0x80);
    const auto max = static_cast<unsigned char>(octet == 0xF4 ? 0x8F : 0xBF);
    return {.length = 4, .second_min = min, .second_max = max};
  }
  return kNoLead;
}

/// Code points of windows-1252 at 0x80..0x9F, the only range in which it is not Latin-1.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC,       kReplacement, 0x201A, 0x0192, 0x201E, 0x2026,       0x2020, 0x2021,
    0x02C6,       0x2030,       0x0160, 0x2039, 0x0152, kReplacement, 0x017D, kReplacement,
    kReplacement, 0x2018,       0x2019, 0x201C, 0x201D, 0x2022,       0x2013, 0x2014,
    0x02DC,       0x2122,       0x0161, 0x203A, 0x0153, kReplacement, 0x017E, 0x0178};

char32_t from_windows1252(unsigned char octet) {
  return octet >= 0x80 && octet <= 0x9F ? kWindows1252[octet - 0x80U] : octet;
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& rest) {
  if (rest.empty()) {
    return std::nullopt;
  }
  const auto octet_at = [&rest](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char first = octet_at(0);
  if (first < 0x80) {
    rest.remove_prefix(1);
    return first;
  }
  const Lead lead = classify_lead(first);
  if (lead.length == 0 || rest.size() < lead.length || octet_at(1) < lead.second_min ||
      octet_at(1) > lead.second_max) {
    return std::nullopt;
  }
  char32_t code_point = first & (0x7FU >> lead.length);
  for (std::size_t i = 1; i < lead.length; ++i) {
    if ((octet_at(i) & 0xC0U) != 0x80) {
      return std::nullopt;
    }
    code_point = (code_point << 6U) | (octet_at(i) & 0x3FU);
  }
  rest.remove_prefix(lead.length);
  return code_point;
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!take_code_point(bytes)) {
      return false;
    }
  }
  return true;
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    code_point = kReplacement;
  }
  const auto trail = [code_point](unsigned shift) {
    return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += {static_cast<char>(0xC0U | (code_point >> 6U)), trail(0)};
  } else if (code_point < 0x10000) {
    out += {static_cast<char>(0xE0U | (code_point >> 12U)), trail(6), trail(0)};
  } else {
    out += {static_cast<char>(0xF0U | (code_point >> 18U)), trail(12), trail(6), trail(0)};
  }
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto octet = static_cast<unsigned char>(c);
    if ((octet & 0xC0U) != 0x80) {
      units += octet >= 0xF0 ? 2 : 1;
    }
  }
  return units;
}

std::string utf8_or_windows1252(std::string_view bytes) {
  if (is_valid_utf8(bytes)) {
    return std::string(bytes);
  }
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    append_utf8(out, from_windows1252(static_cast<unsigned char>(c)));
  }
  return out;
}

}  // namespace mailhaul::text
