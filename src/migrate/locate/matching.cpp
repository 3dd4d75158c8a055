#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <mailhaul/migrate/matching.hpp>

namespace mailhaul::migrate {
namespace {

/// What two messages must share to be taken for one: hashes of Message-ID and of Date and subject,
/// and the INTERNALDATE. 0 for what does not count.
using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t>;

using Rows = std::vector<const journal::MessageRow*>;
using Candidates = std::vector<const Candidate*>;

struct Group {
  Rows rows;  ///< those known to be stored first
  Candidates candidates;
};

bool is_stored(const journal::MessageRow* row) {
  return row->state == journal::State::Stored;
}

bool is_unknown(const journal::MessageRow* row) {
  return row->state == journal::State::Unknown;
}

std::size_t count_stored(const Rows& rows) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, is_stored));
}

bool are_interchangeable(const Rows& rows) {
  return std::ranges::all_of(rows, [&](const journal::MessageRow* row) {
    return row->fingerprint == rows.front()->fingerprint;
  });
}

/// The server showed its octets, and they were bound to no row.
bool has_other_octets(const Candidate& candidate) {
  return candidate.fingerprint && *candidate.fingerprint != kNotShown;
}

bool look_alike(const Candidates& candidates) {
  return std::ranges::all_of(candidates, [&](const Candidate* candidate) {
    return candidate->subject_hash == candidates.front()->subject_hash;
  });
}

/// What a round of matching goes by.
struct Round {
  bool with_dates = false;
  /// Something else than the identity tells which message it is.
  bool is_shown_otherwise = false;
  /// Nothing but the date says that it is one of ours.
  bool by_date_alone = false;
};

/// Whether a look at this group says for each row if it is stored.
bool is_decidable(const Group& group, Round round) {
  if (group.candidates.size() == group.rows.size()) {
    return true;
  }
  if (group.candidates.size() < group.rows.size()) {
    return group.candidates.size() == count_stored(group.rows) || are_interchangeable(group.rows);
  }
  // More messages than rows: with equal dates a server's own second copy is the likely reason and
  // any of them will do; without dates it may be somebody else's copy of the same message.
  return round.with_dates && (!round.by_date_alone || look_alike(group.candidates));
}

class Matcher {
 public:
  Matcher(std::span<const journal::MessageRow> rows, std::span<const Candidate> candidates,
          Kept kept)
      : kept_(kept) {
    for (const journal::MessageRow& row : rows) {
      rows_.push_back(&row);
    }
    for (const Candidate& candidate : candidates) {
      candidates_.push_back(&candidate);
    }
  }

  Matching run() {
    match_by_octets();
    // An equal date is no chance, whether or not the target keeps dates.
    match_by_identity({.with_dates = true});
    match_by_message_id({.with_dates = true, .is_shown_otherwise = true});
    match_nameless_by_date();
    if (!kept_.dates) {
      match_by_identity({});
      match_by_message_id({.is_shown_otherwise = true});
    }
    match_by_date();
    if (!kept_.dates) {
      match_by_place();
    }
    for (const journal::MessageRow* row : rows_) {
      if (undecided_.contains(row)) {
        matching_.ambiguous.push_back(row->id);
      }
    }
    matching_.anonymous =
        static_cast<std::size_t>(std::ranges::count(candidates_, 0, &Candidate::message_id_hash));
    return std::move(matching_);
  }

 private:
  using Groups = std::map<Key, Group>;

  void match_by_octets() {
    std::map<std::pair<journal::Fingerprint, std::int64_t>, Group> groups;
    for (const journal::MessageRow* row : rows_) {
      groups[{row->fingerprint, row->internal_date}].rows.push_back(row);
    }
    for (const Candidate* candidate : candidates_) {
      if (candidate->fingerprint) {
        const auto group = groups.find({*candidate->fingerprint, candidate->internal_date});
        if (group != groups.end()) {
          group->second.candidates.push_back(candidate);
        }
      }
    }
    for (auto& [key, group] : groups) {
      bind(group, {.with_dates = true, .is_shown_otherwise = true});
    }
    take_off_what_is_done();
  }

