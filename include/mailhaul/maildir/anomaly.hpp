/// What a reader meets in a tree that is no message and no folder, or not as it should be.
#pragma once

#include <cstdint>
#include <string_view>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::maildir {

enum class AnomalyKind : std::uint8_t {
  // The tree.
  AmbiguousNameEncoding,  ///< folder names in UTF-8 and in modified UTF-7
  NoInbox,                ///< neither the root nor .INBOX or INBOX holds mail directories
  FolderOutsideLayout,    ///< a mail directory that the layout does not show; count of messages
  NestedFolder,           ///< a mail directory inside a folder; count of messages
  FolderNamedCur,         ///< `cur` holds a mail directory: it is a folder of that name
  KmailChildren,          ///< `.X.directory`; count of messages
  SharedFolders,          ///< Courier's copies of other people's folders
  DovecotTrashed,         ///< a deletion under way that still holds mail; count of messages
  MessageOutsideFolder,   ///< message files beside `cur`; count
  SymlinkedFolder,        ///< not followed
  NotAFolder,             ///< a folder's name on a directory without cur, new and tmp
  FilterRules,            ///< what sorted new mail on the old server; count of scripts, if several
  Quota,                  ///< maildirsize sets one: count of messages, bytes; 0 for no limit
  // A folder.
  MissingCur,
  MissingNew,
  MissingTmp,
  CurIsNoDirectory,    ///< `cur` or `new` is a file or a link
  UnreadableFolder,    ///< the folder, or its `cur` or `new`, cannot be opened or read to its end
  ForeignFolderOwner,  ///< belongs to neither the tree's owner nor root
  StaleTmpFiles,       ///< in `tmp` for more than 36 hours; count and bytes
  DovecotExtraDirectory,  ///< `extra-*`, moved out of `cur` by Dovecot; count of files
  PrivateFlags,           ///< dovecot.index.pvt: each person has flags that no file name shows
  UnmappedKeywords,       ///< keyword letters without a name; count of messages
  KeywordsFull,           ///< 26 names in dovecot-keywords: there may be more
  CourierKeywordsUnused,  ///< Courier's keywords beside Dovecot's; count of messages
  UnreadableMetadata,     ///< a uid list, keyword or subscription file was refused
  // A name in cur or new.
  SpecialFile,           ///< symlink, FIFO, socket, device or directory; see refusal
  DuplicateSameContent,  ///< the same unique name twice with the same bytes: one message
  DuplicateOtherContent  ///< the same unique name twice with other bytes: two messages
};

struct Anomaly {
  AnomalyKind kind = AnomalyKind::NoInbox;
  /// Below MAILDIR, raw bytes; empty for the tree itself.
  Bytes path = {};
  /// What is counted depends on the kind; 0 if nothing is.
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  /// For SpecialFile, UnreadableFolder and UnreadableMetadata.
  Refused refused = {};
};

/// A fixed word for programs and tests: "symlinked-folder".
[[nodiscard]] std::string_view to_string(AnomalyKind kind);

}  // namespace mailhaul::maildir
