#include "maildir/folder_reader.hpp"

#include "maildir/directory_stamp.hpp"
#include "maildir/duplicate_names.hpp"
#include "maildir/folder_metadata.hpp"
#include "maildir/mail_directory.hpp"
#include "maildir/message_list_builder.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace mailhaul::maildir {
namespace {

std::optional<Refusal> refusal_of(FileType type) {
  switch (type) {
    case FileType::Symlink:
      return Refusal::Symlink;
    case FileType::Fifo:
      return Refusal::Fifo;
    case FileType::Socket:
      return Refusal::Socket;
    case FileType::Device:
      return Refusal::Device;
    case FileType::Directory:
      return Refusal::Directory;
    case FileType::Regular:
    case FileType::Unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

class FolderReader {
 public:
  FolderReader(const FolderDirectories& directories, const FolderReadOptions& options)
      : directories_(directories), options_(options) {}

  MessageList read() {
    for (const Anomaly& anomaly : directories_.anomalies) {
      builder_.add_anomaly(anomaly);
      builder_.set_incomplete();
    }
    // A delivery moves from new to cur when a client looks: cur is read after new, and new again
    // for what arrived meanwhile.
    pass(Subdirectory::New);
    const std::optional<DirectoryStamp> stamp = stamp_cur();
    pass(Subdirectory::Cur);
    builder_.build_index();
    is_first_pass_ = false;
    pass(Subdirectory::New);
    repeat_cur(stamp);
    builder_.build_index();
    resolve_duplicate_names(builder_, directories_);
    read_uids(directories_, builder_);
    read_keywords(directories_, options_.courier_keywords_beside_dovecot, builder_);
    return std::move(builder_).finish();
  }

 private:
  [[nodiscard]] std::optional<DirectoryStamp> stamp_cur() const {
    const Directory* const cur = directories_.find(Subdirectory::Cur);
    return cur == nullptr ? std::nullopt : std::optional<DirectoryStamp>(cur->fd());
  }

  /// POSIX leaves open whether readdir returns a name that is renamed meanwhile. While others
  /// change the directory, passes are repeated until one meets nothing new.
  void repeat_cur(std::optional<DirectoryStamp> stamp) {
    constexpr int kMostPasses = 4;
    for (int i = 0; stamp && i < kMostPasses && !stamp->still_holds(); ++i) {
      stamp = stamp_cur();
      if (pass(Subdirectory::Cur) == 0) {
        return;
      }
      builder_.build_index();
    }
  }

  /// Returns the number of new names.
  std::size_t pass(Subdirectory subdirectory) {
    const Directory* const directory = directories_.find(subdirectory);
    if (directory == nullptr) {
      return 0;
    }
    std::size_t added = 0;
    const int error_number = directory->for_each([&](const DirectoryEntry& entry) {
      added += take(subdirectory, entry) ? 1U : 0U;
      return true;
    });
    if (error_number != 0) {
      report_unread(subdirectory, error_number);
    }
    if (options_.after_pass) {
      options_.after_pass();
    }
    return added;
  }

  /// Once for each directory, however often it is tried.
  void report_unread(Subdirectory subdirectory, int error_number) {
    builder_.set_incomplete();
    if (std::exchange(is_reported_unread_[static_cast<std::size_t>(subdirectory)], true)) {
      return;
    }
    builder_.add_anomaly(
        {.kind = AnomalyKind::UnreadableFolder,
         .path = directories_.path_of(directory_name(subdirectory)),
         .refused = {.reason = Refusal::InputOutput, .error_number = error_number}});
  }

  bool take(Subdirectory subdirectory, const DirectoryEntry& entry) {
    // Servers hide such names: .DS_Store, .nfs* of deleted files and the like.
    if (entry.name.starts_with('.')) {
      return false;
    }
    // What nobody can say the type of is listed: opening it finds out what is wrong with it.
    if (entry.type != FileType::Regular && entry.type != FileType::Unknown) {
      report_special(subdirectory, entry);
      return false;
    }
    if (!is_first_pass_ && builder_.has(subdirectory, entry.name)) {
      return false;
    }
    builder_.add(subdirectory, entry.name, entry.inode);
    return true;
  }

  void report_special(Subdirectory subdirectory, const DirectoryEntry& entry) {
    const std::optional<Refusal> refusal = refusal_of(entry.type);
    if (!is_first_pass_ || !refusal) {
      return;
    }
    Anomaly anomaly{
        .kind = AnomalyKind::SpecialFile,
        .path = directories_.path_of(join_path(directory_name(subdirectory), entry.name)),
        .refused = {.reason = *refusal}};
    if (entry.type == FileType::Directory) {
      anomaly.count = count_files_in(*directories_.find(subdirectory), entry.name);
    }
    builder_.add_anomaly(std::move(anomaly));
  }

  const FolderDirectories& directories_;
  const FolderReadOptions& options_;
  MessageListBuilder builder_;
  bool is_first_pass_ = true;
  std::array<bool, 2> is_reported_unread_{};
};

}  // namespace

MessageList read_folder(const FolderDirectories& directories, const FolderReadOptions& options) {
  return FolderReader(directories, options).read();
}

}  // namespace mailhaul::maildir
