/// Looks at some messages of a folder to decide where its dates come from. Upload and audit look at
/// the same ones.
#pragma once

#include "migrate/upload/message_reader.hpp"

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {

/// Mtimes and names of up to 1,000 messages; headers of up to 400 only where the mtimes are those
/// of a copy.
[[nodiscard]] DateSource sample_date_source(maildir::OpenFolder& folder,
                                            const maildir::MessageList& list,
                                            MessageReader& reader);

/// The same without opening a message.
[[nodiscard]] DateSource sample_date_source(maildir::OpenFolder& folder,
                                            const maildir::MessageList& list);

/// All that is known of the date of one message.
[[nodiscard]] DateCandidates date_candidates(const maildir::MessageEntry& entry, std::int64_t mtime,
                                             const message::Facts& facts);

/// Seconds since 1970 in the unique name.
[[nodiscard]] std::optional<std::int64_t> seconds_in_name(const maildir::MessageEntry& entry);

}  // namespace mailhaul::migrate
