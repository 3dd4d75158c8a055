/// Which form of a message is sent: the original, a repaired copy, a wrapped one, or none. Upload
/// and audit ask the same question here, so that the one does what the other foretold.
#pragma once

#include "migrate/source/message_reader.hpp"
#include "migrate/source/sent_copy.hpp"

#include <cstdint>
#include <optional>
#include <variant>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/message_file.hpp>
#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::migrate {

/// What is sent, and how it is made.
struct ChosenCopy {
  CopyRecipe recipe;
  std::optional<Bytes> held;  ///< its octets, if the original is held
  std::uint64_t octets = 0;
  /// What the copy says of itself, as MessageIdentity has it: a repair may change its subject, and
  /// the server knows the copy only.
  std::int64_t message_id_hash = 0;
  std::int64_t date_subject_hash = 0;
};

struct CopyChoice {
  /// On the original.
  target::Judgement judgement;
  /// Or why nothing that could be sent would be taken.
  std::variant<ChosenCopy, target::Reason> copy;
};

/// The lowest rung from `at_least` on whose copy nothing speaks against. A repaired copy is judged
/// by its own facts, and wrapped if that leaves a reason. Takes the held octets out of `examined`
/// where the original is sent. A message without a header, or with the line of an mbox before it,
/// goes without the fields that are wanted unless it is wrapped.
[[nodiscard]] CopyChoice choose_copy(MessageReader& reader, maildir::MessageFile& file,
                                     ExaminedMessage& examined, target::Profile profile,
                                     const target::JudgeOptions& options, Rung at_least,
                                     const WantedFields& wanted = {});

}  // namespace mailhaul::migrate
