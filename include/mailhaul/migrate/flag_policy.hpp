/// From Maildir flags and keywords to what an APPEND carries, what a later STORE sets, and what the
/// target cannot hold.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/maildir/message_name.hpp>

namespace mailhaul::migrate {

/// What the target and the user's options say about flags.
struct FlagRules {
  /// \Flagged given with the APPEND would not show in Outlook; a STORE follows instead.
  bool flagged_by_store = false;
  /// Flag T becomes \Deleted; otherwise it is not sent (the message is moved, kept or skipped).
  bool mark_trashed = false;
  /// PERMANENTFLAGS of the mailbox; null where it was not asked for, and no keyword is sent.
  const imap::FlagSet* permanent = nullptr;
};

struct FlagPlan {
  imap::FlagSet append;
  /// As journal::flag bits: what the message shall have in the end, and what the APPEND gives it.
  std::uint32_t wanted = 0;
  std::uint32_t appended = 0;
  /// Keywords that the target does not take, escaped for display.
  std::vector<std::string> lost;
};

/// `$MDNSent` and \Recent are never sent: the one shows as a category in Outlook, the other is the
/// server's own.
FlagPlan plan_flags(maildir::FlagSet flags, std::span<const Bytes> keywords,
                    const FlagRules& rules);

/// Whether flags or keywords of the message can be kept only if PERMANENTFLAGS allows it.
bool wants_keywords(maildir::FlagSet flags, std::span<const Bytes> keywords);

/// journal::flag bits and the flags they stand for; \Recent and other keywords than $Forwarded are
/// no bits.
imap::FlagSet flag_set(std::uint32_t bits);
std::uint32_t flag_bits(const imap::FlagSet& flags);

}  // namespace mailhaul::migrate
