#include "maildir/folder_walk.hpp"

#include "maildir/folder_directories.hpp"
#include "maildir/mail_directory.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace mailhaul::maildir {
namespace {

/// Links that Pigeonhole and administrators make for filter rules; they lead to no folder.
bool is_sieve_link(ByteView name) {
  return name.starts_with(".dovecot.") || name.starts_with(".sieve");
}

/// What servers put into a folder beside cur, new and tmp.
bool is_server_file(ByteView name) {
  return name == "maildirfolder" || name.starts_with("dovecot") || name.starts_with("courier");
}

/// A folder whose mail directories are missing, rather than something else that starts with a dot.
bool is_bare_folder(const DirectoryContents& contents) {
  return contents.directories.empty() && contents.links.empty() &&
         std::ranges::all_of(contents.files, is_server_file);
}

/// Old copies of everything, made by the file system, what it saved after a crash, and what servers
/// keep for themselves.
bool is_never_entered(ByteView name) {
  return name == ".snapshot" || name == ".zfs" || name == "lost+found" ||
         name.starts_with("courierimap");
}

class Walk {
 public:
  Walk(const Directory& maildir, Layout layout, std::int64_t now)
      : maildir_(maildir), layout_(layout), now_(now) {}

  FoundFolders run(const DirectoryContents& contents) {
    if (contents.holds_mail()) {
      add_folder(maildir_, "", contents);
    }
    static_cast<void>(mark_visited(maildir_));
    walk_links("", contents);
    for (const Bytes& name : contents.directories) {
      walk_root_directory(name);
    }
    choose_inbox();
    return std::move(found_);
  }

 private:
  /// A directory is held open for each level.
  static constexpr int kDeepest = 64;

  void report(Anomaly anomaly) { found_.anomalies.push_back(std::move(anomaly)); }

  void add_folder(const Directory& directory, ByteView path, const DirectoryContents& contents) {
    Folder folder = examine_folder(directory, path, contents, layout_, now_, found_.anomalies);
    if (folder.has_cur || folder.has_new || folder.has_tmp) {
      found_.folders.push_back(std::move(folder));
    }
  }

  bool mark_visited(const Directory& directory) {
    const FileFacts facts = directory.facts();
    return visited_.emplace(facts.device, facts.inode).second;
  }

  /// A link with a folder's name is reported, wherever it leads.
  void walk_links(ByteView path, const DirectoryContents& contents) {
    for (const Bytes& name : contents.links) {
      const bool is_candidate = name.starts_with('.') != (layout_ == Layout::Fs);
      if (is_candidate && !is_sieve_link(name)) {
        report({.kind = AnomalyKind::SymlinkedFolder,
                .path = join_path(path, name),
                .refused = {.reason = Refusal::Symlink}});
      }
    }
  }

  void walk_root_directory(const Bytes& name) {
    if (name == "shared-folders" && layout_ == Layout::MaildirPlusPlus) {  // Courier has no other
      report({.kind = AnomalyKind::SharedFolders, .path = name});
    } else if (name == "..DOVECOT-TRASHED") {
      report_mail(AnomalyKind::DovecotTrashed, maildir_, "", name);
    } else if (name.starts_with('.') && name.ends_with(".directory") &&
               !is_mail_directory(maildir_, name)) {  // else a folder that is called "directory"
      report_hidden(AnomalyKind::KmailChildren, maildir_, "", name);
    } else if (name.starts_with('.') == (layout_ == Layout::MaildirPlusPlus)) {
      walk_folder(maildir_, "", name, 0);
    } else {
      report_unshown(AnomalyKind::FolderOutsideLayout, maildir_, "", name);
    }
  }

  /// What Dovecot moved out of `cur` was reported with its folder; what lies deeper in it was not.
  void report_unshown(AnomalyKind kind, const Directory& parent, ByteView parent_path,
                      const Bytes& name) {
    if (is_left_by_dovecot(name)) {
      report_below(kind, parent, parent_path, name, 0);
    } else {
      report_hidden(kind, parent, parent_path, name);
    }
  }

  /// Reports a directory if it holds mail.
  void report_mail(AnomalyKind kind, const Directory& parent, ByteView parent_path, ByteView name) {
    if (is_mail_directory(parent, name)) {
      report({.kind = kind,
              .path = join_path(parent_path, name),
              .count = count_messages(parent, name)});
    }
  }

