#include "migrate/delta/adoption_match.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace mailhaul::migrate {
namespace {

/// Hashes of Message-ID, and of date and subject.
using Key = std::pair<std::int64_t, std::int64_t>;

struct Group {
  std::vector<const journal::MessageRow*> rows;
  std::vector<const ServerMessage*> messages;
};

void adopt(Group& group, std::size_t row, std::size_t message, AdoptionMatch& match) {
  match.adopted.push_back({.row = group.rows[row]->id, .message = *group.messages[message]});
  group.rows.erase(group.rows.begin() + static_cast<std::ptrdiff_t>(row));
  group.messages.erase(group.messages.begin() + static_cast<std::ptrdiff_t>(message));
}

void adopt_by_date(Group& group, AdoptionMatch& match) {
  for (std::size_t row = 0; row < group.rows.size();) {
    const auto found = std::ranges::find(group.messages, group.rows[row]->internal_date,
                                         &ServerMessage::internal_date);
    if (found == group.messages.end()) {
      ++row;
    } else {
      adopt(group, row, static_cast<std::size_t>(found - group.messages.begin()), match);
    }
  }
}

bool have_equal_contents(const Group& group) {
  return std::ranges::all_of(group.rows, [&](const journal::MessageRow* row) {
    return row->fingerprint == group.rows.front()->fingerprint;
  });
}

void match_group(const Key& key, Group& group, AdoptionMatch& match) {
  std::ranges::sort(group.messages, {}, &ServerMessage::uid);
  adopt_by_date(group, match);
  // Without a Message-ID the rest is too little to go by.
  if (group.messages.empty() || key.first == 0) {
    return;
  }
  if (group.messages.size() < group.rows.size() && !have_equal_contents(group)) {
    for (const journal::MessageRow* row : group.rows) {
      match.ambiguous.push_back(row->id);
    }
    return;
  }
  while (!group.rows.empty() && !group.messages.empty()) {
    adopt(group, 0, 0, match);
  }
}

}  // namespace

AdoptionMatch match_for_adoption(std::span<const journal::MessageRow> rows,
                                 std::span<const ServerMessage> messages) {
  std::map<Key, Group> groups;
  for (const journal::MessageRow& row : rows) {
    groups[{row.message_id_hash, row.subject_hash}].rows.push_back(&row);
  }
  for (const ServerMessage& message : messages) {
    // Some servers give a message without Message-ID one of their own.
    auto group = groups.find({message.message_id_hash, message.subject_hash});
    if (group == groups.end()) {
      group = groups.find({0, message.subject_hash});
    }
    if (group != groups.end()) {
      group->second.messages.push_back(&message);
    }
  }
  AdoptionMatch match;
  for (auto& [key, group] : groups) {
    match_group(key, group, match);
  }
  return match;
}

}  // namespace mailhaul::migrate
