#include "maildir/folder_examiner.hpp"

#include "maildir/folder_directories.hpp"
#include "maildir/mail_directory.hpp"

#include <algorithm>
#include <optional>

namespace mailhaul::maildir {
namespace {

/// Both servers take a file in tmp for abandoned after this time.
constexpr std::int64_t kStaleSeconds = std::int64_t{36} * 60 * 60;

Refusal refusal_of(FileType type) {
  return type == FileType::Symlink ? Refusal::Symlink : Refusal::NotADirectory;
}

class Examiner {
 public:
  Examiner(const Directory& directory, ByteView path, std::vector<Anomaly>& anomalies)
      : directory_(directory), path_(path), anomalies_(anomalies) {}

  /// Whether `name` is a directory of messages.
  bool check_mail_directory(FileType type, ByteView name, AnomalyKind if_missing) {
    if (type == FileType::Unknown) {
      report({.kind = if_missing});
      return false;
    }
    if (type != FileType::Directory) {
      report({.kind = AnomalyKind::CurIsNoDirectory,
              .path = Bytes(name),
              .refused = {.reason = refusal_of(type)}});
      return false;
    }
    if (is_mail_directory(directory_, name) && count_files(directory_, name) == 0) {
      report({.kind = AnomalyKind::FolderNamedCur,
              .path = Bytes(name),
              .count = count_messages(directory_, name)});
      return false;
    }
    return true;
  }

  void check_owner() {
    const uid_t owner = directory_.facts().owner;
    if (owner != directory_.rules().owner && owner != 0) {
      report({.kind = AnomalyKind::ForeignFolderOwner});
    }
  }

  void check_tmp(std::int64_t now) {
    const auto opened = directory_.open_directory("tmp");
    const auto* const tmp = std::get_if<Directory>(&opened);
    if (tmp == nullptr) {
      return;
    }
    Anomaly stale{.kind = AnomalyKind::StaleTmpFiles, .path = "tmp"};
    tmp->for_each([&](const DirectoryEntry& entry) {
      const auto facts = tmp->facts(entry.name);
      if (facts && facts->type == FileType::Regular && now - facts->mtime > kStaleSeconds) {
        ++stale.count;
        stale.bytes += facts->size;
      }
      return true;
    });
    if (stale.count > 0) {
      report(stale);
    }
  }

  /// With the layout fs one that holds mail is a folder like any other.
  void check_extra_directories(const std::vector<Bytes>& names, Layout layout) {
    for (const Bytes& name : names) {
      if (is_left_by_dovecot(name) &&
          (layout != Layout::Fs || !is_mail_directory(directory_, name))) {
        report({.kind = AnomalyKind::DovecotExtraDirectory,
                .path = name,
                .count = count_files_in(directory_, name)});
      }
    }
  }

  void check_private_flags(const std::vector<Bytes>& files) {
    const bool has_private = std::ranges::any_of(
        files, [](const Bytes& name) { return name.starts_with("dovecot.index.pvt"); });
    if (has_private) {
      report({.kind = AnomalyKind::PrivateFlags});
    }
  }

  void report_stray_messages(std::uint64_t count) {
    if (count > 0) {
      report({.kind = AnomalyKind::MessageOutsideFolder, .count = count});
    }
  }

 private:
  void report(Anomaly anomaly) {
    anomaly.path = anomaly.path.empty() ? path_ : join_path(path_, anomaly.path);
    anomalies_.push_back(std::move(anomaly));
  }

  const Directory& directory_;
  Bytes path_;
  std::vector<Anomaly>& anomalies_;
};

}  // namespace

int list_contents(const Directory& directory, DirectoryContents& contents) {
  const int error_number = directory.for_each([&](const DirectoryEntry& entry) {
    // Whoever opens what the disk does not tell the type of is told why.
    const FileType type = entry.type == FileType::Unknown ? FileType::Directory : entry.type;
    if (entry.name == "cur") {
      contents.cur = type;
    } else if (entry.name == "new") {
      contents.fresh = type;
    } else if (entry.name == "tmp") {
      contents.tmp = type;
    } else if (type == FileType::Directory) {
      contents.directories.emplace_back(entry.name);
    } else if (entry.type == FileType::Symlink) {
      contents.links.emplace_back(entry.name);
    } else if (entry.type == FileType::Regular && is_delivery_name(entry.name)) {
      ++contents.stray_messages;
    } else if (entry.type == FileType::Regular) {
      contents.files.emplace_back(entry.name);
    }
    return true;
  });
  std::ranges::sort(contents.directories);
  std::ranges::sort(contents.links);
  std::ranges::sort(contents.files);
  return error_number;
}

Folder examine_folder(const Directory& directory, ByteView path, const DirectoryContents& contents,
                      Layout layout, std::int64_t now, std::vector<Anomaly>& anomalies) {
  Examiner examiner(directory, path, anomalies);
  Folder folder{.directory = Bytes(path)};
  folder.has_cur = examiner.check_mail_directory(contents.cur, "cur", AnomalyKind::MissingCur);
  folder.has_new = examiner.check_mail_directory(contents.fresh, "new", AnomalyKind::MissingNew);
  folder.has_tmp = examiner.check_mail_directory(contents.tmp, "tmp", AnomalyKind::MissingTmp);
  examiner.check_owner();
  examiner.check_tmp(now);
  examiner.check_extra_directories(contents.directories, layout);
  examiner.check_private_flags(contents.files);
  examiner.report_stray_messages(contents.stray_messages);
  return folder;
}

}  // namespace mailhaul::maildir
