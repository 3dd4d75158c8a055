#include <algorithm>
#include <utility>

#include <mailhaul/maildir/folder_name.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/mutf7.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::maildir {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kNoBreakSpace = 0xA0;

bool has_8bit(ByteView bytes) {
  return std::ranges::any_of(bytes, [](char octet) { return (octet & 0x80) != 0; });
}

bool is_control(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < kNoBreakSpace);
}

/// Zero-width and bidirectional controls, and the byte order mark.
bool is_invisible(char32_t code_point) {
  return (code_point >= 0x200B && code_point <= 0x200F) ||
         (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2060 && code_point <= 0x2069) || code_point == 0xAD ||
         code_point == 0xFEFF;
}

bool is_blank(char32_t code_point) {
  return code_point == ' ' || code_point == kNoBreakSpace;
}

bool is_hex(char octet) {
  return ByteView("0123456789abcdefABCDEF").find(octet) != ByteView::npos;
}

/// Whether an escape character and two digits stand for an octet that would not be allowed in a
/// name: 20 to 2f, backslash or tilde. `_2011` is a year.
bool is_escaped_octet(char escape, ByteView digits) {
  if (!is_hex(digits[0]) || !is_hex(digits[1])) {
    return false;
  }
  if (digits[0] == '2') {
    const bool is_number = digits[1] >= '0' && digits[1] <= '9';
    return escape != '_' || !is_number;
  }
  return text::equals_ignoring_case(digits, "5c") || text::equals_ignoring_case(digits, "7e");
}

/// `\2e` of Dovecot's listescape, `_2E` of Evolution, `%2E` of web tools.
bool has_foreign_escape(ByteView level) {
  for (std::size_t at = level.find_first_of("\\_%"); at != ByteView::npos && at + 2 < level.size();
       at = level.find_first_of("\\_%", at + 1)) {
    if (is_escaped_octet(level[at], level.substr(at + 1, 2))) {
      return true;
    }
  }
  return false;
}

void examine_level(ByteView level, FolderNameAnomalies& anomalies) {
  ByteView rest = level;
  char32_t last = 0;
  bool first = true;
  while (const auto code_point = text::take_code_point(rest)) {
    if (*code_point == kReplacement) {
      anomalies.insert(FolderNameAnomaly::ReplacementCharacter);
    } else if (is_control(*code_point)) {
      anomalies.insert(FolderNameAnomaly::ControlCharacter);
    } else if (is_invisible(*code_point)) {
      anomalies.insert(FolderNameAnomaly::InvisibleCharacter);
    } else if (first && is_blank(*code_point)) {
      anomalies.insert(FolderNameAnomaly::OuterBlank);
    }
    first = false;
    last = *code_point;
  }
  if (is_blank(last)) {
    anomalies.insert(FolderNameAnomaly::OuterBlank);
  }
  if (level.find_first_of("./") != ByteView::npos) {
    anomalies.insert(FolderNameAnomaly::ContainsDelimiter);
  }
  if (has_foreign_escape(level)) {
    anomalies.insert(FolderNameAnomaly::ForeignEscape);
  }
}

std::string decode_utf8_level(ByteView raw, FolderNameAnomalies& anomalies) {
  if (!text::is_valid_utf8(raw)) {
    anomalies.insert(FolderNameAnomaly::InvalidUtf8);
  }
  return text::utf8_or_windows1252(raw);
}

std::string decode_mutf7_level(ByteView raw, FolderNameAnomalies& anomalies) {
  if (auto decoded = text::decode_mutf7(raw)) {
    return *std::move(decoded);
  }
  if (!has_8bit(raw)) {
    anomalies.insert(FolderNameAnomaly::InvalidMutf7);
  } else {
    anomalies.insert(text::is_valid_utf8(raw) ? FolderNameAnomaly::Raw8BitInMutf7
                                              : FolderNameAnomaly::InvalidUtf8);
  }
  return text::decode_mutf7_leniently(raw);
}

/// Calls `use` for every level between separators, empty ones too.
template <typename Use>
void for_each_level(ByteView directory, Layout layout, Use use) {
  const char separator = layout == Layout::Fs ? '/' : '.';
  if (layout == Layout::MaildirPlusPlus && directory.starts_with('.')) {
    directory.remove_prefix(1);
  }
  while (true) {
    const std::size_t end = directory.find(separator);
    use(directory.substr(0, end));
    if (end == ByteView::npos) {
      return;
    }
    directory.remove_prefix(end + 1);
  }
}

/// The shift that starts with the '&' at `at`: up to and with '-', or as far as its alphabet goes.
ByteView shift_at(ByteView name, std::size_t at) {
  constexpr ByteView kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  std::size_t end = std::min(name.find_first_not_of(kAlphabet, at + 1), name.size());
  if (end < name.size() && name[end] == '-') {
    ++end;
  }
  return name.substr(at, end - at);
}

}  // namespace

FolderName parse_folder_name(ByteView directory, Layout layout, NameEncoding encoding) {
  FolderName name;
  for_each_level(directory, layout, [&](ByteView raw) {
    if (raw.empty()) {
      name.anomalies.insert(FolderNameAnomaly::EmptyLevel);
      return;
    }
    std::string level = encoding == NameEncoding::Utf8 ? decode_utf8_level(raw, name.anomalies)
                                                       : decode_mutf7_level(raw, name.anomalies);
    examine_level(level, name.anomalies);
    name.levels.push_back(std::move(level));
  });
  if (name.levels.empty()) {
    name.anomalies.insert(FolderNameAnomaly::NoLevel);
    name.levels.push_back(text::utf8_or_windows1252(directory));
  }
  return name;
}

std::vector<Bytes> split_levels(ByteView directory, Layout layout) {
  std::vector<Bytes> levels;
  for_each_level(directory, layout, [&](ByteView raw) {
    if (!raw.empty()) {
      levels.emplace_back(raw);
    }
  });
  return levels;
}

void EncodingEvidence::add(ByteView name) {
  if (has_8bit(name)) {
    utf8_ += text::is_valid_utf8(name) ? 1U : 0U;
    return;
  }
  bool shifted = false;
  for (std::size_t at = name.find('&'); at != ByteView::npos;) {
    const ByteView shift = shift_at(name, at);
    const auto decoded = text::decode_mutf7(shift);
    if (!decoded) {
      ++broken_shifts_;
    } else if (has_8bit(*decoded)) {
      shifted = true;
    }
    at = name.find('&', at + shift.size());
  }
  mutf7_ += shifted ? 1U : 0U;
}

NameEncoding EncodingEvidence::decide() const {
  if (utf8_ > 0 || mutf7_ > 0) {
    return mutf7_ > utf8_ ? NameEncoding::Mutf7 : NameEncoding::Utf8;
  }
  return broken_shifts_ > 0 ? NameEncoding::Utf8 : NameEncoding::Mutf7;
}

}  // namespace mailhaul::maildir
