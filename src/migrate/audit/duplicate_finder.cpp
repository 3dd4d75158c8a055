#include "migrate/audit/duplicate_finder.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <tuple>

namespace mailhaul::migrate {

void DuplicateFinder::add(std::size_t index, const message::Facts& facts) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  Entry entry{.message_id = facts.identity.message_id_hash,
              .index = static_cast<std::uint32_t>(index),
              .size = static_cast<std::uint32_t>(std::min<std::uint64_t>(facts.wire_size, kMost))};
  std::memcpy(&entry.content, facts.fingerprint.octets.data(), sizeof entry.content);
  entries_.push_back(entry);
}

std::vector<DuplicateFinder::Match> DuplicateFinder::finish() {
  std::vector<Match> matches;
  std::ranges::sort(entries_, {},
                    [](const Entry& entry) { return std::tuple(entry.content, entry.index); });
  const Entry* first = nullptr;
  for (const Entry& entry : entries_) {
    if (first != nullptr && first->content == entry.content) {
      matches.push_back({.index = entry.index, .first = first->index, .size = entry.size});
    } else {
      first = &entry;
    }
  }
  // Of those with the same octets only the first is asked about its Message-ID.
  const auto repeated = std::ranges::unique(entries_, {}, &Entry::content);
  entries_.erase(repeated.begin(), repeated.end());
  std::ranges::sort(entries_, {},
                    [](const Entry& entry) { return std::tuple(entry.message_id, entry.index); });
  first = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.message_id != 0 && first != nullptr && first->message_id == entry.message_id) {
      matches.push_back({.index = entry.index,
                         .first = first->index,
                         .size = entry.size,
                         .is_same_message = false});
    } else {
      first = &entry;
    }
  }
  std::ranges::sort(matches, {}, &Match::index);
  return matches;
}

}  // namespace mailhaul::migrate
