#include "migrate/setup/mailbox_setup.hpp"

#include "migrate/delta/known_mailbox.hpp"
#include "migrate/setup/folder_subscription.hpp"
#include "migrate/setup/mailbox_creation.hpp"
#include "migrate/setup/mailbox_standing.hpp"
#include "migrate/setup/setup_state.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

Result<void> note_in_doubt(SetupState& setup, const std::vector<journal::MailboxRow>& rows) {
  const Result<std::vector<journal::MailboxId>> in_doubt =
      setup.context.journal.mailboxes_in_doubt();
  if (!in_doubt) {
    return fail(in_doubt.error());
  }
  const std::vector<std::string> planned = mailboxes_of(setup.context);
  for (const journal::MailboxRow& row : rows) {
    if (std::ranges::find(*in_doubt, row.id) != in_doubt->end() &&
        std::ranges::find(planned, row.name) == planned.end() &&
        is_on_server(setup.context, row.name)) {
      setup.in_doubt.push_back(row.name);
    }
  }
  return {};
}

Result<void> read_journal(SetupState& setup) {
  Result<std::vector<journal::MailboxRow>> rows = setup.context.journal.mailboxes();
  if (!rows) {
    return fail(rows.error());
  }
  if (const Result<void> noted = note_in_doubt(setup, *rows); !noted) {
    return noted;
  }
  for (journal::MailboxRow& row : *rows) {
    setup.journalled.emplace(row.name, std::move(row));
  }
  const Result<std::vector<journal::FolderRow>> folders = setup.context.journal.folders();
  if (!folders) {
    return fail(folders.error());
  }
  for (const journal::FolderRow& folder : *folders) {
    setup.begun.emplace(folder.directory, folder.id);
  }
  return {};
}

/// Messages of a folder that are on the server since an earlier run.
Result<std::uint64_t> count_stored(const SetupState& setup, const PlannedFolder& folder) {
  const auto begun = setup.begun.find(folder.directory);
  return begun == setup.begun.end() ? Result<std::uint64_t>(0)
                                    : setup.context.journal.count_present(begun->second);
}

/// A folder without a mailbox to go to.
void note_left_out(const SetupState& setup, const PlannedFolder& folder, std::uint64_t stored) {
  if (setup.removed.contains(folder.mailbox)) {
    setup.context.observer.note(
        fmt::format("{} was removed or renamed on the server; what was uploaded there is not sent "
                    "again",
                    text::escape_for_display(folder.mailbox)));
    return;
  }
  const auto refused = setup.refused.find(folder.mailbox);
  std::string text =
      refused == setup.refused.end() ? "the mailbox cannot be used" : refused->second;
  if (stored >= folder.messages) {
    // Nothing of it is waiting.
  } else if (stored == 0) {
    text += fmt::format("; none of the folder's {} messages is uploaded", folder.messages);
  } else {
    text += fmt::format("; of the folder's {} messages {} are there, and no more are uploaded",
                        folder.messages, stored);
  }
  setup.context.add_attention({.folder = folder.name,
                               .mailbox = folder.mailbox,
                               .kind = "mailbox-refused",
                               .text = std::move(text)});
}

Result<void> put_folders(SetupState& setup) {
  UploadContext& context = setup.context;
  for (std::size_t i = 0; i < context.plan.folders.size(); ++i) {
    const PlannedFolder& folder = context.plan.folders[i];
    const auto mailbox = context.mailbox_ids.find(folder.mailbox);
    if (mailbox == context.mailbox_ids.end()) {
      const Result<std::uint64_t> stored = count_stored(setup, folder);
      if (!stored) {
        return fail(stored.error());
      }
      note_left_out(setup, folder, *stored);
      context.stored_of_left_folders.emplace(i, *stored);
      continue;
    }
    const Result<journal::FolderId> id =
        context.journal.put_folder(folder.directory, mailbox->second);
    if (!id) {
      return fail(id.error());
    }
    context.folder_ids[i] = *id;
  }
  return {};
}

/// Messages with the flag T stay in their folders then, marked as deleted.
void note_refused_trash(SetupState& setup) {
  UploadContext& context = setup.context;
  const std::string& trash = context.plan.trash_mailbox;
  if (context.trashed_policy() != target::TrashedPolicy::Move ||
      context.mailbox_ids.contains(trash)) {
    return;
  }
  context.is_trash_refused = true;
  const auto refused = setup.refused.find(trash);
  context.observer.note(
      fmt::format("deleted messages stay where they are, marked as deleted: {} cannot be used{}{}",
                  text::escape_for_display(trash), refused == setup.refused.end() ? "" : ": ",
                  refused == setup.refused.end() ? "" : refused->second));
}

