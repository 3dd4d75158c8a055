#include "migrate/verify/content_comparison.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/text/date_time.hpp>

namespace mailhaul::migrate {
ContentComparison::ContentComparison(VerifyContext& context, const maildir::Scanner& tree,
                                     const Plan& plan)
    : context_(&context), tree_(&tree), plan_(&plan), sent_(context.profile) {}

Result<void> ContentComparison::run(ServerLink& link) {
  const auto counts = context_->journal.counts();
  const auto folders = context_->journal.folders();
  if (!counts || !folders) {
    return fail(!counts ? counts.error() : folders.error());
  }
  if (const std::optional<std::uint64_t> sample = context_->options.sample) {
    step_ = std::max<std::uint64_t>(1, counts->stored / std::max<std::uint64_t>(1, *sample));
  }
  if (const Result<void> read = read_mailboxes(); !read) {
    return read;
  }
  if (const Result<void> read = read_earlier_run(); !read) {
    return read;
  }
  for (const PlannedFolder& planned : plan_->folders) {
    const auto folder =
        std::ranges::find(*folders, planned.directory, &journal::FolderRow::directory);
    if (folder == folders->end()) {
      continue;
    }
    if (const Result<void> done = compare_folder(link, planned, folder->id); !done) {
      return done;
    }
  }
  return context_->journal.drop_content_checks();
}

Result<void> ContentComparison::read_earlier_run() {
  const Result<journal::ContentProgress> earlier = context_->journal.content_progress();
  if (!earlier) {
    return fail(earlier.error());
  }
  is_resumed_ = earlier->messages != 0;
  if (is_resumed_) {
    context_->observer.note(
        fmt::format("goes on with the comparison of contents that was begun at {}: {} fetched then",
                    text::format_iso(earlier->since),
                    earlier->messages == 1 ? std::string("1 message was")
                                           : fmt::format("{} messages were", earlier->messages)));
  }
  return {};
}

Result<void> ContentComparison::read_mailboxes() {
  const auto mailboxes = context_->journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  for (const journal::MailboxRow& mailbox : *mailboxes) {
    names_.emplace(mailbox.id, mailbox.name);
  }
  return {};
}

Result<void> ContentComparison::compare_folder(ServerLink& link, const PlannedFolder& planned,
                                               journal::FolderId id) {
  Result<maildir::OpenFolder> open = tree_->open_folder(tree_->inventory().folders[planned.folder]);
  if (!open) {
    return {};
  }
  const maildir::MessageList list = open->read_messages();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const maildir::MessageEntry entry = list[i];
    const auto row = context_->journal.find(id, entry.identity());
    if (!row) {
      return fail(row.error());
    }
    if (!*row || (*row)->state != journal::State::Stored ||
        context_->missing.contains((*row)->id)) {
      continue;
    }
    const bool is_chosen = is_in_sample();
    const Result<bool> is_done = was_compared(**row);
    if (!is_done) {
      return fail(is_done.error());
    }
    if (*is_done || !is_chosen) {
      continue;
    }
    add(*open, entry, **row);
    if (batches_[(*row)->mailbox].is_full()) {
      if (const Result<void> done = fetch(link, (*row)->mailbox); !done) {
        return done;
      }
    }
  }
  for (const auto& [mailbox, name] : names_) {
    if (const Result<void> done = fetch(link, mailbox); !done) {
      return done;
    }
  }
  return {};
}

bool ContentComparison::is_in_sample() {
  return met_++ % step_ == 0;
}

/// By a run that did not come to its end. Whatever the sample of this one is, what was found then
/// is told.
Result<bool> ContentComparison::was_compared(const journal::MessageRow& row) {
  if (!is_resumed_) {
    return false;
  }
  const Result<std::optional<std::string>> found = context_->journal.content_check(row);
  if (!found) {
    return fail(found.error());
  }
  if (*found) {
    count(row, **found);
  }
  return found->has_value();
}

void ContentComparison::add(maildir::OpenFolder& folder, const maildir::MessageEntry& entry,
                            const journal::MessageRow& row) {
  if (!row.uid) {
    report_not_compared(row, "several messages in the mailbox could be it");
    return;
  }
  maildir::OpenOutcome opened = folder.open_message(entry);
  auto* file = std::get_if<maildir::MessageFile>(&opened);
  if (file == nullptr) {
    report_not_compared(row, "the file at the source cannot be opened any more");
    return;
  }
  auto read = sent_.read(*file, row);
  if (!read) {
    report_not_compared(row, "the source cannot be read again: " + read.error().text);
  } else if (std::holds_alternative<EditedSince>(*read)) {
    report_altered(row, "source-edited",
                   "the file at the source is not the message any more that was uploaded");
  } else if (auto* digest = std::get_if<message::ContentDigest>(&*read)) {
    batches_[row.mailbox].add(row, std::move(*digest));
  } else {
    report_not_compared(row, "other rules made the copy that was sent; it cannot be made again");
  }
}

Result<void> ContentComparison::fetch(ServerLink& link, journal::MailboxId mailbox) {
  const auto found = batches_.find(mailbox);
  if (found == batches_.end() || found->second.empty()) {
    return {};
  }
  if (context_->stop_requested()) {
    return fail(interrupted());
  }
  ContentBatch batch = std::move(batches_.extract(found).mapped());
  const Result<void> done = link.keep_running(
      [&](ServerConnection& connection) { return batch.fetch(connection, names_.at(mailbox)); },
      [&] { return batch.settled(); });
  for (const ContentBatch::Compared& each : batch.compared()) {
    count(each.row, each.differences);
  }
  for (const ContentBatch::NotCompared& each : batch.not_compared()) {
    report_not_compared(each.row, each.reason);
  }
  const Result<void> recorded = record(batch.compared());
  context_->observer.progress(context_->progress);
  return done ? recorded : done;
}

Result<void> ContentComparison::record(const std::vector<ContentBatch::Compared>& compared) {
  if (const Result<void> begun = context_->journal.begin(); !begun) {
    return begun;
  }
  const std::int64_t now = now_seconds();
  for (const ContentBatch::Compared& each : compared) {
    const Result<void> put = context_->journal.put_content_check(each.row, each.differences, now);
    if (!put) {
      return put;
    }
  }
  return context_->journal.commit(now);
}

void ContentComparison::count(const journal::MessageRow& row, const std::string& differences) {
  ++context_->counts_of(context_->places.mailbox(row)).compared;
  if (!differences.empty()) {
    report_altered(row, "altered", "what the server has differs in: " + differences);
  }
}

void ContentComparison::report_altered(const journal::MessageRow& row, std::string_view kind,
                                       const std::string& text) {
  ++context_->counts_of(context_->places.mailbox(row)).altered;
  context_->report(row, Outcome::Altered, kind, text);
}

void ContentComparison::report_not_compared(const journal::MessageRow& row,
                                            const std::string& reason) {
  ++context_->counts_of(context_->places.mailbox(row)).not_compared;
  context_->report(row, Outcome::NotCompared, "not-compared",
                   "its content was not compared: " + reason);
}

}  // namespace mailhaul::migrate
