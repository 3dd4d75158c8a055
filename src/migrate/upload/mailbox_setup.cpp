#include "migrate/upload/mailbox_setup.hpp"

#include "migrate/server/subscriptions.hpp"
#include "migrate/server/verdict.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// Every mailbox that gets messages, once, in the order of the plan.
std::vector<std::string> mailboxes_of(const UploadContext& context) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const PlannedFolder& folder : context.plan.folders) {
    if (seen.insert(folder.mailbox).second) {
      names.push_back(folder.mailbox);
    }
  }
  if (context.trashed_policy() == target::TrashedPolicy::Move &&
      seen.insert(context.plan.trash_mailbox).second) {
    names.push_back(context.plan.trash_mailbox);
  }
  return names;
}

/// Every step may be repeated on a new connection, and goes on where the old one was lost.
class MailboxSetup {
 public:
  MailboxSetup(ServerLink& link, UploadContext& context) : link_(&link), context_(&context) {
    context.mailboxes.clear();
    context.mailbox_ids.clear();
    context.folder_ids.clear();
  }

  Result<void> read_journal() {
    Result<std::vector<journal::MailboxRow>> rows = context_->journal.mailboxes();
    if (!rows) {
      return fail(rows.error());
    }
    for (journal::MailboxRow& row : *rows) {
      journalled_.emplace(row.name, std::move(row));
    }
    const Result<std::vector<journal::FolderRow>> folders = context_->journal.folders();
    if (!folders) {
      return fail(folders.error());
    }
    for (const journal::FolderRow& folder : *folders) {
      begun_.insert(folder.directory);
    }
    return {};
  }

  /// What its owner removed is made again only for messages that are still to be sent there.
  void find_removed() {
    const auto is_needed = [&](const std::string& name) {
      for (std::size_t i = 0; i < context_->plan.folders.size(); ++i) {
        const std::string& mailbox = context_->plan.folders[i].mailbox;
        const bool is_on_the_way = mailbox == name || is_below(mailbox, name);
        if (is_on_the_way && !context_->settled_folders.contains(i)) {
          return true;
        }
      }
      return false;
    };
    for (const std::string& name : context_->plan.create) {
      if (!is_needed(name)) {
        removed_.insert(name);
      }
    }
  }

  [[nodiscard]] bool is_below(const std::string& mailbox, const std::string& upper) const {
    const std::optional<char> delimiter =
        context_->server == nullptr ? std::nullopt : context_->server->delimiter;
    return delimiter && mailbox.starts_with(upper + *delimiter);
  }

  void note_removed(const PlannedFolder& folder) {
    context_->observer.note(
        fmt::format("{} was removed or renamed on the server; what was uploaded there is not sent "
                    "again",
                    text::escape_for_display(folder.mailbox)));
  }

  /// Before they are made, so that a crash in between leaves none that a rollback would not know.
  Result<void> journal_intents() {
    Result<void> done = context_->journal.begin();
    for (const std::string& name : context_->plan.create) {
      if (!done || removed_.contains(name)) {
        continue;
      }
      const auto before = journalled_.find(name);
      journal::MailboxRow row =
          before != journalled_.end() ? before->second : journal::MailboxRow{.low_water = 1};
      row.name = name;
      row.created = true;
      const Result<journal::MailboxId> id = context_->journal.put_mailbox(row);
      if (!id) {
        return fail(id.error());
      }
      intended_.emplace(name, *id);
    }
    return done ? context_->journal.commit(now_seconds()) : done;
  }

  Result<void> create_missing() {
    find_removed();
    if (context_->plan.create.size() == removed_.size()) {
      return {};
    }
    if (intended_.empty()) {
      if (const Result<void> intended = journal_intents(); !intended) {
        return intended;
      }
    }
    for (const std::string& name : context_->plan.create) {
      if (created_.contains(name) || refused_.contains(name) || removed_.contains(name)) {
        continue;
      }
      Result<imap::Command> command = imap::Command::create(name);
      if (!command) {
        return fail(command.error());
      }
      const Result<Reply> reply = link_->connection().run(std::move(*command));
      if (!reply) {
        unanswered_.insert(name);
        return fail(reply.error());
      }
      if (const Result<void> done = absorb_create(name, reply->completion); !done) {
        return done;
      }
    }
    return {};
  }

  Result<void> absorb_create(const std::string& name, const imap::Completion& completion) {
    if (completion.status == imap::Status::Ok) {
      count_created(name);
      return {};
    }
    const target::Verdict verdict = judge_answer(completion, context_->profile);
    if (verdict.run != target::RunFate::Continue ||
        verdict.connection == target::ConnectionFate::Close) {
      return fail(answer_error(completion, context_->profile));
    }
    if (verdict.error_class == target::ErrorClass::AlreadyExists && unanswered_.contains(name)) {
      count_created(name);
      return renew_after_refusals();
    }
    if (verdict.error_class != target::ErrorClass::AlreadyExists) {
      refused_.emplace(name, explain_answer(completion, verdict));
    }
    if (const Result<void> done = context_->journal.set_not_created(intended_.at(name)); !done) {
      return done;
    }
    return renew_after_refusals();
  }