Result<void> append(std::vector<MailboxCommand>& commands,
                    Result<std::vector<MailboxCommand>> others) {
  if (!others) {
    return fail(others.error());
  }
  std::ranges::move(*others, std::back_inserter(commands));
  return {};
}

/// What a step sends waits for the answers of another only where it needs them, so that a server
/// that takes many commands at a time is asked twice in all.
class MailboxSetup {
 public:
  MailboxSetup(ServerLink& link, UploadContext& context)
      : setup_{.link = link, .context = context} {}

  Result<void> run(const std::set<std::string>& keyworded) {
    ServerLink& link = setup_.link;
    Result<void> done = read_journal(setup_);
    if (done) {
      done = link.run([this](ServerConnection&) { return creation_.finish(make_mailboxes()); });
    }
    if (done) {
      done = link.run([this](ServerConnection&) { return standing_.ask(); });
    }
    if (done) {
      done = journal_mailboxes();
    }
    if (done) {
      note_refused_trash(setup_);
      done = link.run([&](ServerConnection&) { return make_ready(keyworded); });
    }
    return done ? begin_folders() : done;
  }

 private:
  Result<void> make_mailboxes() {
    std::vector<MailboxCommand> commands;
    Result<void> done = append(commands, creation_.commands());
    if (done) {
      done = append(commands, subscription_.question());
    }
    if (done && setup_.takes_many_commands()) {
      done = append(commands, standing_.early_commands());
    }
    return done ? run_for_mailboxes(setup_, std::move(commands)) : done;
  }

  /// Where they stand, and what is about to be subscribed.
  Result<void> journal_mailboxes() {
    journal::Journal& journal = setup_.context.journal;
    Result<void> done = journal.begin();
    if (done) {
      done = standing_.note();
    }
    if (done) {
      done = subscription_.journal_intents();
    }
    const Result<void> committed = journal.commit(now_seconds());
    return done ? committed : done;
  }

  Result<void> make_ready(std::set<std::string> keyworded) {
    const UploadContext& context = setup_.context;
    std::vector<MailboxCommand> commands;
    Result<void> done;
    if (context.traits().accepts_keywords) {
      // Any of them may be marked as deleted.
      if (!keyworded.empty() && context.trashed_policy() == target::TrashedPolicy::Move) {
        keyworded.insert(context.plan.trash_mailbox);
      }
      done = append(commands, standing_.flag_commands(keyworded));
    }
    if (done) {
      done = append(commands, subscription_.commands());
    }
    return done ? run_for_mailboxes(setup_, std::move(commands)) : done;
  }

  /// The last step: a folder that is journalled counts as begun, and is not subscribed again.
  Result<void> begin_folders() {
    Result<void> done = setup_.context.journal.begin();
    if (done) {
      done = put_folders(setup_);
    }
    const Result<void> committed = setup_.context.journal.commit(now_seconds());
    return done ? committed : done;
  }

  SetupState setup_;
  MailboxCreation creation_{setup_};
  MailboxStanding standing_{setup_};
  FolderSubscription subscription_{setup_};
};

}  // namespace

Result<void> set_up_mailboxes(ServerLink& link, UploadContext& context,
                              const std::set<std::string>& keyworded) {
  context.mailboxes.clear();
  context.mailbox_ids.clear();
  context.folder_ids.clear();
  return MailboxSetup(link, context).run(keyworded);
}

Result<void> pretend_mailboxes(UploadContext& context) {
  Result<void> done = context.journal.begin();
  for (const std::string& name : mailboxes_of(context)) {
    journal::MailboxRow row{.name = name, .uidvalidity = 1, .low_water = 1};
    const Result<journal::MailboxId> id = context.journal.put_mailbox(row);
    if (!id) {
      return fail(id.error());
    }
    row.id = *id;
    context.mailbox_ids[name] = *id;
    context.mailboxes[*id] = MailboxState{.row = row};
  }
  for (std::size_t i = 0; i < context.plan.folders.size(); ++i) {
    const PlannedFolder& folder = context.plan.folders[i];
    const Result<journal::FolderId> id =
        context.journal.put_folder(folder.directory, context.mailbox_ids.at(folder.mailbox));
    if (!id) {
      return fail(id.error());
    }
    context.folder_ids[i] = *id;
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

}  // namespace mailhaul::migrate
