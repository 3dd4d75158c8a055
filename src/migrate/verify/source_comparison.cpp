#include "migrate/verify/source_comparison.hpp"

#include "migrate/server/server_link.hpp"
#include "migrate/source/date_sampling.hpp"

#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/refusal.hpp>
#include <mailhaul/migrate/date_policy.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kNeverSent = "it was never uploaded; run mailhaul upload";
constexpr std::size_t kAllMatters = std::numeric_limits<std::int64_t>::max();

bool needs_reading(const SelectionOptions& selection) {
  return selection.since || selection.before || selection.max_size;
}

Bytes last_component(const Bytes& path) {
  const std::size_t slash = path.rfind('/');
  return slash == Bytes::npos ? path : path.substr(slash + 1);
}

}  // namespace

SourceComparison::SourceComparison(VerifyContext& context, const maildir::Scanner& tree,
                                   const Plan& plan)
    : context_(&context), tree_(&tree), plan_(&plan), reader_(message::FactsNeeded{}) {}

Result<void> SourceComparison::run() {
  if (const Result<void> read = read_folder_ids(); !read) {
    return read;
  }
  for (const PlannedFolder& planned : plan_->folders) {
    if (const Result<void> done = compare_folder(planned); !done) {
      return done;
    }
  }
  return report_refused();
}

Result<void> SourceComparison::read_folder_ids() {
  const auto folders = context_->journal.folders();
  if (!folders) {
    return fail(folders.error());
  }
  for (const journal::FolderRow& folder : *folders) {
    folder_ids_.emplace(folder.directory, folder.id);
  }
  return {};
}

Result<void> SourceComparison::compare_folder(const PlannedFolder& planned) {
  VerifyCounts& counts = context_->counts_of(planned.mailbox);
  Result<maildir::OpenFolder> open = tree_->open_folder(tree_->inventory().folders[planned.folder]);
  if (!open) {
    ++counts.unreadable;
    context_->report({.outcome = Outcome::Unreadable,
                      .folder = planned.name,
                      .mailbox = planned.mailbox,
                      .kind = "folder-unreadable",
                      .text = open.error().text});
    return {};
  }
  const auto id = folder_ids_.find(planned.directory);
  maildir::MessageList list = open->read_messages();
  Folder folder{.planned = &planned,
                .id = id == folder_ids_.end() ? std::nullopt : std::optional(id->second),
                .open = std::move(*open),
                .list = std::move(list),
                .counts = &counts};
  add_unread(folder);
  for (std::size_t i = 0; i < folder.list.size(); ++i) {
    if (context_->stop_requested()) {
      return fail(interrupted());
    }
    if (const Result<void> done = compare_message(folder, i); !done) {
      return done;
    }
  }
  return {};
}

Result<void> SourceComparison::compare_message(Folder& folder, std::size_t index) {
  const maildir::MessageEntry entry = folder.list[index];
  std::optional<journal::KnownMessage> known;
  if (folder.id) {
    const auto found = context_->journal.known(*folder.id, entry.identity());
    if (!found) {
      return fail(found.error());
    }
    known = *found;
  }
  if (known && known->state == journal::State::Refused) {
    ++folder.counts->expected;
    ++folder.counts->refused;
    refused_.insert(known->id);
  } else if (!known || known->state == journal::State::Unsent) {
    look_at_unsent(folder, entry);
  }
  return {};
}

void SourceComparison::look_at_unsent(Folder& folder, const maildir::MessageEntry& entry) {
  VerifyCounts& counts = *folder.counts;
  if (entry.flags.contains(maildir::Flag::Trashed) &&
      context_->options.selection.trashed == target::TrashedPolicy::Skip) {
    ++counts.skipped;
    return;
  }
  maildir::OpenOutcome opened = folder.open.open_message(entry);
  if (std::holds_alternative<maildir::Vanished>(opened)) {
    return;
  }
  if (const auto* refused = std::get_if<maildir::Refused>(&opened)) {
    if (refused->reason == maildir::Refusal::Empty) {
      ++counts.empty;
      return;
    }
    ++counts.expected;
    ++counts.unreadable;
    report(folder, entry.unique_name, Outcome::Unreadable, to_string(refused->reason),
           fmt::format("this file {}", maildir::describe(*refused)));
    return;
  }
  auto& file = std::get<maildir::MessageFile>(opened);
  // Large files are read for the selection only: it is the compressed ones that can be damaged.
  const std::uint64_t largest =
      needs_reading(context_->options.selection)
          ? context_->options.selection.max_size.value_or(limits::kAppendedLiteral)
          : 0;
  const Result<ExaminedMessage> examined = reader_.examine(file, largest);
  if (!examined) {
    ++counts.expected;
    ++counts.unreadable;
    report(folder, entry.unique_name, Outcome::Unreadable, "read-error", examined.error().text);
    return;
  }
  if (needs_reading(context_->options.selection) &&
      is_left_out(folder, entry, file, examined->facts)) {
    ++counts.skipped;
    return;
  }
  ++counts.expected;
  ++counts.missing;
  report(folder, entry.unique_name, Outcome::Missing, "not-uploaded", kNeverSent);
}

