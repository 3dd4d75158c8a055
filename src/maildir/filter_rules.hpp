/// Rules by which the old server sorted new mail. They are no mail and cannot be moved over IMAP,
/// so that somebody has to make them anew.
#pragma once

#include "maildir/folder_examiner.hpp"

#include <vector>

#include <mailhaul/maildir/anomaly.hpp>

namespace mailhaul::maildir {

/// One FilterRules for each file or directory of rules directly in MAILDIR, by name; a directory of
/// Sieve counts if a script is in it. Nothing is opened but that directory.
[[nodiscard]] std::vector<Anomaly> find_filter_rules(const Directory& maildir,
                                                     const DirectoryContents& contents);

}  // namespace mailhaul::maildir
