#include <algorithm>
#include <array>
#include <cstdint>

#include <mailhaul/text/base64.hpp>

namespace mailhaul::text {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

/// The `count` octets at the front of a 24-bit group, most significant first.
void append_octets(std::string& out, std::uint32_t group, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    out += static_cast<char>((group >> (16 - 8 * i)) & 0xFFU);
  }
}

/// Up to four sextets as a 24-bit group; std::nullopt if one is outside the alphabet.
std::optional<std::uint32_t> read_group(std::string_view sextets) {
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < sextets.size(); ++i) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(sextets[i])];
    if (value == kInvalid) {
      return std::nullopt;
    }
    group |= static_cast<std::uint32_t>(value) << (18 - 6 * i);
  }
  return group;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t octets = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < octets ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= octets ? kAlphabet[(group >> (18 - 6 * i)) & 0x3FU] : '=';
    }
  }
  return out;
}

std::optional<std::string> decode_base64(std::string_view encoded) {
  if (encoded.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(encoded.size() / 4 * 3);
  for (std::size_t at = 0; at < encoded.size(); at += 4) {
    std::string_view sextets = encoded.substr(at, 4);
    if (at + 4 == encoded.size()) {
      sextets = sextets.substr(0, sextets[3] != '=' ? 4 : sextets[2] != '=' ? 3 : 2);
    }
    const std::optional<std::uint32_t> group = read_group(sextets);
    const std::size_t octets = sextets.size() - 1;
    if (!group || (*group & (0xFFFFFFU >> (8 * octets))) != 0) {
      return std::nullopt;
    }
    append_octets(out, *group, octets);
  }
  return out;
}

}  // namespace mailhaul::text
