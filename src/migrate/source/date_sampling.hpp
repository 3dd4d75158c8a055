/// Looks at some messages of a folder to decide where its dates come from. Upload and audit look at
/// the same ones.
#pragma once

#include "migrate/source/message_reader.hpp"

#include <cstdint>
#include <optional>
#include <vector>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/date_policy.hpp>

namespace mailhaul::migrate {

/// What the files of some messages of a folder tell without being opened.
struct FileSample {
  std::vector<DateCandidates> dates;
  /// On disk, of the whole folder, as if all its files were like these.
  std::uint64_t octets = 0;
};

/// Sizes, mtimes and names of up to 1,000 messages.
[[nodiscard]] FileSample sample_files(maildir::OpenFolder& folder,
                                      const maildir::MessageList& list);

/// By the sample, and by the headers of up to 400 messages where the mtimes are those of a copy.
[[nodiscard]] DateSource date_source_of(maildir::OpenFolder& folder,
                                        const maildir::MessageList& list, FileSample sample,
                                        MessageReader& reader);

/// The same from the start.
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
