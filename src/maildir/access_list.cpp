#include "maildir/lines.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <mailhaul/maildir/access_list.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

struct Right {
  char letter;
  /// As Dovecot may write it behind a colon.
  ByteView long_name;
  std::string_view words;
};

/// RFC 4314 section 2.1 with Dovecot's names; c and d are those of RFC 2086.
constexpr std::array kRights{
    Right{'l', "lookup", "see the folder"},     Right{'r', "read", "read"},
    Right{'s', "write-seen", "mark as seen"},   Right{'w', "write", "change flags"},
    Right{'i', "insert", "add messages"},       Right{'p', "post", "post"},
    Right{'k', "create", "create subfolders"},  Right{'c', "", "create subfolders"},
    Right{'x', "delete", "delete the folder"},  Right{'t', "write-deleted", "mark as deleted"},
    Right{'d', "", "delete messages"},          Right{'e', "expunge", "expunge"},
    Right{'a', "admin", "change these rights"},
};

ByteView skip_blanks(ByteView text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

/// The first word of the line, which Dovecot puts into quotes if it holds blanks.
Bytes take_identifier(ByteView& line) {
  if (!line.starts_with('"')) {
    const ByteView word = line.substr(0, line.find_first_of(" \t"));
    line.remove_prefix(word.size());
    return Bytes(word);
  }
  Bytes word;
  std::size_t at = 1;
  for (; at < line.size() && line[at] != '"'; ++at) {
    at += line[at] == '\\' && at + 1 < line.size() ? 1U : 0U;
    word += line[at];
  }
  line.remove_prefix(std::min(at + 1, line.size()));
  return word;
}

std::optional<AccessGrant> parse_identifier(ByteView identifier) {
  AccessGrant grant;
  if (identifier.starts_with('-')) {
    grant.negative = true;
    identifier.remove_prefix(1);
  }
  constexpr std::array<std::pair<ByteView, AccessHolder>, 6> kWords{{
      {"owner", AccessHolder::Owner},
      {"administrators", AccessHolder::Administrators},
      {"authenticated", AccessHolder::Authenticated},
      {"anyone", AccessHolder::Anyone},
      {"anonymous", AccessHolder::Anyone},
      {"public", AccessHolder::Anyone},
  }};
  constexpr std::array<std::pair<ByteView, AccessHolder>, 3> kNamed{{
      {"user=", AccessHolder::User},
      {"group=", AccessHolder::Group},
      {"group-override=", AccessHolder::Group},
  }};
  for (const auto& [word, holder] : kWords) {
    if (identifier == word) {
      grant.holder = holder;
      return grant;
    }
  }
  for (const auto& [prefix, holder] : kNamed) {
    if (identifier.starts_with(prefix) && identifier.size() > prefix.size()) {
      grant.holder = holder;
      grant.name = identifier.substr(prefix.size());
      return grant;
    }
  }
  return std::nullopt;
}

void add_letter(std::string& letters, char letter) {
  const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                         (letter >= '0' && letter <= '9');
  if (is_letter && letters.find(letter) == std::string::npos) {
    letters += letter;
  }
}

/// Letters, then long names behind a colon, divided by blanks or colons.
std::string parse_rights(ByteView text) {
  std::string letters;
  const ByteView short_rights = text.substr(0, text.find_first_of(" \t:"));
  for (const char letter : short_rights) {
    add_letter(letters, letter);
  }
  text.remove_prefix(short_rights.size());
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t:"), text.size()));
    if (text.empty()) {
      return letters;
    }
    const ByteView name = text.substr(0, text.find_first_of(" \t:"));
    text.remove_prefix(name.size());
    const auto* const right = std::ranges::find(kRights, name, &Right::long_name);
    if (right != kRights.end()) {
      add_letter(letters, right->letter);
    }
  }
}

}  // namespace

std::vector<AccessGrant> parse_access_list(ByteView file) {
  std::vector<AccessGrant> grants;
  for_each_line(file, [&grants](ByteView line) {
    line = skip_blanks(line);
    if (line.empty() || line.starts_with('#')) {
      return;
    }
    std::optional<AccessGrant> grant = parse_identifier(take_identifier(line));
    if (!grant) {
      return;
    }
    grant->letters = parse_rights(skip_blanks(line));
    if (!grant->letters.empty()) {
      grants.push_back(*std::move(grant));
    }
  });
  return grants;
}

std::string holder_in_words(const AccessGrant& grant) {
  switch (grant.holder) {
    case AccessHolder::Owner:
      return "the owner";
    case AccessHolder::User:
      return "user " + text::escape_for_display(grant.name);
    case AccessHolder::Group:
      return "group " + text::escape_for_display(grant.name);
    case AccessHolder::Administrators:
      return "administrators";
    case AccessHolder::Authenticated:
      return "everybody who signs in";
    case AccessHolder::Anyone:
      return "everybody";
  }
  return "everybody";
}

std::string rights_in_words(const AccessGrant& grant) {
  std::vector<std::string_view> words;
  const auto add = [&words](std::string_view word) {
    if (std::ranges::find(words, word) == words.end()) {
      words.push_back(word);
    }
  };
  for (const Right& right : kRights) {
    if (grant.letters.find(right.letter) != std::string::npos) {
      add(right.words);
    }
  }
  for (const char& letter : grant.letters) {
    if (std::ranges::find(kRights, letter, &Right::letter) == kRights.end()) {
      add(std::string_view(&letter, 1));
    }
  }
  std::string text;
  for (const std::string_view word : words) {
    text += text.empty() ? "" : ", ";
    text += word;
  }
  return text;
}

bool is_shared(std::span<const AccessGrant> grants) {
  return std::ranges::any_of(grants, [](const AccessGrant& grant) {
    return !grant.negative && grant.holder != AccessHolder::Owner &&
           grant.holder != AccessHolder::Administrators;
  });
}

}  // namespace mailhaul::maildir
