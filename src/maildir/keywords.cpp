#include "maildir/lines.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <mailhaul/maildir/keywords.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::maildir {
namespace {

constexpr KeywordLetters kAllLetters = (KeywordLetters{1} << DovecotKeywords::kLetterCount) - 1;

/// The name of an update file taken apart.
struct UpdateName {
  ByteView unique_name;
  std::uint64_t rank;
};

UpdateName parse_update_name(ByteView file_name) {
  if (file_name.starts_with('.')) {
    const std::size_t dot = file_name.find('.', 1);
    const auto number =
        text::parse_number(file_name.substr(1, dot == ByteView::npos ? dot : dot - 1));
    if (dot != ByteView::npos && number &&
        *number < std::numeric_limits<std::uint64_t>::max() - 1) {
      return {.unique_name = file_name.substr(dot + 1), .rank = *number + 1};
    }
  }
  return {.unique_name = file_name, .rank = std::numeric_limits<std::uint64_t>::max()};
}

/// Splits at blanks and hands every piece to `use`.
template <typename Use>
void for_each_word(ByteView text, Use use) {
  while (!text.empty()) {
    const ByteView word = text.substr(0, text.find(' '));
    if (!word.empty()) {
      use(word);
    }
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
}

}  // namespace

DovecotKeywords DovecotKeywords::parse(ByteView file) {
  DovecotKeywords keywords;
  for_each_line(file, [&](ByteView line) {
    const std::size_t blank = line.find(' ');
    const auto index = text::parse_number(line.substr(0, blank));
    if (blank == ByteView::npos || blank + 1 == line.size() || !index || *index >= kLetterCount) {
      return;
    }
    keywords.names_[*index] = Bytes(line.substr(blank + 1));
    keywords.known_ |= KeywordLetters{1} << *index;
  });
  return keywords;
}

std::vector<Bytes> DovecotKeywords::names_of(KeywordLetters letters) const {
  std::vector<Bytes> result;
  for (std::size_t i = 0; i < kLetterCount; ++i) {
    if (((letters & known_) >> i & 1U) == 0) {
      continue;
    }
    const bool repeated = std::ranges::any_of(
        result, [&](const Bytes& name) { return text::equals_ignoring_case(name, names_[i]); });
    if (!repeated) {
      result.push_back(names_[i]);
    }
  }
  return result;
}

bool DovecotKeywords::is_full() const {
  return known_ == kAllLetters;
}

std::uint32_t CourierKeywords::index_of(ByteView name) {
  const auto found = index_.find(name);
  if (found != index_.end()) {
    return found->second;
  }
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  index_.emplace(name, index);
  return index;
}

void CourierKeywords::add_list_line(ByteView line) {
  if (!in_messages_) {
    if (line.empty()) {
      in_messages_ = true;
    } else {
      // A name given twice keeps both its places: the messages refer to places.
      list_.push_back(index_of(line));
    }
    return;
  }
  const std::size_t colon = line.rfind(':');
  if (colon == ByteView::npos) {
    return;
  }
  Entry entry;
  for_each_word(line.substr(colon + 1), [&](ByteView word) {
    const auto place = text::parse_number(word);
    if (place && *place < list_.size()) {
      entry.keywords.push_back(list_[*place]);
    }
  });
  store(line.substr(0, colon), std::move(entry));
}

void CourierKeywords::add_update(ByteView file_name, ByteView content) {
  const UpdateName update = parse_update_name(file_name);
  Entry entry{.keywords = {}, .rank = update.rank};
  for_each_line(content, [&](ByteView line) {
    if (!line.empty()) {
      entry.keywords.push_back(index_of(line));
    }
  });
  store(update.unique_name, std::move(entry));
}

void CourierKeywords::store(ByteView unique_name, Entry entry) {
  std::ranges::sort(entry.keywords);
  const auto repeated = std::ranges::unique(entry.keywords);
  entry.keywords.erase(repeated.begin(), repeated.end());
  const auto [place, is_new] = messages_.try_emplace(identity_of(unique_name));
  if (is_new || entry.rank >= place->second.rank) {
    place->second = std::move(entry);
  }
}

std::vector<Bytes> CourierKeywords::names_of(ByteView unique_name) const {
  std::vector<Bytes> result;
  const auto found = messages_.find(identity_of(unique_name));
  if (found != messages_.end()) {
    for (const std::uint32_t keyword : found->second.keywords) {
      result.push_back(names_[keyword]);
    }
  }
  return result;
}

}  // namespace mailhaul::maildir
