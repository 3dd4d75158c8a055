/// Reads the names of messages, and looks at some of their files, in a thread of its own, while the
/// server is asked what it has.
#pragma once

#include "migrate/source/date_sampling.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <thread>

#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/options.hpp>

namespace mailhaul::migrate {

/// Names that are kept until their messages are sent; some 4 MB.
inline constexpr std::size_t kKeptNames = 32768;

/// What was found out about a folder before its messages are read.
struct FolderNames {
  maildir::MessageList list;
  std::optional<FileSample> sample = {};
  /// Whether any message is to have a keyword; none if that was not asked.
  std::optional<bool> has_keywords = {};
};

/// Whether the files are looked at, too, and the keywords: where all is new, they count.
enum class LookAtFiles { No, Yes };

class NamesAhead {
 public:
  using Folders = std::map<std::size_t, FolderNames>;

  /// `tree` and `selection` must outlive the object.
  NamesAhead(const maildir::Scanner& tree, const SelectionOptions& selection, LookAtFiles look,
             std::size_t most = kKeptNames);

  /// Waits for the end of the reading. The folders by index in the inventory, as far as they go: in
  /// the order of the inventory, without folders that are not selected or cannot be opened, and
  /// none behind the one that brings them to `most` names.
  [[nodiscard]] Folders take();

 private:
  Folders folders_;
  std::jthread thread_;  ///< last, since it uses the rest; stops before the next folder
};

}  // namespace mailhaul::migrate