  void match_by_identity(Round round) {
    Groups groups;
    for (const journal::MessageRow* row : rows_) {
      groups[{row->message_id_hash, row->subject_hash, date_of(*row, round)}].rows.push_back(row);
    }
    for (const Candidate* candidate : candidates_) {
      const std::int64_t date = date_of(*candidate, round);
      auto group = groups.find({candidate->message_id_hash, candidate->subject_hash, date});
      if (group == groups.end()) {
        // Some servers give a message without Message-ID one of their own.
        group = groups.find({0, candidate->subject_hash, date});
      }
      if (group != groups.end()) {
        group->second.candidates.push_back(candidate);
      }
    }
    settle(groups, round);
  }

  /// The server shows another date or subject than was sent.
  void match_by_message_id(Round round) {
    Groups groups;
    for (const journal::MessageRow* row : rows_) {
      if (row->message_id_hash != 0) {
        groups[{row->message_id_hash, 0, date_of(*row, round)}].rows.push_back(row);
      }
    }
    for (const Candidate* candidate : candidates_) {
      const auto group = groups.find({candidate->message_id_hash, 0, date_of(*candidate, round)});
      if (group != groups.end()) {
        group->second.candidates.push_back(candidate);
      }
    }
    settle(groups, round);
  }

  /// The server reads a header where there is none to us: lines of it may end with CR alone.
  void match_nameless_by_date() {
    if (kept_.octets) {
      return;
    }
    Groups groups;
    for (const journal::MessageRow* row : rows_) {
      if (row->message_id_hash == 0 && is_stored(row)) {
        groups[{0, 0, row->internal_date}].rows.push_back(row);
      }
    }
    for (const Candidate* candidate : candidates_) {
      const auto group = groups.find({0, 0, candidate->internal_date});
      if (group != groups.end()) {
        group->second.candidates.push_back(candidate);
      }
    }
    std::erase_if(groups, [](const auto& group) {
      return group.second.candidates.size() != group.second.rows.size();
    });
    settle(groups, {.with_dates = true, .is_shown_otherwise = true, .by_date_alone = true});
  }

  /// The server shows no Message-ID.
  void match_by_date() {
    constexpr Round kRound{.with_dates = true, .is_shown_otherwise = true, .by_date_alone = true};
    Groups groups;
    for (const journal::MessageRow* row : rows_) {
      groups[{0, 0, row->internal_date}].rows.push_back(row);
    }
    for (const Candidate* candidate : candidates_) {
      const auto group = groups.find({0, 0, candidate->internal_date});
      if (group != groups.end() && candidate->message_id_hash == 0 &&
          !has_other_octets(*candidate)) {
        group->second.candidates.push_back(candidate);
      }
    }
    settle(groups, kRound);
  }

  /// Messages were sent in the order of their rows, and UIDs grow. Between two that are known, as
  /// many messages without Message-ID as rows are these rows.
  void match_by_place() {
    std::map<journal::MessageId, std::uint32_t> known;
    for (const Binding& binding : matching_.bindings) {
      known.emplace(binding.row, binding.uid);
    }
    Groups groups;
    for (const journal::MessageRow* row : rows_) {
      if (is_stored(row)) {
        groups[place_of(known, row->id)].rows.push_back(row);
      }
    }
    for (auto& [place, group] : groups) {
      const auto [after, before, unused] = place;
      for (const Candidate* candidate : candidates_) {
        if (candidate->message_id_hash == 0 && candidate->uid > after && candidate->uid < before) {
          group.candidates.push_back(candidate);
        }
      }
      if (group.candidates.size() != group.rows.size()) {
        group = {};
      }
    }
    settle(groups, {.is_shown_otherwise = true});
  }

