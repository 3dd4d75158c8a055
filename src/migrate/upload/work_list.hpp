/// Which message is next: those to be tried again first, then folder by folder in upload order.
#pragma once

#include "migrate/source/sent_copy.hpp"
#include "migrate/upload/upload_context.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

#include <mailhaul/base/result.hpp>
#include <mailhaul/maildir/message_list.hpp>
#include <mailhaul/maildir/open_folder.hpp>
#include <mailhaul/migrate/date_policy.hpp>
#include <mailhaul/migrate/plan.hpp>

namespace mailhaul::migrate {

/// A folder whose names were read. Lives as long as a message of it is on its way.
struct LoadedFolder {
  const PlannedFolder* planned = nullptr;
  journal::FolderId id = 0;
  journal::MailboxId mailbox = 0;
  maildir::OpenFolder open;
  maildir::MessageList list;
  /// The journal knew none of its messages when it was loaded.
  bool is_new = false;
  /// Where it was taken before; used up by the choice.
  std::optional<FileSample> sample;
  /// Chosen when the first message of the folder is sent.
  std::optional<DateSource> date_source;
};

struct WorkItem {
  std::shared_ptr<LoadedFolder> folder;
  std::size_t index = 0;
  /// Not to be sent together with others.
  bool alone = false;
  /// The lowest form that was not refused yet.
  Rung rung = Rung::AsIs;
  int attempts = 0;
  /// Answers that said "later".
  int put_off = 0;
  /// The server refused the message with them.
  bool without_keywords = false;
  /// Counted as found, though nothing was decided about it.
  bool seen_before = false;

  [[nodiscard]] maildir::MessageEntry entry() const { return folder->list[index]; }
};

/// Which messages of a pass are looked at.
enum class PassKind {
  First,  ///< all that are not stored
  Again,  ///< those that an earlier pass found not to be stored, and nothing else
};

class WorkList {
 public:
  /// `context` must outlive the list.
  WorkList(UploadContext& context, PassKind pass) : context_(&context), pass_(pass) {}

  [[nodiscard]] PassKind pass() const { return pass_; }

  /// The next message, or std::nullopt when there is none now; a retry may still come. A folder
  /// that cannot be read is listed as needing attention and passed over.
  [[nodiscard]] std::optional<WorkItem> next();

  /// Until a message is to be retried, `next` gives none.
  [[nodiscard]] bool is_exhausted() const;

  /// Before all others.
  void retry(WorkItem item) { retries_.push_back(std::move(item)); }

 private:
  void load_next_folder();
  void leave_folder(std::size_t index);

  UploadContext* context_;
  PassKind pass_;
  std::deque<WorkItem> retries_;
  std::shared_ptr<LoadedFolder> current_;
  std::size_t next_message_ = 0;
  std::size_t next_folder_ = 0;
};

}  // namespace mailhaul::migrate