  /// The same for it and every directory below it, whatever their names.
  void report_hidden(AnomalyKind kind, const Directory& parent, ByteView parent_path, ByteView name,
                     int depth = 0) {
    if (is_never_entered(name)) {
      return;
    }
    report_mail(kind, parent, parent_path, name);
    report_below(kind, parent, parent_path, name, depth);
  }

  void report_below(AnomalyKind kind, const Directory& parent, ByteView parent_path, ByteView name,
                    int depth) {
    const Bytes path = join_path(parent_path, name);
    const auto opened = parent.open_directory(name);
    if (const auto* const refused = std::get_if<Refused>(&opened)) {
      report_unreadable(path, *refused);
      return;
    }
    const auto& directory = std::get<Directory>(opened);
    DirectoryContents contents;
    if (const int error_number = list_contents(directory, contents); error_number != 0) {
      report_unreadable(path, {.reason = Refusal::InputOutput, .error_number = error_number});
    }
    for (const Bytes& child : contents.directories) {
      if (depth < kDeepest) {
        report_hidden(kind, directory, path, child, depth + 1);
      } else {
        report_unreadable(join_path(path, child), {.reason = Refusal::TooDeep});
      }
    }
  }

  void walk_folder(const Directory& parent, ByteView parent_path, const Bytes& name, int depth) {
    const Bytes path = join_path(parent_path, name);
    const auto opened = parent.open_directory(name);
    if (const auto* const refused = std::get_if<Refused>(&opened)) {
      add_unreadable(path, *refused);
      return;
    }
    const auto& directory = std::get<Directory>(opened);
    if (!mark_visited(directory)) {
      return;
    }
    DirectoryContents contents;
    if (const int error_number = list_contents(directory, contents); error_number != 0) {
      add_unreadable(path, {.reason = Refusal::InputOutput, .error_number = error_number});
      return;
    }
    if (contents.holds_mail() || contents.tmp == FileType::Directory) {
      add_folder(directory, path, contents);
    } else if (has_mail_name(contents) ||
               (layout_ == Layout::MaildirPlusPlus && is_bare_folder(contents))) {
      report({.kind = AnomalyKind::NotAFolder, .path = path});
    }
    if (!is_never_entered(name)) {
      walk_children(directory, path, contents, depth);
    }
  }

  /// `cur` or `new` is there, but as a file or a link.
  static bool has_mail_name(const DirectoryContents& contents) {
    return contents.cur != FileType::Unknown || contents.fresh != FileType::Unknown;
  }

  void walk_children(const Directory& directory, const Bytes& path,
                     const DirectoryContents& contents, int depth) {
    walk_links(path, contents);
    for (const Bytes& name : contents.directories) {
      if (layout_ == Layout::Fs && !name.starts_with('.')) {
        if (depth < kDeepest) {
          walk_folder(directory, path, name, depth + 1);
        } else {
          add_unreadable(join_path(path, name), {.reason = Refusal::TooDeep});
        }
      } else {
        report_unshown(AnomalyKind::NestedFolder, directory, path, name);
      }
    }
  }

  /// False if it only went away.
  bool report_unreadable(const Bytes& path, Refused refused) {
    if (refused.reason == Refusal::NotFound) {
      return false;
    }
    report({.kind = AnomalyKind::UnreadableFolder, .path = path, .refused = refused});
    return true;
  }

  void add_unreadable(const Bytes& path, Refused refused) {
    if (report_unreadable(path, refused)) {
      found_.folders.push_back({.directory = path, .readable = false});
    }
  }

  /// MAILDIR itself if it holds mail, else the folder INBOX.
  void choose_inbox() {
    auto& folders = found_.folders;
    std::ranges::sort(folders, {}, &Folder::directory);
    const ByteView inbox_name = layout_ == Layout::Fs ? "INBOX" : ".INBOX";
    auto inbox = std::ranges::find(folders, ByteView(), &Folder::directory);
    if (inbox == folders.end()) {
      inbox = std::ranges::find(folders, inbox_name, &Folder::directory);
    }
    if (inbox == folders.end()) {
      report({.kind = AnomalyKind::NoInbox});
      return;
    }
    inbox->is_inbox = true;
    std::rotate(folders.begin(), inbox, inbox + 1);
  }

  const Directory& maildir_;
  Layout layout_;
  std::int64_t now_;
  FoundFolders found_;
  std::set<std::pair<dev_t, ino_t>> visited_;
};

}  // namespace

FoundFolders find_folders(const Directory& maildir, const DirectoryContents& contents,
                          Layout layout, std::int64_t now) {
  return Walk(maildir, layout, now).run(contents);
}

}  // namespace mailhaul::maildir
