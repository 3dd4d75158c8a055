#include "migrate/setup/mailbox_standing.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/server/verdict.hpp"

#include <map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

Result<imap::Command> status_command(const std::string& mailbox) {
  return imap::Command::status(mailbox, {imap::StatusItem::UidNext, imap::StatusItem::UidValidity});
}

}  // namespace

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

Result<void> MailboxStanding::take() {
  Result<void> done = setup_->context.journal.begin();
  if (done) {
    done = ask();
  }
  const Result<void> committed = setup_->context.journal.commit(now_seconds());
  return done ? committed : done;
}

Result<void> MailboxStanding::ask() {
  std::vector<MailboxCommand> commands;
  for (const std::string& name : mailboxes_of(setup_->context)) {
    if (setup_->context.mailbox_ids.contains(name) || setup_->refused.contains(name) ||
        setup_->removed.contains(name)) {
      continue;
    }
    Result<imap::Command> command = status_command(name);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back({.mailbox = name, .command = std::move(*command)});
  }
  // A server may work on several commands at a time (RFC 3501 section 5.5), so that data belongs to
  // the mailbox that it names, whichever command it came with.
  std::map<std::string, imap::StatusData> told;
  std::vector<std::string> answered;
  Result<void> done =
      run_for_mailboxes(*setup_, std::move(commands),
                        [&](const std::string& mailbox, const Reply& reply) -> Result<void> {
                          for (const imap::UntaggedData& data : reply.data) {
                            if (const auto* status = std::get_if<imap::StatusData>(&data)) {
                              told.insert_or_assign(status->mailbox, *status);
                            }
                          }
                          if (reply.completion.status != imap::Status::Ok) {
                            return refuse(mailbox, reply.completion);
                          }
                          answered.push_back(mailbox);
                          return {};
                        });
  for (const std::string& mailbox : answered) {
    const auto status = told.find(mailbox);
    const bool is_told = status != told.end() && status->second.uid_validity;
    if (!is_told && !done) {
      continue;
    }
    const Result<void> noted =
        is_told ? note(mailbox, *status->second.uid_validity, status->second.uid_next.value_or(1))
                : ask_again(mailbox);
    if (!noted) {
      return noted;
    }
  }
  return done;
}

Result<void> MailboxStanding::ask_again(const std::string& mailbox) {
  Result<imap::Command> command = status_command(mailbox);
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = setup_->link.connection().run(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  if (reply->completion.status != imap::Status::Ok) {
    return refuse(mailbox, reply->completion);
  }
  for (const imap::UntaggedData& data : reply->data) {
    const auto* status = std::get_if<imap::StatusData>(&data);
    if (status != nullptr && status->uid_validity) {
      return note(mailbox, *status->uid_validity, status->uid_next.value_or(1));
    }
  }
  return fail(ErrorKind::Protocol, "the server gives no UIDVALIDITY", mailbox);
}

Result<void> MailboxStanding::refuse(const std::string& mailbox,
                                     const imap::Completion& completion) {
  const target::Profile profile = setup_->context.profile;
  const target::Verdict verdict = judge_answer(completion, profile);
  if (verdict.run != target::RunFate::Continue ||
      verdict.connection == target::ConnectionFate::Close) {
    return fail(answer_error(completion, profile));
  }
  setup_->refused.emplace(mailbox, explain_answer(completion, verdict));
  return renew_after_refusals(*setup_);
}

Result<void> MailboxStanding::note(const std::string& mailbox, std::uint32_t uid_validity,
                                   std::uint32_t uid_next) {
  UploadContext& context = setup_->context;
  const bool was_created = setup_->created.contains(mailbox);
  journal::MailboxRow row{
      .name = mailbox, .uidvalidity = uid_validity, .low_water = uid_next, .created = was_created};
  const auto before = setup_->journalled.find(mailbox);
  const bool was_known = before != setup_->journalled.end();
  const bool is_another = was_known && before->second.uidvalidity != 0 &&
                          (before->second.uidvalidity != uid_validity || was_created);
  if (was_known && !is_another) {
    row.low_water = before->second.low_water;
  }
  if (is_another) {
    // What is unknown may be anywhere in the new generation of the mailbox.
    row.low_water = 1;
    context.observer.note(fmt::format("{} was made anew on the server since the last run",
                                      text::escape_for_display(mailbox)));
    if (const Result<void> done = context.journal.forget_uids(before->second.id); !done) {
      return done;
    }
  }
  const Result<journal::MailboxId> id = context.journal.put_mailbox(row);
  if (!id) {
    return fail(id.error());
  }
  row.id = *id;
  context.mailbox_ids[mailbox] = *id;
  context.mailboxes[*id] = MailboxState{.row = row, .is_renewed = is_another};
  return {};
}

Result<void> MailboxStanding::ask_permanent_flags(const std::set<std::string>& mailboxes) {
  ServerConnection& connection = setup_->link.connection();
  const bool can_leave = connection.capabilities().has("UNSELECT");
  std::vector<journal::MailboxId> ids;
  std::vector<imap::Command> commands;
  for (const std::string& name : mailboxes) {
    const auto id = setup_->context.mailbox_ids.find(name);
    if (id == setup_->context.mailbox_ids.end()) {
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
      return fail(answer_error(reply.completion, setup_->context.profile));
    }
    if (const imap::FlagSet* flags = permanent_flags_of(reply)) {
      setup_->context.mailboxes.at(ids[i]).permanent_flags = *flags;
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
