/// Trees as servers, tools and hands leave them, one oddity each, and what becomes of it.
/// test/README.md lists them by their codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace mailhaul::migrate {

struct TreeRow {
  std::string code;
  std::string manifest;  ///< beside an empty INBOX; one that begins with '!' stands alone
  /// Messages by mailbox; those that are not named here hold none.
  std::map<std::string, std::size_t> stored = {};
  std::size_t attention = 0;
  /// Of the only message in INBOX: its flags, its date, and whether its octets are those of the
  /// wire form of the file.
  std::optional<std::vector<std::string>> flags = {};
  std::optional<std::int64_t> date = {};
  bool is_as_it_was = false;
};

inline void PrintTo(const TreeRow& row, std::ostream* out) {
  *out << row.code;
}

/// An ordinary message of a file.
inline std::string mail(const std::string& path) {
  return "message " + path + " mtime=1400000001\n";
}

/// A folder with one message.
inline std::string folder(const std::string& path) {
  return "maildir " + path + "\n" + mail(path + "/cur/1400000001.M1P1.h:2,S");
}

inline std::string escaped(std::string_view octets) {
  std::string text;
  for (const char octet : octets) {
    text += fmt::format("\\x{:02x}", static_cast<unsigned char>(octet));
  }
  return text;
}

/// A read message in INBOX with exactly these octets.
inline std::string octets(std::string_view content) {
  return "file cur/1400000001.M1P1.h:2,S text=" + escaped(content) + " mtime=1400000001\n";
}

}  // namespace mailhaul::migrate
