#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <mailhaul/migrate/matching.hpp>

namespace mailhaul::migrate {
namespace {

/// What two messages must share to be taken for one. The date is 0 where the target changes dates.
using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

struct Group {
  std::vector<const journal::MessageRow*> rows;  ///< those known to be stored first
  std::vector<const Candidate*> candidates;
};

bool is_stored(const journal::MessageRow* row) {
  return row->state == journal::State::Stored;
}

bool are_interchangeable(const std::vector<const journal::MessageRow*>& rows) {
  return std::ranges::all_of(rows, [&](const journal::MessageRow* row) {
    return row->fingerprint == rows.front()->fingerprint;
  });
}

/// Whether a look at this group says for each row if it is stored.
bool is_decidable(const Group& group, bool dates_are_kept) {
  if (group.candidates.size() == group.rows.size()) {
    return true;
  }
  if (group.candidates.size() < group.rows.size()) {
    const auto stored = std::count_if(group.rows.begin(), group.rows.end(), is_stored);
    return static_cast<std::ptrdiff_t>(group.candidates.size()) == stored ||
           are_interchangeable(group.rows);
  }
  // More messages than rows: with equal dates a server's own second copy is the likely reason and
  // any of them will do; without dates it may be somebody else's copy of the same message.
  return dates_are_kept;
}

void bind(const Group& group, Matching& matching) {
  for (std::size_t i = 0; i < group.rows.size() && i < group.candidates.size(); ++i) {
    matching.bindings.push_back({.row = group.rows[i]->id, .uid = group.candidates[i]->uid});
  }
}

}  // namespace

Matching match(std::span<const journal::MessageRow> rows, std::span<const Candidate> candidates,
               bool dates_are_kept) {
  std::map<Key, Group> groups;
  for (const journal::MessageRow& row : rows) {
    groups[{row.message_id_hash, row.subject_hash, dates_are_kept ? row.internal_date : 0}]
        .rows.push_back(&row);
  }
  for (const Candidate& candidate : candidates) {
    const std::int64_t date = dates_are_kept ? candidate.internal_date : 0;
    auto group = groups.find({candidate.message_id_hash, candidate.subject_hash, date});
    if (group == groups.end()) {
      // Some servers give a message without Message-ID one of their own.
      group = groups.find({0, candidate.subject_hash, date});
    }
    if (group != groups.end()) {
      group->second.candidates.push_back(&candidate);
    }
  }
  Matching matching;
  for (auto& [key, group] : groups) {
    if (group.candidates.empty()) {
      continue;
    }
    std::ranges::sort(group.rows, [](const auto* left, const auto* right) {
      return std::pair(!is_stored(left), left->id) < std::pair(!is_stored(right), right->id);
    });
    std::ranges::sort(group.candidates,
                      [](const auto* left, const auto* right) { return left->uid < right->uid; });
    if (is_decidable(group, dates_are_kept)) {
      bind(group, matching);
    } else {
      for (const journal::MessageRow* row : group.rows) {
        matching.ambiguous.push_back(row->id);
      }
    }
  }
  return matching;
}

}  // namespace mailhaul::migrate
