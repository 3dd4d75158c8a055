/// Which message on the server is which row of the journal: the pure half of locating.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// A message on the server that no row is bound to yet.
struct Candidate {
  std::uint32_t uid = 0;
  std::int64_t internal_date = 0;
  std::int64_t message_id_hash = 0;  ///< 0: it has none
  std::int64_t subject_hash = 0;     ///< of Date and decoded Subject
};

struct Binding {
  journal::MessageId row = 0;
  std::uint32_t uid = 0;
};

struct Matching {
  std::vector<Binding> bindings;
  /// Rows that might be one of several messages, or one of several rows for a message: nothing can
  /// honestly be said of them.
  std::vector<journal::MessageId> ambiguous;
};

/// Binds rows to candidates whose Message-ID, Date and decoded Subject agree, and whose
/// INTERNALDATE agrees where the profile keeps dates. Equal messages are interchangeable and bound
/// in the order of their UIDs; among them, rows that are known to be stored take a message before
/// rows of which it is asked whether they are. A row without Message-ID, Date and Subject is bound
/// by its INTERNALDATE alone, and only if nothing else could be meant.
Matching match(std::span<const journal::MessageRow> rows, std::span<const Candidate> candidates,
               bool dates_are_kept);

}  // namespace mailhaul::migrate
