#include "migrate/upload/work_list.hpp"

#include "migrate/upload/folder_matters.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {

std::optional<WorkItem> WorkList::next() {
  if (!retries_.empty()) {
    WorkItem item = std::move(retries_.front());
    retries_.pop_front();
    return item;
  }
  while (current_ == nullptr || next_message_ == current_->list.size()) {
    current_.reset();
    if (next_folder_ == context_->plan.folders.size()) {
      return std::nullopt;
    }
    load_next_folder();
  }
  return WorkItem{.folder = current_, .index = next_message_++};
}

bool WorkList::is_exhausted() const {
  return retries_.empty() && next_folder_ == context_->plan.folders.size() &&
         (current_ == nullptr || next_message_ == current_->list.size());
}

void WorkList::load_next_folder() {
  const std::size_t index = next_folder_++;
  const PlannedFolder& planned = context_->plan.folders[index];
  next_message_ = 0;
  if (const auto settled = context_->settled_folders.find(index);
      settled != context_->settled_folders.end() && pass_ == PassKind::First) {
    context_->summary.messages.found += settled->second.messages;
    context_->summary.messages.already_there += settled->second.messages;
    add_folder_matters(settled->second.anomalies, planned, *context_);
    return;
  }
  const auto id = context_->folder_ids.find(index);
  if (id == context_->folder_ids.end()) {
    leave_folder(index);
    return;
  }
  const maildir::Folder& folder = context_->tree.inventory().folders[planned.folder];
  Result<maildir::OpenFolder> open = context_->tree.open_folder(folder);
  if (!open) {
    context_->is_source_half_read = true;
    // What the scanner could not read is among the matters of the tree already.
    if (pass_ == PassKind::First && folder.readable) {
      context_->add_attention({.folder = planned.name,
                               .mailbox = planned.mailbox,
                               .kind = "folder-unreadable",
                               .text = open.error().text});
    }
    return;
  }
  auto kept = context_->names.extract(index);
  FolderNames names =
      kept.empty() ? FolderNames{.list = open->read_messages()} : std::move(kept.mapped());
  const maildir::MessageList& list = names.list;
  context_->is_source_half_read = context_->is_source_half_read || !list.is_complete();
  if (pass_ == PassKind::First) {
    add_folder_matters(list.anomalies(), planned, *context_);
  }
  // In doubt, each message is asked for.
  const bool is_new = !context_->journal.has_messages(id->second).value_or(true);
  current_ = std::make_shared<LoadedFolder>(
      LoadedFolder{.planned = &planned,
                   .id = id->second,
                   .mailbox = context_->mailbox_ids.at(planned.mailbox),
                   .open = std::move(*open),
                   .list = std::move(names.list),
                   .is_new = is_new,
                   .sample = std::move(names.sample)});
}

/// Its mailbox was refused, which is listed already.
void WorkList::leave_folder(std::size_t index) {
  if (context_->settled_folders.contains(index)) {
    return;
  }
  context_->is_source_half_read = true;
  if (pass_ == PassKind::First) {
    const std::uint64_t messages = context_->plan.folders[index].messages;
    const std::uint64_t stored = std::min(messages, context_->stored_of_left_folders[index]);
    context_->summary.messages.found += messages;
    context_->summary.messages.already_there += stored;
    context_->summary.messages.refused += messages - stored;
  }
}

}  // namespace mailhaul::migrate
