#include <algorithm>
#include <array>
#include <string_view>

#include <mailhaul/maildir/message_name.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::maildir {
namespace {

constexpr std::string_view kFlagLetters = "DFPRST";

/// What other programs and copies through other file systems put in the place of ':'. The last
/// three are U+F03A (Samba, Cygwin), U+F022 and U+2236 (a ratio sign) in UTF-8.
constexpr std::array<std::string_view, 10> kAlternativeSeparators = {
    ";", "!", "-", "_", "+", "=", "%3A", "\xEF\x80\xBA", "\xEF\x80\xA2", "\xE2\x88\xB6"};

bool is_digit(char octet) {
  return octet >= '0' && octet <= '9';
}

bool is_keyword_letter(char octet) {
  return octet >= 'a' && octet <= 'z';
}

std::size_t count_digits(ByteView text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

void read_letters(ByteView letters, MessageName& name) {
  char previous = '\0';
  for (const char letter : letters) {
    if (letter == ',') {
      name.anomalies.insert(InfoAnomaly::SecondField);
      return;
    }
    if (letter == previous) {
      name.anomalies.insert(InfoAnomaly::RepeatedLetter);
    } else if (letter < previous) {
      name.anomalies.insert(InfoAnomaly::UnorderedLetters);
    }
    previous = letter;
    const std::size_t flag = kFlagLetters.find(letter);
    if (flag != std::string_view::npos) {
      name.flags.insert(static_cast<Flag>(flag));
    } else if (is_keyword_letter(letter)) {
      name.keyword_letters |= KeywordLetters{1} << static_cast<unsigned>(letter - 'a');
    } else {
      name.anomalies.insert(InfoAnomaly::UnknownLetter);
    }
  }
}

/// A name with ':'. Courier and Dovecot take the last one, whatever follows it, for the end of the
/// unique name.
void read_info(ByteView file_name, std::size_t colon, MessageName& name) {
  const ByteView info = file_name.substr(colon + 1);
  name.unique_name = file_name.substr(0, colon);
  if (!info.starts_with("2,")) {
    name.anomalies.insert(InfoAnomaly::NotVersion2);
    return;
  }
  if (name.unique_name.find(":2,") != ByteView::npos) {
    name.anomalies.insert(InfoAnomaly::SeveralInfoParts);
  }
  read_letters(info.substr(2), name);
}

/// A name without ':'. The letters must all be known, since the separators occur in host names too.
void read_alternative_info(ByteView file_name, MessageName& name) {
  const std::size_t version = file_name.rfind("2,");
  if (version == ByteView::npos) {
    return;
  }
  const ByteView before = file_name.substr(0, version);
  const ByteView letters = file_name.substr(version + 2);
  const bool all_known = std::ranges::all_of(letters, [](char letter) {
    return is_keyword_letter(letter) || kFlagLetters.find(letter) != std::string_view::npos;
  });
  const auto* const separator = std::ranges::find_if(
      kAlternativeSeparators, [&](std::string_view each) { return before.ends_with(each); });
  if (!all_known || separator == kAlternativeSeparators.end()) {
    return;
  }
  name.unique_name = before.substr(0, before.size() - separator->size());
  name.anomalies.insert(InfoAnomaly::AlternativeSeparator);
  read_letters(letters, name);
}

bool is_control(char octet) {
  const auto value = static_cast<unsigned char>(octet);
  return value < 0x20 || value == 0x7F;
}

bool is_ascii(ByteView bytes) {
  return std::ranges::all_of(bytes, [](char octet) { return (octet & 0x80) == 0; });
}

bool has_odd_bytes(ByteView bytes) {
  return std::ranges::any_of(bytes, is_control) ||
         (!is_ascii(bytes) && !text::is_valid_utf8(bytes));
}

/// Length of ",S=123" at the start of `rest`, for S, W and U; 0 if it is something else.
std::size_t note_length(ByteView rest) {
  constexpr std::size_t kPrefix = 3;
  if (rest.size() <= kPrefix || rest[0] != ',' || rest[2] != '=' ||
      ByteView("SWU").find(rest[1]) == ByteView::npos) {
    return 0;
  }
  const std::size_t digits = count_digits(rest.substr(kPrefix));
  const std::size_t length = kPrefix + digits;
  const bool ends_there = length == rest.size() || rest[length] == ',';
  return digits > 0 && ends_there ? length : 0;
}

/// The digits after the first M or H of the second field: "M123P45", "V802I3fM99", "H123P45".
std::int64_t microseconds_in(ByteView field) {
  for (std::size_t at = field.find_first_of("MH"); at != ByteView::npos;
       at = field.find_first_of("MH", at + 1)) {
    const ByteView rest = field.substr(at + 1);
    const std::size_t digits = count_digits(rest);
    if (digits > 0 && digits <= 6) {
      return static_cast<std::int64_t>(*text::parse_number(rest.substr(0, digits)));
    }
  }
  return 0;
}

}  // namespace

std::string to_letters(FlagSet flags) {
  std::string letters;
  for (std::size_t i = 0; i < kFlagCount; ++i) {
    if (flags.contains(static_cast<Flag>(i))) {
      letters += kFlagLetters[i];
    }
  }
  return letters;
}

MessageName parse_message_name(ByteView file_name) {
  MessageName name{.unique_name = file_name};
  const std::size_t colon = file_name.rfind(':');
  if (colon != ByteView::npos) {
    read_info(file_name, colon, name);
  } else {
    read_alternative_info(file_name, name);
  }
  if (name.unique_name.empty()) {
    name.anomalies.insert(InfoAnomaly::EmptyUniqueName);
  }
  if (has_odd_bytes(file_name)) {
    name.anomalies.insert(InfoAnomaly::OddBytes);
  }
  return name;
}

Bytes identity_of(ByteView unique_name) {
  Bytes identity;
  identity.reserve(unique_name.size());
  std::size_t at = 0;
  while (at < unique_name.size()) {
    const std::size_t note = note_length(unique_name.substr(at));
    if (note > 0) {
      at += note;
      continue;
    }
    const std::size_t next = std::min(unique_name.find(',', at + 1), unique_name.size());
    identity.append(unique_name.substr(at, next - at));
    at = next;
  }
  return identity;
}

std::optional<std::int64_t> delivery_microseconds(ByteView unique_name) {
  // Eleven digits reach the year 5138; a longer number is no time.
  constexpr std::size_t kMaxDigits = 11;
  constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
  const std::size_t digits = count_digits(unique_name);
  if (digits == 0 || digits > kMaxDigits) {
    return std::nullopt;
  }
  const auto seconds =
      static_cast<std::int64_t>(*text::parse_number(unique_name.substr(0, digits)));
  ByteView rest = unique_name.substr(digits);
  std::int64_t microseconds = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    microseconds = microseconds_in(rest.substr(0, rest.find('.')));
  }
  return seconds * kMicrosecondsPerSecond + microseconds;
}

}  // namespace mailhaul::maildir
