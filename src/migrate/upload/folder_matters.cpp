#include "migrate/upload/folder_matters.hpp"

#include <string>

#include <fmt/format.h>

#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/refusal.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

using maildir::Anomaly;
using maildir::AnomalyKind;

Bytes last_component(const Bytes& path) {
  const std::size_t slash = path.rfind('/');
  return slash == Bytes::npos ? path : path.substr(slash + 1);
}

/// What must be said about mail that is there and is not going to be uploaded.
std::string words(const Anomaly& anomaly) {
  switch (anomaly.kind) {
    case AnomalyKind::FolderOutsideLayout:
      return fmt::format(
          "{} messages lie in a directory that this layout does not show as a folder",
          anomaly.count);
    case AnomalyKind::NestedFolder:
      return fmt::format("{} messages lie in a Maildir inside a folder", anomaly.count);
    case AnomalyKind::KmailChildren:
      return fmt::format("{} messages lie in subfolders that KMail made", anomaly.count);
    case AnomalyKind::MessageOutsideFolder:
      return fmt::format("{} files that look like messages lie beside cur and new", anomaly.count);
    case AnomalyKind::DovecotTrashed:
      return fmt::format("{} messages lie in a folder that Dovecot was deleting", anomaly.count);
    case AnomalyKind::SymlinkedFolder:
      return "this folder is a symbolic link, and links are not followed";
    case AnomalyKind::CurIsNoDirectory:
      return "cur or new is not a directory";
    case AnomalyKind::DovecotExtraDirectory:
      return fmt::format("{} files lie in a directory that Dovecot moved out of cur",
                         anomaly.count);
    case AnomalyKind::UnreadableFolder:
      return fmt::format("this directory cannot be read: it {}",
                         maildir::describe(anomaly.refused));
    case AnomalyKind::UnreadableMetadata:
      return fmt::format(
          "keywords, subscriptions or the order of messages are lost, because this file {}; give "
          "it "
          "back to the owner of the Maildir",
          maildir::describe(anomaly.refused));
    default:
      return {};
  }
}

bool holds_mail(const Anomaly& anomaly) {
  switch (anomaly.kind) {
    case AnomalyKind::FolderOutsideLayout:
    case AnomalyKind::NestedFolder:
    case AnomalyKind::KmailChildren:
    case AnomalyKind::DovecotTrashed:
    case AnomalyKind::DovecotExtraDirectory:
      return anomaly.count > 0;
    default:
      return true;
  }
}

void add(const Anomaly& anomaly, const std::string& folder, const std::string& mailbox,
         UploadContext& context) {
  const std::string text = words(anomaly);
  if (text.empty() || !holds_mail(anomaly)) {
    return;
  }
  context.add_attention(
      {.folder = folder,
       .mailbox = mailbox,
       .kind = std::string(to_string(anomaly.kind)),
       .text = fmt::format("{}: {}", text::escape_for_display(anomaly.path), text)});
}

}  // namespace

void add_folder_matters(const maildir::MessageList& list, const PlannedFolder& folder,
                        UploadContext& context) {
  for (const Anomaly& anomaly : list.anomalies()) {
    if (anomaly.kind != AnomalyKind::SpecialFile) {
      add(anomaly, folder.name, folder.mailbox, context);
      continue;
    }
    const Bytes name = last_component(anomaly.path);
    const std::string kind(to_string(anomaly.refused.reason));
    const std::string text = fmt::format("this {}", maildir::describe(anomaly.refused));
    context.report({.outcome = Outcome::Unreadable,
                    .folder = folder.name,
                    .unique_name = name,
                    .mailbox = folder.mailbox,
                    .kind = kind,
                    .text = text});
  }
}

void add_tree_matters(const maildir::Inventory& inventory, UploadContext& context) {
  for (const Anomaly& anomaly : inventory.anomalies) {
    add(anomaly, text::escape_for_display(anomaly.path), {}, context);
  }
}

}  // namespace mailhaul::migrate
