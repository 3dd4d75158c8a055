#include "house/house_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <sstream>

namespace mailhaul::house {

namespace {

struct Include {
  std::string name;
  bool quoted = false;
};

std::vector<Include> includes_of(std::string_view text) {
  static const std::regex kPattern(R"rx(^\s*#\s*include\s*([<"])([^>"]+)[>"])rx");
  std::vector<Include> includes;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kPattern)) {
      includes.push_back({.name = match[2], .quoted = match[1] == "\""});
    }
  }
  return includes;
}

bool starts_with_any(const std::string& path, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&path](const std::string& prefix) { return path.starts_with(prefix); });
}

bool is_product(const std::string& path) {
  return path.starts_with("include/") || path.starts_with("src/");
}

/// "src/imap/session.cpp" is in imap; "src/main.cpp" is in no folder.
std::optional<std::string> folder_of(const std::string& path) {
  static const std::regex kPattern("^(include/mailhaul|src)/([a-z0-9_]+)/.*");
  std::smatch match;
  return std::regex_match(path, match, kPattern) ? std::optional<std::string>(match[2])
                                                 : std::nullopt;
}

std::string first_component(const std::string& name) {
  return name.substr(0, name.find('/'));
}

/// A quoted header below src belongs to the folder that it names, or stands beside its reader.
bool is_foreign_private_header(const Layers& layers, const std::string& folder,
                               const Include& include) {
  const std::string owner = first_component(include.name);
  return include.quoted && owner != include.name && owner != folder && layers.contains(owner);
}

struct Ownership {
  /// What names the library in a source text.
  const char* word;
  /// Paths, or beginnings of paths, of the files that may do so.
  std::vector<std::string> owners;
};

const std::vector<Ownership>& ownerships() {
  static const std::vector<Ownership> kOwnerships = {
      {"<mimetic/", {"src/message/mimetic_adapter.cpp"}},
      {"mimetic::", {"src/message/mimetic_adapter.cpp"}},
      {"<tl/", {"include/mailhaul/base/result.hpp"}},
      {"tl::", {"include/mailhaul/base/result.hpp"}},
      {"<sqlite3.h>", {"src/journal/"}},
      {"<openssl/", {"src/base/", "src/message/", "src/net/", "src/emulator/"}},
      {"<nlohmann/", {"src/report/", "src/cli/"}},
      {"<boost/program_options", {"src/cli/"}},
      {"<boost/filesystem", {"src/maildir/", "src/cli/"}},
      {"<utf8proc.h>", {"src/text/"}},
      {"<xxhash.h>", {"src/message/quick_sum.cpp"}},
      {"<zlib.h>", {"src/message/stored/gzip_decoder.cpp"}},
      {"<bzlib.h>", {"src/message/stored/bzip2_decoder.cpp"}},
      {"<lzma.h>", {"src/message/stored/xz_decoder.cpp"}},
      {"<zstd.h>", {"src/message/stored/zstd_decoder.cpp"}},
      {"<lz4.h>", {"src/message/stored/lz4_decoder.cpp"}},
  };
  return kOwnerships;
}

bool is_word_at(std::string_view text, std::size_t at) {
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return at == 0 || !is_name(text[at - 1]);
}

bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    if (is_word_at(text, at)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Layers parse_layers(std::string_view cmake) {
  static const std::regex kPattern(R"(set\(MAILHAUL_LAYER_([a-z0-9_]+)\s+([^)]*)\))");
  Layers layers;
  const std::string text(cmake);
  for (std::sregex_iterator match(text.begin(), text.end(), kPattern), end; match != end; ++match) {
    std::istringstream words((*match)[2]);
    std::set<std::string>& allowed = layers[(*match)[1]];
    for (std::string word; words >> word;) {
      if (word != "\"\"") {
        allowed.insert(word);
      }
    }
  }
  return layers;
}

Complaints check_layers(const Layers& layers, const std::string& path, std::string_view text) {
  const std::optional<std::string> folder = folder_of(path);
  if (!folder) {
    return {};
  }
  const auto allowed = layers.find(*folder);
  if (allowed == layers.end()) {
    return {path + ": the folder " + *folder + " is not in cmake/layers.cmake"};
  }
  Complaints complaints;
  for (const Include& include : includes_of(text)) {
    static const std::string kPublic = "mailhaul/";
    if (include.name.starts_with(kPublic)) {
      const std::string used = first_component(include.name.substr(kPublic.size()));
      if (used != *folder && !allowed->second.contains(used)) {
        complaints.push_back(path + ": " + *folder + " may not include " + include.name);
      }
    } else if (is_foreign_private_header(layers, *folder, include)) {
      complaints.push_back(path + ": " + include.name + " is private to another folder");
    }
  }
  return complaints;
}

Complaints check_libraries(const std::string& path, std::string_view text) {
  Complaints complaints;
  for (const Ownership& ownership : ownerships()) {
    if (is_product(path) && names(text, ownership.word) &&
        !starts_with_any(path, ownership.owners)) {
      complaints.push_back(path + ": names " + ownership.word + ", which belongs elsewhere");
    }
  }
  return complaints;
}

Complaints check_mimetic(const std::string& path, std::string_view text) {
  static const std::array kForbidden = {
      "mimetic::Message", "mimetic::File", "mimetic::DateTime", "mimetic::copy", "operator<<",
      "getField",         ".to()",         ".from()",           ".date()",       ".contentType()",
      ".subject()",       "istream"};
  Complaints complaints;
  for (const char* const word : kForbidden) {
    if (path.ends_with("mimetic_adapter.cpp") && text.find(word) != std::string_view::npos) {
      complaints.push_back(path + ": uses " + word + ", which is not safe");
    }
  }
  return complaints;
}

Complaints check_machine_paths(const std::string& path, std::string_view text,
                               const std::string& source_directory) {
  // In two pieces each, or this file would be found at fault itself.
  static const std::vector<std::string> kScratch = {
      std::string("/ho") + "me/", std::string("/ro") + "ot/", std::string("/tm") + "p/"};
  Complaints complaints;
  if (text.find(source_directory) != std::string_view::npos) {
    complaints.push_back(path + ": names the directory " + source_directory);
  }
  for (const std::string& directory : kScratch) {
    if (is_product(path) && text.find("\"" + directory) != std::string_view::npos) {
      complaints.push_back(path + ": names a file below " + directory);
    }
  }
  return complaints;
}

Complaints check_compiled(const std::vector<std::string>& sources,
                          const std::set<std::string>& compiled) {
  Complaints complaints;
  for (const std::string& source : sources) {
    if (!compiled.contains(source)) {
      complaints.push_back(source + ": is in no target");
    }
  }
  return complaints;
}

std::set<std::string> defined_tests(std::string_view text) {
  static const std::regex kPattern(R"rx(\bTEST(_F|_P)?\((\w+),\s*(\w+)\))rx");
  const std::string source(text);
  std::set<std::string> tests;
  for (std::sregex_iterator match(source.begin(), source.end(), kPattern), end; match != end;
       ++match) {
    tests.insert((*match)[2].str() + "." + (*match)[3].str());
  }
  return tests;
}

Complaints check_test_tables(const std::string& path, std::string_view markdown,
                             const std::set<std::string>& defined) {
  static const std::regex kTest("`(\\w+\\.\\w+)`");
  Complaints complaints;
  bool in_table = false;
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) {
    const bool is_rule = line.starts_with("|---");
    const bool is_heading = line.ends_with("| tests |");
    in_table = line.starts_with('|') && (in_table || is_heading);
    if (!in_table || is_rule || is_heading) {
      continue;
    }
    // The first column may have words of its own in backquotes.
    const std::string column = line.substr(line.rfind('|', line.size() - 2));
    std::sregex_iterator match(column.begin(), column.end(), kTest);
    if (match == std::sregex_iterator()) {
      complaints.push_back(path + ": no test for the row " + line);
    }
    for (; match != std::sregex_iterator(); ++match) {
      if (!defined.contains((*match)[1])) {
        complaints.push_back(path + ": there is no test " + (*match)[1].str());
      }
    }
  }
  return complaints;
}

Complaints check_table_codes(const std::string& path, std::string_view markdown) {
  static const std::regex kCode("`([^`]+)`");
  Complaints complaints;
  std::set<std::string> seen;
  bool in_table = false;
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) {
    in_table = line.starts_with('|') && (in_table || line.starts_with("| code |"));
    const std::string column = in_table ? line.substr(0, line.find('|', 1)) : "";
    for (std::sregex_iterator match(column.begin(), column.end(), kCode), end; match != end;
         ++match) {
      if (!seen.insert((*match)[1]).second) {
        complaints.push_back(path + ": " + (*match)[1].str() + " is in two rows");
      }
    }
  }
  return complaints;
}

std::set<std::string> compiled_files(std::string_view compile_commands) {
  static const std::regex kPattern(R"rx("file":\s*"([^"]+)")rx");
  const std::string text(compile_commands);
  std::set<std::string> files;
  for (std::sregex_iterator match(text.begin(), text.end(), kPattern), end; match != end; ++match) {
    files.insert((*match)[1]);
  }
  return files;
}

}  // namespace mailhaul::house
