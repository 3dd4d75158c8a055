#include "migrate/server/token_life.hpp"

#include <algorithm>
#include <string>

#include <mailhaul/base/secret.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/base64.hpp>

namespace mailhaul::migrate {
namespace {

using std::chrono::seconds;

/// Exchange Online's tokens live for 60 to 90 minutes.
constexpr seconds kUnknownLife = std::chrono::minutes(45);
constexpr seconds kMargin = std::chrono::minutes(5);
constexpr seconds kShortestLife = std::chrono::minutes(1);
constexpr seconds kLongestLife = std::chrono::hours(24);

/// The octets of base64url without padding (RFC 4648 section 5).
std::optional<std::string> decode_base64url(std::string_view encoded) {
  std::string padded(encoded);
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  std::optional<std::string> decoded = text::decode_base64(padded);
  wipe(padded);
  return decoded;
}

std::string_view skip_blanks(std::string_view json) {
  return json.substr(std::min(json.find_first_not_of(" \t\r\n"), json.size()));
}

/// The number behind "exp": in an object of claims.
std::optional<std::int64_t> read_expiry(std::string_view claims) {
  constexpr std::string_view kKey = R"("exp")";
  const std::size_t key = claims.find(kKey);
  if (key == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = skip_blanks(claims.substr(key + kKey.size()));
  if (!rest.starts_with(':')) {
    return std::nullopt;
  }
  rest = skip_blanks(rest.substr(1));
  const auto number = text::parse_number(rest.substr(0, rest.find_first_not_of("0123456789")));
  return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> token_expiry(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  std::optional<std::string> claims = decode_base64url(token.substr(first + 1, second - first - 1));
  if (!claims) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> expiry = read_expiry(*claims);
  wipe(*claims);
  return expiry;
}

std::optional<seconds> token_renewal(std::string_view token, std::int64_t now) {
  const std::optional<std::int64_t> expiry = token_expiry(token);
  if (!expiry) {
    return kUnknownLife;
  }
  const seconds life = std::min(seconds(*expiry - now), kLongestLife);
  return life < kShortestLife ? std::nullopt : std::optional(life - std::min(kMargin, life / 4));
}

}  // namespace mailhaul::migrate
