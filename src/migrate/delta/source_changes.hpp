/// What changed at the source since the journal was written, from names and flags alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/base/result.hpp>
#include <mailhaul/journal/journal.hpp>
#include <mailhaul/maildir/message_list.hpp>

namespace mailhaul::migrate {

/// A stored message whose file has other flags than when it was last seen, as journal::flag bits.
struct SourceFlags {
  journal::MessageId message = 0;
  std::uint32_t now = 0;
};

enum class FolderLoss : std::uint8_t { Missing, Emptied };

/// A folder that is suddenly without messages. More likely a disk that is not mounted than the wish
/// of its owner, so nothing of it counts as vanished.
struct LostFolder {
  journal::FolderId id = 0;
  Bytes directory;
  FolderLoss loss = FolderLoss::Missing;
};

struct SourceChanges {
  std::vector<SourceFlags> flags;
  std::vector<journal::MessageId> vanished;  ///< since this run
  std::vector<journal::MessageId> returned;  ///< were vanished, and are there again
  std::vector<journal::MessageId> dropped;   ///< gone, and were never stored
  std::vector<LostFolder> lost;
  /// Gone, and left under removal by an interrupted run.
  std::vector<journal::MessageId> under_removal;
};

/// Where a name stands.
enum class NameStanding : std::uint8_t {
  Settled,  ///< stored, or removed from the server by its owner: nothing to send
  Open,     ///< something may be left to do
};

/// Compares one folder with the journal: every name, then what the journal knows beyond them.
class FolderComparison {
 public:
  /// Both references must outlive the object.
  FolderComparison(journal::Journal& journal, const journal::FolderRow& folder,
                   SourceChanges& changes)
      : journal_(&journal), folder_(&folder), changes_(&changes) {}

  [[nodiscard]] Result<NameStanding> look_at(const maildir::MessageEntry& entry);

  /// After all names of a list that was read to its end.
  [[nodiscard]] Result<void> find_vanished();

  /// In place of all that, for a folder that is not there any more.
  [[nodiscard]] Result<void> is_missing();

 private:
  [[nodiscard]] Result<void> note_lost(FolderLoss loss);
  [[nodiscard]] Result<void> note_under_removal(const std::vector<journal::MessageId>& known);

  journal::Journal* journal_;
  const journal::FolderRow* folder_;
  SourceChanges* changes_;
  std::vector<journal::MessageId> seen_;
};

/// Writes down which messages are gone and which are there again. Flags are not touched: they are
/// remembered when the server has them.
[[nodiscard]] Result<void> journal_source_changes(journal::Journal& journal,
                                                  const SourceChanges& changes, std::int64_t now);

}  // namespace mailhaul::migrate
