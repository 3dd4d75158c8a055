#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <utility>

#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/encoded_word.hpp>
#include <mailhaul/text/utf8.hpp>

namespace mailhaul::text {

namespace {

/// Names that mail uses and iconv does not know, or knows as a subset of what senders mean.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAliases{{
    {"ascii", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-8-e", "ISO-8859-8"},
    {"ks_c_5601-1987", "UHC"},
    {"ks_c_5601-1989", "UHC"},
    {"shift_jis", "CP932"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"x-gbk", "GB18030"},
    {"x-sjis", "CP932"},
}};

constexpr bool is_charset_octet(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.:+()").find(c) != std::string_view::npos;
}

/// The name for iconv; empty if it is none. Names come from mail: a slash would pass options or a
/// path to iconv_open, and its own pseudo names depend on the locale or on this machine.
std::string iconv_name(std::string_view charset) {
  constexpr std::size_t kLongestName = 64;
  constexpr std::array<std::string_view, 3> kPseudoNames{"char", "wchar_t", "internal"};
  const std::string name = to_lower(charset);
  if (name.empty() || name.size() > kLongestName || !std::ranges::all_of(name, is_charset_octet) ||
      std::ranges::find(kPseudoNames, name) != kPseudoNames.end()) {
    return {};
  }
  const auto* const alias =
      std::ranges::find(kAliases, name, [](const auto& row) { return row.first; });
  return alias != kAliases.end() ? std::string(alias->second) : name;
}

/// One iconv descriptor to UTF-8.
class Converter {
 public:
  explicit Converter(std::string_view charset) {
    const std::string name = iconv_name(charset);
    if (!name.empty()) {
      descriptor_ = iconv_open("UTF-8", name.c_str());
    }
  }

  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  Converter(Converter&&) = delete;
  Converter& operator=(Converter&&) = delete;

  ~Converter() {
    if (is_open()) {
      iconv_close(descriptor_);
    }
  }

  [[nodiscard]] bool is_open() const { return descriptor_ != invalid(); }

  /// std::nullopt if the octets do not fit the charset or end within a character.
  std::optional<std::string> convert(std::string_view bytes) {
    std::string input(bytes);
    std::string out;
    char* in = input.data();
    std::size_t in_left = input.size();
    bool is_flushed = false;
    std::array<char, 4096> buffer{};
    while (!is_flushed) {
      char* to = buffer.data();
      std::size_t to_left = buffer.size();
      is_flushed = in_left == 0;
      const std::size_t result =
          iconv(descriptor_, is_flushed ? nullptr : &in, &in_left, &to, &to_left);
      if (result == static_cast<std::size_t>(-1) && errno != E2BIG) {
        return std::nullopt;
      }
      out.append(buffer.data(), buffer.size() - to_left);
    }
    return out;
  }

 private:
  static iconv_t invalid() {
    return reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr): as POSIX has it
  }

  iconv_t descriptor_ = invalid();
};

bool is_utf8_name(std::string_view charset) {
  return equals_ignoring_case(charset, "utf-8") || equals_ignoring_case(charset, "utf8");
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset) {
  if (is_utf8_name(charset)) {
    return is_valid_utf8(bytes) ? std::optional<std::string>(bytes) : std::nullopt;
  }
  Converter converter(charset);
  std::optional<std::string> utf8 = converter.is_open() ? converter.convert(bytes) : std::nullopt;
  return utf8 && is_valid_utf8(*utf8) ? std::move(utf8) : std::nullopt;
}

bool is_known_charset(std::string_view charset) {
  return is_utf8_name(charset) || Converter(charset).is_open();
}

}  // namespace mailhaul::text
