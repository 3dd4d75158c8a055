#include "maildir/filter_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mailhaul::maildir {
namespace {

/// Files, or links to them: Pigeonhole, maildrop, procmail, and what forwards or answers mail.
constexpr std::array<ByteView, 7> kRuleFiles{".dovecot.sieve", ".sieve",      ".mailfilter",
                                             "maildirfilter",  ".procmailrc", ".forward",
                                             ".qmail"};
/// Directories of them.
constexpr std::array<ByteView, 4> kRuleDirectories{".mailfilters", ".procmail", "autoresponses",
                                                   ".sieve"};
/// Pigeonhole makes this one for every user; only scripts in it are rules.
constexpr ByteView kScripts = "sieve";

template <std::size_t kSize>
bool is_one_of(const std::array<ByteView, kSize>& names, ByteView name) {
  return std::ranges::find(names, name) != names.end();
}

/// How many scripts lie in the directory; 0 if it cannot be read.
std::uint64_t count_scripts(const Directory& maildir) {
  const auto opened = maildir.open_directory(kScripts);
  const auto* const directory = std::get_if<Directory>(&opened);
  std::uint64_t scripts = 0;
  if (directory != nullptr) {
    directory->for_each([&scripts](const DirectoryEntry& entry) {
      scripts += entry.name.ends_with(".sieve") ? 1U : 0U;
      return true;
    });
  }
  return scripts;
}

}  // namespace

std::vector<Anomaly> find_filter_rules(const Directory& maildir,
                                       const DirectoryContents& contents) {
  std::vector<Anomaly> found;
  const auto add = [&found](const Bytes& name, std::uint64_t count) {
    found.push_back({.kind = AnomalyKind::FilterRules, .path = name, .count = count});
  };
  for (const std::vector<Bytes>* names : {&contents.files, &contents.links}) {
    for (const Bytes& name : *names) {
      if (is_one_of(kRuleFiles, name)) {
        add(name, 0);
      }
    }
  }
  for (const Bytes& name : contents.directories) {
    const std::uint64_t scripts = name == kScripts ? count_scripts(maildir) : 0;
    if (scripts > 0 || is_one_of(kRuleDirectories, name)) {
      add(name, scripts);
    }
  }
  std::ranges::sort(found, {}, &Anomaly::path);
  return found;
}

}  // namespace mailhaul::maildir