/// By the same dates and sizes as the upload.
bool SourceComparison::is_left_out(Folder& folder, const maildir::MessageEntry& entry,
                                   const maildir::MessageFile& file, const message::Facts& facts) {
  if (!folder.date_source) {
    folder.date_source = context_->options.date_from == DateSource::Auto
                             ? sample_date_source(folder.open, folder.list, reader_)
                             : context_->options.date_from;
  }
  const std::int64_t date =
      choose_date(date_candidates(entry, file.mtime(), facts), *folder.date_source, now_seconds())
          .instant;
  return leaves_out(context_->options.selection, date, facts.wire_size);
}

/// What may hold messages and could not be looked into: special files, and a list that broke off.
void SourceComparison::add_unread(Folder& folder) {
  for (const maildir::Anomaly& anomaly : folder.list.anomalies()) {
    if (anomaly.kind == maildir::AnomalyKind::UnreadableFolder) {
      ++folder.counts->unreadable;
      report(folder, {}, Outcome::Unreadable, "folder-unreadable",
             fmt::format("{} {}", text::escape_for_display(anomaly.path),
                         maildir::describe(anomaly.refused)));
    } else if (anomaly.kind == maildir::AnomalyKind::SpecialFile) {
      ++folder.counts->expected;
      ++folder.counts->unreadable;
      report(folder, last_component(anomaly.path), Outcome::Unreadable,
             to_string(anomaly.refused.reason),
             fmt::format("this {}", maildir::describe(anomaly.refused)));
    }
  }
}

void SourceComparison::report(const Folder& folder, ByteView unique_name, Outcome outcome,
                              std::string_view kind, std::string_view text) {
  context_->report({.outcome = outcome,
                    .folder = folder.planned->name,
                    .unique_name = unique_name,
                    .mailbox = folder.planned->mailbox,
                    .kind = kind,
                    .text = text});
}

/// With the reasons that the journal keeps.
Result<void> SourceComparison::report_refused() {
  if (refused_.empty()) {
    return {};
  }
  const auto matters = context_->journal.open_matters(kAllMatters);
  if (!matters) {
    return fail(matters.error());
  }
  for (const journal::Journal::OpenMatter& matter : *matters) {
    if (refused_.contains(matter.message.id)) {
      context_->report(matter.message, Outcome::Refused, matter.reason.kind, matter.reason.text);
    }
  }
  return {};
}

Result<void> compare_unsent_rows(VerifyContext& context) {
  const auto matters = context.journal.open_matters(kAllMatters);
  const auto mailboxes = context.journal.mailboxes();
  if (!matters || !mailboxes) {
    return fail(!matters ? matters.error() : mailboxes.error());
  }
  for (const journal::Journal::OpenMatter& matter : *matters) {
    if (matter.message.state == journal::State::Refused && matter.message.vanished == 0) {
      VerifyCounts& counts = context.counts_of(matter.mailbox);
      ++counts.expected;
      ++counts.refused;
      context.report(matter.message, Outcome::Refused, matter.reason.kind, matter.reason.text);
    }
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    const auto rows = context.journal.messages_in_state(mailbox.id, journal::State::Unsent);
    if (!rows) {
      return fail(rows.error());
    }
    for (const journal::MessageRow& row : *rows) {
      if (row.vanished == 0) {
        ++context.counts_of(mailbox.name).expected;
        ++context.counts_of(mailbox.name).missing;
        context.report(row, Outcome::Missing, "not-uploaded", kNeverSent);
      }
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
