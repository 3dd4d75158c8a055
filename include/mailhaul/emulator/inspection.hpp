/// What a test may ask about the store, without IMAP in between.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <mailhaul/text/date_time.hpp>

namespace mailhaul::emulator {

/// Which command set \Flagged. Outlook shows it only if STORE did (E1.8).
enum class FlaggedBy { Nobody, Append, Store };

struct MessageSnapshot {
  std::uint32_t uid = 0;
  std::uint64_t size = 0;          ///< octets as received
  std::vector<std::string> flags;  ///< sorted, without \Recent
  FlaggedBy flagged_by = FlaggedBy::Nobody;
  text::UnixSeconds internal_date = 0;
  std::vector<std::string> categories;  ///< that Outlook shows because of a keyword (E1.8)
  bool misfiled = false;                ///< appended to a mailbox that holds no mail (E1.13)

  [[nodiscard]] bool visible_as_flagged_in_outlook() const {
    return flagged_by == FlaggedBy::Store;
  }
};

struct MailboxSnapshot {
  std::string name;  ///< UTF-8, levels separated by '/'
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 1;
  bool subscribed = false;
  bool holds_mail = true;  ///< false for Calendar, Contacts and their like
  std::vector<MessageSnapshot> messages;
};

}  // namespace mailhaul::emulator
