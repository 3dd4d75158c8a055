#include "maildir/layout_detection.hpp"

#include "maildir/folder_directories.hpp"
#include "maildir/mail_directory.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::maildir {
namespace {

/// Looks for folders that a server with LAYOUT=fs would show. It looks no further than is needed to
/// tell the layouts apart.
class PlainFolderSearch {
 public:
  explicit PlainFolderSearch(std::vector<Bytes>& found) : found_(found) {}

  void search(const Directory& parent, ByteView parent_path, const std::vector<Bytes>& names,
              int depth) {
    for (const Bytes& name : names) {
      // "Maildir" in a Maildir is a copy that went to the wrong place.
      if (name.starts_with('.') || name.starts_with("extra-") || name == "shared-folders" ||
          (parent_path.empty() && name == "Maildir")) {
        continue;
      }
      if (found_.size() >= kEnough || ++looked_at_ > kMostLookedAt) {
        return;
      }
      look_at(parent, join_path(parent_path, name), name, depth);
    }
  }

 private:
  static constexpr std::size_t kEnough = 1000;
  static constexpr std::size_t kMostLookedAt = 5000;
  static constexpr int kDeepest = 4;

  void look_at(const Directory& parent, const Bytes& path, ByteView name, int depth) {
    const auto opened = parent.open_directory(name);
    const auto* const directory = std::get_if<Directory>(&opened);
    if (directory == nullptr) {
      return;
    }
    DirectoryContents contents;
    if (list_contents(*directory, contents) != 0) {
      return;
    }
    if (contents.holds_mail()) {
      found_.push_back(path);
    }
    if (depth < kDeepest) {
      search(*directory, path, contents.directories, depth + 1);
    }
  }

  std::vector<Bytes>& found_;
  std::size_t looked_at_ = 0;
};

/// "3 folders (.Sent, .Drafts, .Trash)"
std::string list_folders(const std::vector<Bytes>& folders) {
  constexpr std::size_t kMostNamed = 3;
  std::string named;
  for (std::size_t i = 0; i < folders.size() && i < kMostNamed; ++i) {
    named += (i > 0 ? ", " : "") + text::escape_for_display(folders[i]);
  }
  return fmt::format("{} {} ({}{})", folders.size(), folders.size() == 1 ? "folder" : "folders",
                     named, folders.size() > kMostNamed ? ", ..." : "");
}

Error wrong_layout(const LayoutEvidence& evidence, Layout wanted) {
  const bool fs = wanted == Layout::Fs;
  return {.kind = ErrorKind::SourceUnusable,
          .text = fmt::format(
              "no folder here has the layout {}, but {} the layout {}", fs ? "fs" : "maildir++",
              list_folders(fs ? evidence.dot_folders : evidence.plain_folders) + " have",
              fs ? "maildir++" : "fs"),
          .hint = fmt::format("use --layout {}", fs ? "maildir++" : "fs")};
}

Error ambiguous(const LayoutEvidence& evidence) {
  return {
      .kind = ErrorKind::SourceUnusable,
      .text = fmt::format("the layout is not clear: {} as maildir++, {} as fs",
                          list_folders(evidence.dot_folders), list_folders(evidence.plain_folders)),
      .hint =
          "say which one with --layout maildir++ or --layout fs; the folders of the other "
          "one will be reported and not moved"};
}

Error no_maildir(const LayoutEvidence& evidence) {
  if (evidence.plain_folders.empty()) {
    return {.kind = ErrorKind::SourceUnusable,
            .text = "is no Maildir: it has neither cur nor new",
            .hint = "MAILDIR is the directory that holds cur, new and tmp"};
  }
  return {.kind = ErrorKind::SourceUnusable,
          .text = fmt::format("is no Maildir itself, but {} below it could be",
                              list_folders(evidence.plain_folders)),
          .hint =
              "name the Maildir of one user; if this is one with folders in the layout fs and "
              "without an INBOX, use --layout fs"};
}

}  // namespace

LayoutEvidence collect_layout_evidence(const Directory& maildir,
                                       const DirectoryContents& contents) {
  LayoutEvidence evidence{.root_holds_mail = contents.holds_mail()};
  for (const Bytes& name : contents.directories) {
    if (name.starts_with('.') && is_mail_directory(maildir, name)) {
      evidence.dot_folders.push_back(name);
      evidence.has_marker =
          evidence.has_marker || maildir.facts(join_path(name, "maildirfolder")).has_value();
    }
  }
  PlainFolderSearch(evidence.plain_folders).search(maildir, "", contents.directories, 0);
  const auto take_inbox = [](std::vector<Bytes>& folders, ByteView name) {
    return std::erase(folders, name) > 0;
  };
  if (!evidence.root_holds_mail) {
    evidence.has_dot_inbox = take_inbox(evidence.dot_folders, ".INBOX");
    evidence.has_plain_inbox = take_inbox(evidence.plain_folders, "INBOX");
  }
  evidence.has_marker =
      evidence.has_marker || std::ranges::any_of(contents.files, [](const Bytes& name) {
        return name.starts_with("courierimap") || name == "..maildir++";
      });
  return evidence;
}

Result<Layout> choose_layout(const LayoutEvidence& evidence, InboxPlace inbox,
                             std::optional<Layout> wanted) {
  const bool has_dot = !evidence.dot_folders.empty() || evidence.has_dot_inbox;
  const bool has_plain = !evidence.plain_folders.empty() || evidence.has_plain_inbox;
  if (!evidence.root_holds_mail && !has_dot && !has_plain) {
    if (inbox == InboxPlace::Elsewhere) {
      return wanted.value_or(Layout::MaildirPlusPlus);
    }
    return fail(no_maildir(evidence));
  }
  if (wanted) {
    // A single stray directory of the other kind may be forced; more of them mean that the user is
    // wrong about the tree.
    const auto& other = *wanted == Layout::Fs ? evidence.dot_folders : evidence.plain_folders;
    const bool has_own = *wanted == Layout::Fs ? has_plain : has_dot;
    if (!has_own && other.size() > 1) {
      return fail(wrong_layout(evidence, *wanted));
    }
    return *wanted;
  }
  if (!has_plain || evidence.has_marker) {
    return Layout::MaildirPlusPlus;
  }
  if (!has_dot) {
    // Without an INBOX this is as likely a directory of many users' Maildirs.
    if (evidence.root_holds_mail || evidence.has_plain_inbox || inbox != InboxPlace::Here) {
      return Layout::Fs;
    }
    return fail(no_maildir(evidence));
  }
  // A few strays in a tree of the one kind are common; the scan reports them.
  if (evidence.dot_folders.size() > evidence.plain_folders.size()) {
    return Layout::MaildirPlusPlus;
  }
  return fail(ambiguous(evidence));
}

}  // namespace mailhaul::maildir
