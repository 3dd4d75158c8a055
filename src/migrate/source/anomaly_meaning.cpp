#include "migrate/source/anomaly_meaning.hpp"

#include <fmt/format.h>

#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::migrate {
namespace {

using maildir::Anomaly;
using maildir::AnomalyKind;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// Mail that nobody sees over IMAP and that is not moved; nothing if there is none.
std::optional<AnomalyMeaning> left_behind(std::string_view code, const Anomaly& anomaly,
                                          std::string_view where) {
  if (anomaly.count == 0) {
    return std::nullopt;
  }
  return AnomalyMeaning{
      .code = code,
      .text =
          fmt::format("{} in {}", counted(anomaly.count, "message lies", "messages lie"), where),
      .needs_attention = true};
}

AnomalyMeaning attention(std::string_view code, std::string text) {
  return {.code = code, .text = std::move(text), .needs_attention = true};
}

AnomalyMeaning remark(std::string_view code, std::string text) {
  return {.code = code, .text = std::move(text)};
}

std::string limit(std::uint64_t number, std::string_view what) {
  return number == 0 ? fmt::format("any number of {}", what) : fmt::format("{} {}", number, what);
}

std::optional<AnomalyMeaning> meaning_in_tree(const Anomaly& anomaly) {
  switch (anomaly.kind) {
    case AnomalyKind::AmbiguousNameEncoding:
      return remark("tree.ambiguous-names",
                    "folder names are written in UTF-8 and in modified UTF-7");
    case AnomalyKind::NoInbox:
      return remark("tree.no-inbox", "there is no INBOX here");
    case AnomalyKind::FolderOutsideLayout:
      return left_behind("folder.outside-layout", anomaly,
                         "a directory that this layout does not show as a folder");
    case AnomalyKind::NestedFolder:
      return left_behind("folder.nested", anomaly, "a Maildir inside a folder");
    case AnomalyKind::FolderNamedCur:
      return left_behind("folder.named-cur", anomaly,
                         "a folder that has the name of a directory of messages");
    case AnomalyKind::KmailChildren:
      return left_behind("folder.kmail-children", anomaly, "subfolders that KMail made");
    case AnomalyKind::SharedFolders:
      return remark("tree.shared-folders", "Courier's copies of shared folders are not moved");
    case AnomalyKind::DovecotTrashed:
      return left_behind("folder.dovecot-trashed", anomaly, "a folder that Dovecot was deleting");
    case AnomalyKind::MessageOutsideFolder:
      return attention("folder.stray-messages",
                       fmt::format("{} beside cur and new",
                                   counted(anomaly.count, "file that looks like a message lies",
                                           "files that look like messages lie")));
    case AnomalyKind::SymlinkedFolder:
      return attention("folder.symlink",
                       "this folder is a symbolic link, and links are not followed");
    case AnomalyKind::NotAFolder:
      return remark("folder.not-a-folder", "this directory has neither cur nor new");
    case AnomalyKind::FilterRules:
      return remark("tree.filter-rules",
                    anomaly.count == 0
                        ? std::string("rules that sorted new mail on the old server")
                        : fmt::format("rules that sorted new mail on the old server; scripts: {}",
                                      anomaly.count));
    case AnomalyKind::Quota:
      return remark("tree.quota",
                    fmt::format("the old server allowed {} and {}", limit(anomaly.bytes, "octets"),
                                limit(anomaly.count, "messages")));
    default:
      return std::nullopt;
  }
}

std::optional<AnomalyMeaning> meaning_in_folder(const Anomaly& anomaly) {
  switch (anomaly.kind) {
    case AnomalyKind::MissingCur:
      return remark("folder.missing-directory", "cur is missing");
    case AnomalyKind::MissingNew:
      return remark("folder.missing-directory", "new is missing");
    case AnomalyKind::MissingTmp:
      return remark("folder.missing-directory", "tmp is missing");
    case AnomalyKind::CurIsNoDirectory:
      return attention("folder.not-a-directory", "cur or new is not a directory");
    case AnomalyKind::UnreadableFolder:
      return attention("folder.unreadable", fmt::format("this directory cannot be read: it {}",
                                                        maildir::describe(anomaly.refused)));
    case AnomalyKind::ForeignFolderOwner:
      return remark("folder.foreign-owner", "it belongs to neither the owner of the tree nor root");
    case AnomalyKind::StaleTmpFiles:
      return remark("folder.stale-tmp", fmt::format("files left in tmp: {}, with {} octets",
                                                    anomaly.count, anomaly.bytes));
    case AnomalyKind::DovecotExtraDirectory:
      return left_behind("folder.dovecot-extra", anomaly,
                         "a directory that Dovecot moved out of cur");
    case AnomalyKind::PrivateFlags:
      return remark("folder.private-flags",
                    "flags that each person has for himself are in Dovecot's index alone");
    case AnomalyKind::UnmappedKeywords:
      return remark("folder.keywords-unmapped",
                    fmt::format("messages that have keywords without a name: {}", anomaly.count));
    case AnomalyKind::KeywordsFull:
      return remark("folder.keywords-full", "all 26 keywords that fit into file names are used");
    case AnomalyKind::CourierKeywordsUnused:
      return remark(
          "folder.courier-keywords-unused",
          fmt::format("messages that have keywords of Courier, which Dovecot never read: {}",
                      anomaly.count));
    case AnomalyKind::UnreadableMetadata:
      return attention("tree.metadata-unreadable",
                       fmt::format("keywords, subscriptions or the order of messages are lost, "
                                   "because this file {}; give it back to the owner of the Maildir",
                                   maildir::describe(anomaly.refused)));
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<AnomalyMeaning> meaning_of(const Anomaly& anomaly) {
  if (anomaly.kind == AnomalyKind::SpecialFile) {
    return attention(code_of_refusal(anomaly.refused.reason),
                     fmt::format("this {}", maildir::describe(anomaly.refused)));
  }
  std::optional<AnomalyMeaning> meaning = meaning_in_tree(anomaly);
  return meaning ? std::move(meaning) : meaning_in_folder(anomaly);
}

std::string_view code_of_refusal(maildir::Refusal refusal) {
  using maildir::Refusal;
  switch (refusal) {
    case Refusal::Symlink:
      return "message.symlink";
    case Refusal::Fifo:
    case Refusal::Socket:
    case Refusal::Device:
      return "message.special-file";
    case Refusal::Directory:
      return "message.directory";
    case Refusal::Empty:
      return "message.empty";
    default:
      return "message.unreadable";
  }
}

}  // namespace mailhaul::migrate
