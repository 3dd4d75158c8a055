#include "migrate/setup/folder_subscription.hpp"

#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

bool is_new_and_subscribed(const SetupState& setup, const PlannedFolder& folder) {
  return folder.subscribed && !setup.begun.contains(folder.directory);
}

}  // namespace

Result<std::vector<MailboxCommand>> FolderSubscription::question() {
  std::vector<MailboxCommand> commands;
  const bool is_anything_new = std::ranges::any_of(
      setup_->context.plan.folders,
      [this](const PlannedFolder& folder) { return is_new_and_subscribed(*setup_, folder); });
  if (!is_anything_new || answer_) {
    return commands;
  }
  Result<imap::Command> command = imap::Command::lsub("", "*");
  if (!command) {
    return fail(command.error());
  }
  commands.push_back({.mailbox = {},
                      .command = std::move(*command),
                      .take = [this](const std::string& /*mailbox*/, const Reply& reply) {
                        return absorb_answer(reply.completion);
                      }});
  return commands;
}

/// Without the answer a rollback could not tell what is its own, so nothing is subscribed then.
Result<void> FolderSubscription::absorb_answer(const imap::Completion& completion) {
  if (completion.status == imap::Status::Ok) {
    answer_ = Answer::Given;
    return {};
  }
  const target::RunFate run = judge_answer(completion, setup_->context.profile).run;
  if (run != target::RunFate::Continue && run != target::RunFate::StopIfRepeated) {
    return setup_->link.connection().check(completion);
  }
  answer_ = Answer::Refused;
  setup_->context.observer.note(
      fmt::format("no mailbox is subscribed, since the server does not say which are already: {}",
                  quote_answer(completion)));
  return renew_after_refusals(*setup_);
}

Result<void> FolderSubscription::journal_intents() {
  missing_.clear();
  if (answer_ == Answer::Refused) {
    return {};
  }
  for (const PlannedFolder& folder : setup_->context.plan.folders) {
    if (is_new_and_subscribed(*setup_, folder) && !setup_->subscribed.contains(folder.mailbox) &&
        setup_->context.mailbox_ids.contains(folder.mailbox)) {
      missing_.insert(folder.mailbox);
    }
  }
  for (const std::string& mailbox : missing_) {
    const Result<void> done =
        setup_->context.journal.set_subscribed(setup_->context.mailbox_ids.at(mailbox), true);
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<std::vector<MailboxCommand>> FolderSubscription::commands() {
  std::vector<MailboxCommand> commands;
  for (const std::string& name : missing_) {
    Result<imap::Command> command = imap::Command::subscribe(name);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back({.mailbox = name,
                        .command = std::move(*command),
                        .take = [this](const std::string& mailbox, const Reply& reply) {
                          return absorb(mailbox, reply.completion);
                        }});
  }
  return commands;
}

Result<void> FolderSubscription::absorb(const std::string& mailbox,
                                        const imap::Completion& completion) {
  missing_.erase(mailbox);
  if (completion.status == imap::Status::Ok) {
    return {};
  }
  UploadContext& context = setup_->context;
  context.observer.note(fmt::format("{} could not be subscribed: {}",
                                    text::escape_for_display(mailbox), quote_answer(completion)));
  const Result<void> done = context.journal.set_subscribed(context.mailbox_ids.at(mailbox), false);
  return done ? renew_after_refusals(*setup_) : done;
}

}  // namespace mailhaul::migrate