  /// The UIDs of the nearest rows before and behind that are known.
  static Key place_of(const std::map<journal::MessageId, std::uint32_t>& known,
                      journal::MessageId row) {
    const auto behind = known.upper_bound(row);
    return {behind == known.begin() ? 0 : std::prev(behind)->second,
            behind == known.end() ? std::numeric_limits<std::int64_t>::max() : behind->second, 0};
  }

  /// Binds the rows of each group or says that it cannot be told, and takes both off the rest.
  void settle(Groups& groups, Round round) {
    for (auto& [key, group] : groups) {
      if (group.candidates.empty()) {
        continue;
      }
      if (needs_proof(group, round)) {
        ask_for_proof(group);
        give_up(group);
      } else if (is_decidable(group, round)) {
        bind(group, round);
      } else if (std::get<0>(key) == 0 && !round.with_dates) {
        // Too little to go by; the place may tell.
        undecided_.insert(group.rows.begin(), group.rows.end());
      } else {
        give_up(group);
      }
    }
    take_off_what_is_done();
  }

  /// The messages of this group may be somebody else's, and only their octets would tell.
  [[nodiscard]] bool needs_proof(const Group& group, Round round) const {
    const bool may_not_be_stored = std::ranges::any_of(group.rows, is_unknown);
    if (!kept_.octets) {
      return round.by_date_alone && may_not_be_stored &&
             group.candidates.size() != count_stored(group.rows);
    }
    const bool is_nameless = group.rows.front()->message_id_hash == 0;
    return round.by_date_alone ||
           (is_nameless && (may_not_be_stored || group.candidates.size() > group.rows.size()));
  }

  void ask_for_proof(const Group& group) {
    for (const Candidate* candidate : group.candidates) {
      if (kept_.octets && !candidate->fingerprint) {
        matching_.unproved.push_back(candidate->uid);
      }
    }
  }

  void take_off_what_is_done() {
    std::erase_if(rows_, [&](const journal::MessageRow* row) { return done_rows_.contains(row); });
    std::erase_if(candidates_,
                  [&](const Candidate* candidate) { return done_candidates_.contains(candidate); });
  }

  void bind(Group& group, Round round) {
    std::ranges::sort(group.rows, [](const auto* left, const auto* right) {
      return std::pair(!is_stored(left), left->id) < std::pair(!is_stored(right), right->id);
    });
    std::ranges::sort(group.candidates,
                      [](const auto* left, const auto* right) { return left->uid < right->uid; });
    done_candidates_.insert(group.candidates.begin(), group.candidates.end());
    for (std::size_t i = 0; i < group.rows.size() && i < group.candidates.size(); ++i) {
      const Candidate& candidate = *group.candidates[i];
      Binding binding{.row = group.rows[i]->id, .uid = candidate.uid};
      if (round.is_shown_otherwise) {
        binding.shown = ShownIdentity{.message_id_hash = candidate.message_id_hash,
                                      .subject_hash = candidate.subject_hash};
      }
      matching_.bindings.push_back(binding);
      done_rows_.insert(group.rows[i]);
    }
  }

  void give_up(const Group& group) {
    done_candidates_.insert(group.candidates.begin(), group.candidates.end());
    done_rows_.insert(group.rows.begin(), group.rows.end());
    for (const journal::MessageRow* row : group.rows) {
      matching_.ambiguous.push_back(row->id);
    }
  }

  template <typename Message>
  [[nodiscard]] static std::int64_t date_of(const Message& message, Round round) {
    return round.with_dates ? message.internal_date : 0;
  }

  Kept kept_;
  Rows rows_;
  Candidates candidates_;
  std::set<const journal::MessageRow*> done_rows_;
  std::set<const Candidate*> done_candidates_;
  std::set<const journal::MessageRow*> undecided_;
  Matching matching_;
};

}  // namespace

Matching match(std::span<const journal::MessageRow> rows, std::span<const Candidate> candidates,
               Kept kept) {
  return rows.empty() || candidates.empty() ? Matching() : Matcher(rows, candidates, kept).run();
}

}  // namespace mailhaul::migrate
