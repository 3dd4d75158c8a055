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

std::vector<std::string> MailboxStanding::mailboxes() const {
  std::vector<std::string> names = mailboxes_of(setup_->context);
  names.insert(names.end(), setup_->in_doubt.begin(), setup_->in_doubt.end());
  return names;
}

bool MailboxStanding::is_told(const std::string& mailbox) const {
  const auto status = setup_->told.find(mailbox);
  return status != setup_->told.end() && status->second.uid_validity;
}

std::vector<std::string> MailboxStanding::open_questions() const {
  std::vector<std::string> names = mailboxes();
  std::erase_if(names, [this](const std::string& name) {
    return setup_->refused.contains(name) || setup_->removed.contains(name) || is_told(name);
  });
  return names;
}

Result<std::vector<MailboxCommand>> MailboxStanding::commands(const TakeMailboxReply& take) const {
  std::vector<MailboxCommand> commands;
  for (const std::string& name : open_questions()) {
    Result<imap::Command> command = status_command(name);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back({.mailbox = name, .command = std::move(*command), .take = take});
  }
  return commands;
}

Result<std::vector<MailboxCommand>> MailboxStanding::early_commands() const {
  return commands([](const std::string&, const Reply&) { return Result<void>(); });
}

Result<void> MailboxStanding::ask() {
  Result<std::vector<MailboxCommand>> asked =
      commands([this](const std::string& mailbox, const Reply& reply) {
        return reply.completion.status == imap::Status::Ok ? Result<void>()
                                                           : refuse(mailbox, reply.completion);
      });
  Result<void> done = asked ? run_for_mailboxes(*setup_, std::move(*asked)) : fail(asked.error());
  // What is not told in spite of an OK was told of another name, or not at all.
  for (const std::string& mailbox : open_questions()) {
    done = done ? ask_alone(mailbox) : done;
  }
  return done;
}

Result<void> MailboxStanding::ask_alone(const std::string& mailbox) {
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
      setup_->told.insert_or_assign(mailbox, *status);
      return {};
    }
  }
  return fail(ErrorKind::Protocol, "the server gives no UIDVALIDITY", mailbox);
}

Result<void> MailboxStanding::note() {
  for (const std::string& mailbox : mailboxes()) {
    if (setup_->refused.contains(mailbox) || setup_->removed.contains(mailbox)) {
      continue;
    }
    const imap::StatusData& status = setup_->told.at(mailbox);
    const Result<void> noted = note(mailbox, *status.uid_validity, status.uid_next.value_or(1));
    if (!noted) {
      return noted;
    }
  }
  return {};
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

Result<std::vector<MailboxCommand>> MailboxStanding::flag_commands(
    const std::set<std::string>& mailboxes) const {
  const bool can_leave = setup_->link.connection().capabilities().has("UNSELECT");
  std::vector<MailboxCommand> commands;
  for (const std::string& name : mailboxes) {
    const auto id = setup_->context.mailbox_ids.find(name);
    if (id == setup_->context.mailbox_ids.end()) {
      continue;
    }
    Result<imap::Command> command = imap::Command::select(name);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back(
        {.mailbox = name,
         .command = std::move(*command),
         .take = [this, id = id->second](const std::string& /*mailbox*/, const Reply& reply) {
           return take_flags(id, reply);
         }});
    if (can_leave) {
      commands.push_back({.mailbox = name,
                          .command = imap::Command::unselect(),
                          .take = [](const std::string&, const Reply&) { return Result<void>(); }});
    }
  }
  return commands;
}

Result<void> MailboxStanding::take_flags(journal::MailboxId mailbox, const Reply& reply) const {
  if (reply.completion.status != imap::Status::Ok) {
    return fail(answer_error(reply.completion, setup_->context.profile));
  }
  if (const imap::FlagSet* flags = permanent_flags_of(reply)) {
    setup_->context.mailboxes.at(mailbox).permanent_flags = *flags;
  }
  return {};
}

}  // namespace mailhaul::migrate
