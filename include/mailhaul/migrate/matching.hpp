/// Which message on the server is which row of the journal: the pure half of locating.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <mailhaul/journal/types.hpp>

namespace mailhaul::migrate {

/// In place of the fingerprint of a message whose octets the server did not give.
inline constexpr journal::Fingerprint kNotShown{};

/// A message on the server that no row is bound to yet.
struct Candidate {
  std::uint32_t uid = 0;
  std::int64_t internal_date = 0;
  std::int64_t message_id_hash = 0;  ///< 0: it has none
  std::int64_t subject_hash = 0;     ///< of Date and decoded Subject
  /// Of its octets, where the server was asked for them.
  std::optional<journal::Fingerprint> fingerprint = {};
};

/// What a server leaves in a message as it was sent.
struct Kept {
  bool dates = false;   ///< INTERNALDATE
  bool octets = false;  ///< so that the fingerprint of what it shows can be compared
};

/// What the server says of a message that it shows otherwise than it was sent.
struct ShownIdentity {
  std::int64_t message_id_hash = 0;
  std::int64_t subject_hash = 0;
};

struct Binding {
  journal::MessageId row = 0;
  std::uint32_t uid = 0;
  /// Set where something else than the identity told which message it is: by this the message is
  /// known from now on.
  std::optional<ShownIdentity> shown = {};
};

struct Matching {
  std::vector<Binding> bindings;
  /// Rows that might be one of several messages, or one of several rows for a message: nothing can
  /// honestly be said of them.
  std::vector<journal::MessageId> ambiguous;
  /// Candidates that no row was found for, and that have no Message-ID which says that they are
  /// none of ours.
  std::size_t anonymous = 0;
  /// UIDs of candidates without a fingerprint that may be rows given as ambiguous: their octets
  /// would tell.
  std::vector<std::uint32_t> unproved;
};

/// Binds rows to candidates whose Message-ID, Date and decoded Subject agree, and whose
/// INTERNALDATE agrees where the profile keeps dates. Equal messages are interchangeable and bound
/// in the order of their UIDs; among them, rows that are known to be stored take a message before
/// rows of which it is asked whether they are. A row without Message-ID, Date and Subject is bound
/// by its INTERNALDATE alone, and only if nothing else could be meant.
///
/// A server that writes headers anew may show another date or subject than was sent, no Message-ID,
/// or one that we do not see. What is left is therefore matched once more by Message-ID and
/// INTERNALDATE; then by INTERNALDATE, rows without a Message-ID that are known to be stored first,
/// if there are as many as messages, then messages without one; where dates are not kept, by their
/// place between two rows that were bound, for rows that are known to be stored.
///
/// A message without a Message-ID may be anybody's. Where the server keeps octets, it is therefore
/// bound by nothing but its fingerprint to a row that may not be stored, or with which it only has
/// the date in common, or if there are more such messages than rows. One that has only the date in
/// common and other octets is none of ours; one that has all but the octets may be ours, changed by
/// the server. Where it keeps no octets, the date alone binds no row that may not be stored.
Matching match(std::span<const journal::MessageRow> rows, std::span<const Candidate> candidates,
               Kept kept);

}  // namespace mailhaul::migrate
