#include "migrate/delta/delta_pass.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

std::string words(FolderLoss loss, std::uint64_t messages) {
  return fmt::format(
      "{}, although {} messages of it were uploaded; they are not taken for deleted",
      loss == FolderLoss::Missing ? "this folder is not there any more" : "this folder is empty",
      messages);
}

Result<void> list_lost_folder(const LostFolder& lost, UploadContext& context) {
  const Result<std::uint64_t> left = context.journal.count_present(lost.id);
  if (!left) {
    return fail(left.error());
  }
  // All of it may have turned up under another name.
  if (*left != 0) {
    context.is_source_half_read = true;
    context.add_attention(
        {.folder = lost.directory.empty() ? "INBOX" : text::escape_for_display(lost.directory),
         .kind = lost.loss == FolderLoss::Missing ? "folder-missing" : "folder-emptied",
         .text = words(lost.loss, *left)});
  }
  return {};
}

void report_vanished(const journal::MessageRow& row, UploadContext& context) {
  std::string folder;
  for (const auto& [index, id] : context.folder_ids) {
    folder = id == row.folder ? context.plan.folders[index].name : folder;
  }
  const auto mailbox = context.mailboxes.find(row.mailbox);
  context.observer.message(
      {.outcome = Outcome::Vanished,
       .folder = folder,
       .unique_name = row.unique_name,
       .mailbox = mailbox == context.mailboxes.end() ? "" : mailbox->second.row.name,
       .wire_size = row.wire_size,
       .uid = row.uid.value_or(0),
       .kind = "vanished",
       .text = "it is gone from the source since it was uploaded"});
}

/// Those that were missed for the first time and did not turn up under another name.
Result<void> report_new_vanished(const Survey& survey, UploadContext& context) {
  for (const journal::MessageId id : survey.changes.vanished) {
    const Result<std::optional<journal::MessageRow>> row = context.journal.message(id);
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->vanished != 0 && (*row)->state == journal::State::Stored) {
      report_vanished(**row, context);
    }
  }
  return {};
}

}  // namespace

Result<void> begin_delta(Survey& survey, UploadContext& context) {
  context.settled_folders = std::move(survey.settled);
  context.names = std::move(survey.names);
  context.is_source_half_read = survey.is_half_read;
  if (context.options.only_attention) {
    survey.changes = {};
    return {};
  }
  if (const Result<void> done =
          journal_source_changes(context.journal, survey.changes, now_seconds());
      !done) {
    return done;
  }
  const Result<std::vector<journal::VanishedMessage>> vanished = context.journal.vanished();
  if (!vanished) {
    return fail(vanished.error());
  }
  context.vanished.add(*vanished);
  context.vanished.add(survey.gone_from_left_out);
  for (const LostFolder& lost : survey.changes.lost) {
    const Result<std::vector<journal::VanishedMessage>> stored = context.journal.stored_in(lost.id);
    if (!stored) {
      return fail(stored.error());
    }
    context.vanished.add(*stored);
  }
  context.source_flags = std::move(survey.changes.flags);
  return {};
}

Result<void> know_again_after_removal(const Survey& survey, UploadContext& context) {
  std::vector<journal::VanishedMessage> kept;
  for (const journal::MessageId id : survey.changes.under_removal) {
    const Result<std::optional<journal::MessageRow>> row = context.journal.message(id);
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->state == journal::State::Stored) {
      kept.push_back({.id = id,
                      .mailbox = (*row)->mailbox,
                      .fingerprint = (*row)->fingerprint,
                      .wire_size = (*row)->wire_size});
    }
  }
  context.vanished.add(kept);
  return {};
}

Result<void> end_delta(const Survey& survey, UploadContext& context) {
  for (const LostFolder& lost : survey.changes.lost) {
    if (const Result<void> listed = list_lost_folder(lost, context); !listed) {
      return listed;
    }
  }
  if (const Result<void> reported = report_new_vanished(survey, context); !reported) {
    return reported;
  }
  const Result<std::vector<journal::VanishedMessage>> vanished = context.journal.vanished();
  if (!vanished) {
    return fail(vanished.error());
  }
  context.summary.messages.vanished += static_cast<std::uint64_t>(
      std::ranges::count(*vanished, journal::State::Stored, &journal::VanishedMessage::state));
  return {};
}

}  // namespace mailhaul::migrate
