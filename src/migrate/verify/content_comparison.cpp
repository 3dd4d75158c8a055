#include "migrate/verify/content_comparison.hpp"

#include "migrate/locate/locate.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace mailhaul::migrate {
namespace {

/// Messages of one FETCH.
constexpr std::size_t kBatch = 50;

std::string words_of(const std::vector<message::ContentDifference>& differences) {
  std::string words;
  for (const message::ContentDifference difference : differences) {
    words += words.empty() ? "" : ", ";
    words += message::to_string(difference);
  }
  return words;
}

}  // namespace

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
    if (!*row || (*row)->state != journal::State::Stored || !(*row)->uid || !is_in_sample()) {
      continue;
    }
    add(*open, entry, **row);
    if (batches_[(*row)->mailbox].size() >= kBatch) {
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

void ContentComparison::add(maildir::OpenFolder& folder, const maildir::MessageEntry& entry,
                            const journal::MessageRow& row) {
  maildir::OpenOutcome opened = folder.open_message(entry);
  auto* file = std::get_if<maildir::MessageFile>(&opened);
  if (file == nullptr) {
    return;
  }
  auto read = sent_.read(*file, row);
  if (!read) {
    report_altered(row, "source-unreadable",
                   "the source cannot be read again: " + read.error().text);
  } else if (std::holds_alternative<EditedSince>(*read)) {
    report_altered(row, "source-edited",
                   "the file at the source is not the message any more that was uploaded");
  } else if (auto* digest = std::get_if<message::ContentDigest>(&*read)) {
    batches_[row.mailbox].emplace(*row.uid, AwaitedMessage{.row = row, .sent = std::move(*digest)});
  }
}

/// What comes is taken out of the batch, so that after a lost connection only the rest is fetched.
Result<void> ContentComparison::fetch(ServerLink& link, journal::MailboxId mailbox) {
  AwaitedMessages& batch = batches_[mailbox];
  if (batch.empty()) {
    return {};
  }
  if (context_->stop_requested()) {
    return fail(interrupted());
  }
  const Result<void> done = link.keep_running(
      [&](ServerConnection& connection) -> Result<void> {
        const Result<Reply> selected = select_mailbox(connection, names_.at(mailbox), false);
        if (!selected) {
          return fail(selected.error());
        }
        imap::SequenceSet uids;
        for (const auto& [uid, message] : batch) {
          uids.add(uid);
        }
        return ContentFetch(connection)
            .run(uids, [&](std::uint32_t uid, const message::ContentDigest& found) {
              auto node = batch.extract(uid);
              if (node.empty()) {
                return;
              }
              ++context_->counts_of(names_.at(mailbox)).compared;
              const auto differences = message::compare(node.mapped().sent, found);
              if (!differences.empty()) {
                report_altered(node.mapped().row, "altered",
                               "what the server has differs in: " + words_of(differences));
              }
            });
      },
      [&] { return batch.size(); });
  // What did not come is missing, which was found out before.
  batch.clear();
  context_->observer.progress(context_->progress);
  return done;
}

void ContentComparison::report_altered(const journal::MessageRow& row, std::string_view kind,
                                       const std::string& text) {
  ++context_->counts_of(context_->places.mailbox(row)).altered;
  context_->report(row, Outcome::Altered, kind, text);
}

}  // namespace mailhaul::migrate