  /// STATUS of all mailboxes, in one transaction; what was learnt before a loss is kept.
  Result<void> take_statuses() {
    Result<void> done = context_->journal.begin();
    for (const std::string& name : mailboxes_of(*context_)) {
      if (done && !context_->mailbox_ids.contains(name) && !refused_.contains(name)) {
        done = take_status(name);
      }
    }
    const Result<void> committed = context_->journal.commit(now_seconds());
    return done ? committed : done;
  }

  Result<void> take_status(const std::string& name) {
    if (removed_.contains(name)) {
      return {};
    }
    Result<imap::Command> command =
        imap::Command::status(name, {imap::StatusItem::UidNext, imap::StatusItem::UidValidity});
    if (!command) {
      return fail(command.error());
    }
    const Result<Reply> reply = link_->connection().run(std::move(*command));
    if (!reply) {
      return fail(reply.error());
    }
    if (reply->completion.status != imap::Status::Ok) {
      const target::Verdict verdict = judge_answer(reply->completion, context_->profile);
      if (verdict.run != target::RunFate::Continue ||
          verdict.connection == target::ConnectionFate::Close) {
        return fail(answer_error(reply->completion, context_->profile));
      }
      refused_.emplace(name, explain_answer(reply->completion, verdict));
      return renew_after_refusals();
    }
    for (const imap::UntaggedData& data : reply->data) {
      const auto* status = std::get_if<imap::StatusData>(&data);
      if (status != nullptr && status->uid_validity) {
        return note_mailbox(name, *status->uid_validity, status->uid_next.value_or(1));
      }
    }
    return fail(ErrorKind::Protocol, "the server gives no UIDVALIDITY", name);
  }

  /// One round trip for all: only servers that take many commands at a time have keywords.
  Result<void> ask_permanent_flags(const std::set<std::string>& names) {
    ServerConnection& connection = link_->connection();
    const bool can_leave = connection.capabilities().has("UNSELECT");
    std::vector<journal::MailboxId> ids;
    std::vector<imap::Command> commands;
    for (const std::string& name : names) {
      const auto id = context_->mailbox_ids.find(name);
      if (id == context_->mailbox_ids.end()) {
        continue;
      }
      Result<imap::Command> command = imap::Command::select(name);
      if (!command) {
        return fail(command.error());
      }
      ids.push_back(id->second);
      commands.push_back(std::move(*command));
      if (can_leave) {
        commands.push_back(imap::Command::unselect());
      }
    }
    const Result<std::vector<Reply>> replies = connection.run_all(std::move(commands));
    if (!replies) {
      return fail(replies.error());
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const Reply& reply = (*replies)[can_leave ? 2 * i : i];
      if (reply.completion.status != imap::Status::Ok) {
        return fail(answer_error(reply.completion, context_->profile));
      }
      note_permanent_flags(ids[i], reply);
    }
    return {};
  }

  void note_permanent_flags(journal::MailboxId mailbox, const Reply& reply) {
    for (const imap::UntaggedData& data : reply.data) {
      const auto* status = std::get_if<imap::UntaggedStatus>(&data);
      const auto* flags =
          status == nullptr ? nullptr : std::get_if<imap::PermanentFlags>(&status->text.code);
      if (flags != nullptr) {
        context_->mailboxes.at(mailbox).permanent_flags = flags->flags;
      }
    }
  }

  Result<void> note_mailbox(const std::string& name, std::uint32_t uid_validity,
                            std::uint32_t uid_next) {
    journal::MailboxRow row{.name = name,
                            .uidvalidity = uid_validity,
                            .low_water = uid_next,
                            .created = created_.contains(name)};
    const auto before = journalled_.find(name);
    const bool is_another = before != journalled_.end() && before->second.uidvalidity != 0 &&
                            (before->second.uidvalidity != uid_validity || created_.contains(name));
    if (before != journalled_.end() && !is_another) {
      row.low_water = before->second.low_water;
    }
    if (is_another) {
      // What is unknown may be anywhere in the new generation of the mailbox.
      row.low_water = 1;
      context_->observer.note(fmt::format("{} was made anew on the server since the last run",
                                          text::escape_for_display(name)));
      if (const Result<void> done = context_->journal.forget_uids(before->second.id); !done) {
        return done;
      }
    }
    const Result<journal::MailboxId> id = context_->journal.put_mailbox(row);
    if (!id) {
      return fail(id.error());
    }
    row.id = *id;
    context_->mailbox_ids[name] = *id;
    context_->mailboxes[*id] = MailboxState{.row = row, .is_renewed = is_another};
    return {};
  }

