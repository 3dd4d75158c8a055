#include "text/civil_time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::text {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
}

/// What may begin a comment, or keep one from being one.
constexpr bool is_special(char c) {
  return c == '(' || c == '"' || c == '\\';
}

/// The body with every comment replaced by a blank. Quoted strings keep their parentheses.
std::string without_comments(std::string_view body) {
  std::string out;
  out.reserve(body.size());
  std::size_t depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == '\\') {
      ++i;
    } else if (depth == 0 && c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == '(') {
      ++depth;
      out += ' ';
    } else if (depth > 0) {
      depth -= c == ')' ? 1 : 0;
    } else {
      out += c;
    }
  }
  return out;
}

/// Of at most four digits, and nothing else.
std::optional<unsigned> value_of(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) {
    value = 10 * value + static_cast<unsigned>(digit - '0');
  }
  return digits.empty() ? std::nullopt : std::optional(value);
}

/// Takes words and numbers off the front, skipping blanks and commas.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  /// The next run of letters, or nothing.
  std::string_view take_word() { return take_while(is_letter); }

  /// The next run of one to four digits, or nothing.
  std::string_view take_digits() {
    skip_blanks();
    const auto* const end = std::ranges::find_if_not(rest_, is_digit);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    return length > 4 ? std::string_view() : take_while(is_digit);
  }

  bool take(char expected) {
    skip_blanks();
    if (!rest_.starts_with(expected)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

 private:
  void skip_blanks() {
    const auto* const end = std::ranges::find_if_not(rest_, is_blank);
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.begin()));
  }

  template <typename Belongs>
  std::string_view take_while(Belongs belongs) {
    skip_blanks();
    const auto* const end = std::ranges::find_if_not(rest_, belongs);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

/// Two digits mean 1950 to 2049, three count from 1900 (RFC 5322 section 4.3).
std::optional<int> parse_year(std::string_view digits) {
  const std::optional<unsigned> value = value_of(digits);
  if (!value || digits.size() < 2) {
    return std::nullopt;
  }
  const int number = static_cast<int>(*value);
  if (digits.size() == 2) {
    return number + (number < 50 ? 2000 : 1900);
  }
  return digits.size() == 3 ? number + 1900 : number;
}

/// The zones of RFC 5322 section 4.3 and those that European servers wrote in their place.
std::chrono::minutes named_zone(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, int>, 19> kHours{{{"EDT", -4},
                                                                     {"EST", -5},
                                                                     {"CDT", -5},
                                                                     {"CST", -6},
                                                                     {"MDT", -6},
                                                                     {"MST", -7},
                                                                     {"PDT", -7},
                                                                     {"PST", -8},
                                                                     {"WEST", 1},
                                                                     {"CET", 1},
                                                                     {"MET", 1},
                                                                     {"MEZ", 1},
                                                                     {"CEST", 2},
                                                                     {"MEST", 2},
                                                                     {"MESZ", 2},
                                                                     {"EET", 2},
                                                                     {"EEST", 3},
                                                                     {"MSK", 3},
                                                                     {"JST", 9}}};
  for (const auto& [zone, hours] : kHours) {
    if (equals_ignoring_case(name, zone)) {
      return std::chrono::hours{hours};
    }
  }
  return std::chrono::minutes{0};
}

/// Digits win over a name before them: "GMT+0100" is one hour ahead.
std::chrono::minutes take_zone(DateReader& reader) {
  const std::string_view name = reader.take_word();
  const bool is_west = reader.take('-');
  if (!is_west && !reader.take('+')) {
    return named_zone(name);
  }
  const std::chrono::minutes offset =
      parse_zone_digits(reader.take_digits()).value_or(std::chrono::minutes{0});
  return is_west ? -offset : offset;
}

bool take_field(DateReader& reader, unsigned& field) {
  const std::optional<unsigned> value = value_of(reader.take_digits());
  field = value.value_or(0);
  return value.has_value();
}

// date-time = [ day-of-week "," ] date time [CFWS], RFC 5322 sections 3.3 and 4.3
std::optional<UnixSeconds> parse_date_time(std::string_view text) {
  DateReader reader(text);
  CivilTime time;
  reader.take_word();
  if (!take_field(reader, time.day)) {
    return std::nullopt;
  }
  const std::optional<unsigned> month = parse_month(reader.take_word());
  const std::optional<int> year = parse_year(reader.take_digits());
  if (!month || !year || !take_field(reader, time.hour) || !reader.take(':') ||
      !take_field(reader, time.minute) || (reader.take(':') && !take_field(reader, time.second))) {
    return std::nullopt;
  }
  time.year = *year;
  time.month = *month;
  time.zone = take_zone(reader);
  return to_instant(time);
}

}  // namespace

std::optional<UnixSeconds> parse_mail_date(std::string_view field_body) {
  const bool is_plain = std::ranges::none_of(field_body, is_special);
  const std::string bare = is_plain ? std::string() : without_comments(field_body);
  const std::string_view text = is_plain ? field_body : std::string_view(bare);
  const std::size_t semicolon = text.rfind(';');  // of a Received field
  return parse_date_time(text.substr(semicolon == std::string_view::npos ? 0 : semicolon + 1));
}

}  // namespace mailhaul::text
