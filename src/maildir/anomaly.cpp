#include <mailhaul/maildir/anomaly.hpp>

namespace mailhaul::maildir {

std::string_view to_string(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::AmbiguousNameEncoding:
      return "ambiguous-name-encoding";
    case AnomalyKind::NoInbox:
      return "no-inbox";
    case AnomalyKind::FolderOutsideLayout:
      return "folder-outside-layout";
    case AnomalyKind::NestedFolder:
      return "nested-folder";
    case AnomalyKind::FolderNamedCur:
      return "folder-named-cur";
    case AnomalyKind::KmailChildren:
      return "kmail-children";
    case AnomalyKind::SharedFolders:
      return "shared-folders";
    case AnomalyKind::DovecotTrashed:
      return "dovecot-trashed";
    case AnomalyKind::MessageOutsideFolder:
      return "message-outside-folder";
    case AnomalyKind::SymlinkedFolder:
      return "symlinked-folder";
    case AnomalyKind::NotAFolder:
      return "not-a-folder";
    case AnomalyKind::FilterRules:
      return "filter-rules";
    case AnomalyKind::Quota:
      return "quota";
    case AnomalyKind::MissingCur:
      return "missing-cur";
    case AnomalyKind::MissingNew:
      return "missing-new";
    case AnomalyKind::MissingTmp:
      return "missing-tmp";
    case AnomalyKind::CurIsNoDirectory:
      return "cur-is-no-directory";
    case AnomalyKind::UnreadableFolder:
      return "unreadable-folder";
    case AnomalyKind::ForeignFolderOwner:
      return "foreign-folder-owner";
    case AnomalyKind::StaleTmpFiles:
      return "stale-tmp-files";
    case AnomalyKind::DovecotExtraDirectory:
      return "dovecot-extra-directory";
    case AnomalyKind::PrivateFlags:
      return "private-flags";
    case AnomalyKind::UnmappedKeywords:
      return "unmapped-keywords";
    case AnomalyKind::KeywordsFull:
      return "keywords-full";
    case AnomalyKind::CourierKeywordsUnused:
      return "courier-keywords-unused";
    case AnomalyKind::UnreadableMetadata:
      return "unreadable-metadata";
    case AnomalyKind::SpecialFile:
      return "special-file";
    case AnomalyKind::DuplicateSameContent:
      return "duplicate-same-content";
    case AnomalyKind::DuplicateOtherContent:
      return "duplicate-other-content";
  }
  return "unknown";
}

}  // namespace mailhaul::maildir
