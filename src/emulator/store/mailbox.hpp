/// A mailbox and its messages.
#pragma once

#include "emulator/commands/flags.hpp"
#include "emulator/store/spool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mailhaul/emulator/inspection.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

struct Message {
  std::uint32_t uid = 0;
  Body body;
  Flags flags;
  FlaggedBy flagged_by = FlaggedBy::Nobody;
  text::UnixSeconds internal_date = 0;
  bool misfiled = false;
  bool bare_line_ends = false;  ///< holds a CR or LF without the other; FETCH shows CRLF
  bool recent = true;           ///< no session has been told of it yet
};

enum class SpecialUse { None, Sent, Trash, Drafts, Junk };

struct Mailbox {
  std::uint64_t id = 0;  ///< never used twice in one store
  std::string name;      ///< UTF-8, as first spelled
  SpecialUse special_use = SpecialUse::None;
  bool holds_mail = true;
  bool subscribed = false;
  bool deleted = false;  ///< sessions may still have it selected
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 1;
  std::vector<Message> messages;  ///< by UID
  /// Counts changes that a session with this mailbox selected must look at.
  std::uint64_t generation = 0;

  /// nullptr if there is none.
  [[nodiscard]] Message* find(std::uint32_t uid);
  [[nodiscard]] bool has_unseen() const;
};

}  // namespace mailhaul::emulator
