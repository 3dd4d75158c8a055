/// What a Maildir says that a mailbox has to hold, and how the mailbox differs from it.
#pragma once

#include "support/maildir_builder.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace mailhaul::crash {

struct MessageFile {
  std::string wire_form;
  /// System flags in lower case, from the letters of the name.
  std::set<std::string> flags;
  /// Seconds since 1970.
  std::int64_t mtime = 0;
};

/// All messages of a folder; "" is the root.
std::vector<MessageFile> message_files(const test::TemporaryMaildir& tree,
                                       const std::string& folder);

/// Lines for what is lost, too many or changed, messages being described by strings that are equal
/// for equal messages. So many as `doubled` may be there once more; it is lowered by those that
/// are.
std::string differences(const std::string& mailbox, const std::vector<std::string>& expected,
                        const std::vector<std::string>& present, std::size_t& doubled);

}  // namespace mailhaul::crash