  /// The last step: a folder that is journalled counts as begun, and is not subscribed again.
  Result<void> begin_folders() {
    Result<void> done = context_->journal.begin();
    if (done) {
      done = note_folders();
    }
    const Result<void> committed = context_->journal.commit(now_seconds());
    return done ? committed : done;
  }

  Result<void> note_folders() {
    for (std::size_t i = 0; i < context_->plan.folders.size(); ++i) {
      const PlannedFolder& folder = context_->plan.folders[i];
      const auto mailbox = context_->mailbox_ids.find(folder.mailbox);
      if (mailbox == context_->mailbox_ids.end()) {
        if (removed_.contains(folder.mailbox)) {
          note_removed(folder);
          continue;
        }
        const auto refused = refused_.find(folder.mailbox);
        context_->add_attention(
            {.folder = folder.name,
             .mailbox = folder.mailbox,
             .kind = "mailbox-refused",
             .text = refused == refused_.end() ? "the mailbox cannot be used" : refused->second});
        continue;
      }
      const Result<journal::FolderId> id =
          context_->journal.put_folder(folder.directory, mailbox->second);
      if (!id) {
        return fail(id.error());
      }
      context_->folder_ids[i] = *id;
    }
    return {};
  }

  /// Only for folders that are new to the journal: what the owner unsubscribed since stays so. What
  /// was subscribed before is left alone, so that a rollback takes back no more than was done here.
  Result<void> subscribe() {
    Subscriptions subscriptions(link_->connection());
    for (const PlannedFolder& folder : context_->plan.folders) {
      const auto mailbox = context_->mailbox_ids.find(folder.mailbox);
      if (!folder.subscribed || begun_.contains(folder.directory) ||
          mailbox == context_->mailbox_ids.end()) {
        continue;
      }
      const Result<bool> is_subscribed = subscriptions.contains(folder.mailbox);
      if (!is_subscribed) {
        return fail(is_subscribed.error());
      }
      if (!*is_subscribed && subscribed_.insert(folder.mailbox).second) {
        if (const Result<void> done = subscribe(folder.mailbox, mailbox->second); !done) {
          return done;
        }
      }
    }
    return {};
  }

 private:
  Result<void> subscribe(const std::string& name, journal::MailboxId mailbox) {
    if (const Result<void> done = context_->journal.set_subscribed(mailbox, true); !done) {
      return done;
    }
    Result<imap::Command> command = imap::Command::subscribe(name);
    if (!command) {
      return fail(command.error());
    }
    const Result<Reply> reply = link_->connection().run(std::move(*command));
    if (!reply) {
      subscribed_.erase(name);
      return fail(reply.error());
    }
    if (reply->completion.status == imap::Status::Ok) {
      return {};
    }
    context_->observer.note(fmt::format("{} could not be subscribed: {}",
                                        text::escape_for_display(name),
                                        quote_answer(reply->completion)));
    return renew_after_refusals();
  }

  void count_created(const std::string& name) {
    created_.insert(name);
    ++context_->summary.mailboxes.created;
  }

  /// Before the server hangs up.
  Result<void> renew_after_refusals() {
    const std::optional<unsigned> allowed = context_->traits().failures_per_connection;
    if (!allowed || link_->connection().failures() < *allowed) {
      return {};
    }
    link_->close();
    link_->drop();
    return link_->ensure_open();
  }

  ServerLink* link_;
  UploadContext* context_;
  std::map<std::string, journal::MailboxRow> journalled_;
  std::set<Bytes> begun_;
  std::set<std::string> created_;
  std::set<std::string> unanswered_;  ///< CREATE was sent, and the answer was lost
  std::set<std::string> subscribed_;
  std::map<std::string, journal::MailboxId> intended_;
  std::map<std::string, std::string> refused_;
  std::set<std::string> removed_;
};

}  // namespace

Result<void> set_up_mailboxes(ServerLink& link, UploadContext& context,
                              const std::set<std::string>& keyworded) {
  MailboxSetup setup(link, context);
  Result<void> done = setup.read_journal();
  if (done) {
    done = link.run([&](ServerConnection&) { return setup.create_missing(); });
  }
  if (done) {
    done = link.run([&](ServerConnection&) { return setup.take_statuses(); });
  }
  if (done && context.traits().accepts_keywords) {
    done = link.run([&](ServerConnection&) { return setup.ask_permanent_flags(keyworded); });
  }
  if (done) {
    done = link.run([&](ServerConnection&) { return setup.subscribe(); });
  }
  return done ? setup.begin_folders() : done;
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
