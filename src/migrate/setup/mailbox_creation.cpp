#include "migrate/setup/mailbox_creation.hpp"

#include "migrate/server/mailbox_listing.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace mailhaul::migrate {

/// What its owner removed is made again only for messages that are still to be sent there.
void MailboxCreation::find_removed() {
  for (const std::string& name : setup_->context.plan.create) {
    if (!is_needed(name)) {
      setup_->removed.insert(name);
    }
  }
}

bool MailboxCreation::is_needed(const std::string& mailbox) const {
  const UploadContext& context = setup_->context;
  for (std::size_t i = 0; i < context.plan.folders.size(); ++i) {
    const std::string& planned = context.plan.folders[i].mailbox;
    const bool is_on_the_way = planned == mailbox || is_above(mailbox, planned);
    if (is_on_the_way && !context.settled_folders.contains(i)) {
      return true;
    }
  }
  return false;
}

bool MailboxCreation::is_above(const std::string& upper, const std::string& lower) const {
  const ServerMailboxes* const server = setup_->context.server;
  const std::optional<char> delimiter = server == nullptr ? std::nullopt : server->delimiter;
  return delimiter && lower.starts_with(upper + *delimiter);
}

Result<void> MailboxCreation::journal_intents() {
  journal::Journal& journal = setup_->context.journal;
  Result<void> done = journal.begin();
  for (const std::string& name : setup_->context.plan.create) {
    if (!done || setup_->removed.contains(name)) {
      continue;
    }
    const auto before = setup_->journalled.find(name);
    journal::MailboxRow row =
        before != setup_->journalled.end() ? before->second : journal::MailboxRow{.low_water = 1};
    row.name = name;
    row.created = true;
    const Result<journal::MailboxId> id = journal.put_mailbox(row);
    if (!id) {
      return fail(id.error());
    }
    intended_.emplace(name, *id);
  }
  return done ? journal.commit(now_seconds()) : done;
}

Result<std::vector<MailboxCommand>> MailboxCreation::commands() {
  const std::vector<std::string>& create = setup_->context.plan.create;
  std::vector<MailboxCommand> commands;
  find_removed();
  if (create.size() == setup_->removed.size()) {
    return commands;
  }
  if (intended_.empty()) {
    if (const Result<void> intended = journal_intents(); !intended) {
      return fail(intended.error());
    }
  }
  for (const std::string& name : create) {
    if (setup_->created.contains(name) || setup_->refused.contains(name) ||
        setup_->removed.contains(name)) {
      continue;
    }
    Result<imap::Command> command = imap::Command::create(name);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back(
        {.mailbox = name,
         .command = std::move(*command),
         .take = [this](const std::string& mailbox,
                        const Reply& reply) { return absorb(mailbox, reply.completion); },
         .creates = true});
  }
  return commands;
}

Result<void> MailboxCreation::finish(const Result<void>& done) {
  if (!done) {
    unanswered_.merge(setup_->being_created);
    return done;
  }
  return claimed_.empty() ? done : look_for_claimed();
}

/// Somebody else may have made the mailbox since LIST was asked. Or the server compares names in a
/// way of its own and means another mailbox, the one of another folder perhaps: what went into it
/// under this name could not be found there again.
Result<void> MailboxCreation::look_for_claimed() {
  const Result<ServerMailboxes> listed = setup_->link.connection().list_mailboxes();
  if (!listed) {
    return fail(listed.error());
  }
  const MailboxListing listing(*listed, setup_->context.profile);
  const auto look_for = [&](const std::string& mailbox) {
    if (listing.find(mailbox) == nullptr) {
      setup_->refused.emplace(mailbox,
                              "the server takes its name for that of another mailbox; give the "
                              "folder another one with --map");
    }
  };
  // One that was created may be shown as a child of the other one.
  std::ranges::for_each(claimed_, look_for);
  std::ranges::for_each(setup_->created, look_for);
  claimed_.clear();
  return {};
}

Result<void> MailboxCreation::absorb(const std::string& mailbox,
                                     const imap::Completion& completion) {
  if (completion.status == imap::Status::Ok) {
    count_created(mailbox);
    return {};
  }
  const target::Profile profile = setup_->context.profile;
  const target::Verdict verdict = judge_answer(completion, profile);
  if (verdict.run != target::RunFate::Continue ||
      verdict.connection == target::ConnectionFate::Close) {
    return fail(answer_error(completion, profile));
  }
  const bool is_there = verdict.error_class == target::ErrorClass::AlreadyExists;
  if (is_there && unanswered_.contains(mailbox)) {
    count_created(mailbox);
    return renew_after_refusals(*setup_);
  }
  if (is_there) {
    claimed_.insert(mailbox);
  } else {
    setup_->refused.emplace(mailbox, explain_answer(completion, verdict));
  }
  const Result<void> done = setup_->context.journal.set_not_created(intended_.at(mailbox));
  return done ? renew_after_refusals(*setup_) : done;
}

void MailboxCreation::count_created(const std::string& mailbox) {
  setup_->created.insert(mailbox);
  ++setup_->context.summary.mailboxes.created;
}

}  // namespace mailhaul::migrate
