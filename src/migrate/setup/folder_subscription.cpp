#include "migrate/setup/folder_subscription.hpp"

#include "migrate/server/subscriptions.hpp"
#include "migrate/server/verdict.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

Result<std::set<std::string>> missing_subscriptions(SetupState& setup) {
  Subscriptions subscriptions(setup.link.connection());
  std::set<std::string> missing;
  for (const PlannedFolder& folder : setup.context.plan.folders) {
    if (!folder.subscribed || setup.begun.contains(folder.directory) ||
        !setup.context.mailbox_ids.contains(folder.mailbox)) {
      continue;
    }
    const Result<bool> is_subscribed = subscriptions.contains(folder.mailbox);
    if (!is_subscribed) {
      return fail(is_subscribed.error());
    }
    if (!*is_subscribed) {
      missing.insert(folder.mailbox);
    }
  }
  return missing;
}

Result<void> journal_subscriptions(SetupState& setup, const std::set<std::string>& mailboxes) {
  journal::Journal& journal = setup.context.journal;
  Result<void> done = journal.begin();
  for (const std::string& mailbox : mailboxes) {
    if (done) {
      done = journal.set_subscribed(setup.context.mailbox_ids.at(mailbox), true);
    }
  }
  const Result<void> committed = journal.commit(now_seconds());
  return done ? committed : done;
}

}  // namespace

Result<void> subscribe_folders(SetupState& setup) {
  const Result<std::set<std::string>> missing = missing_subscriptions(setup);
  if (!missing || missing->empty()) {
    return missing ? Result<void>() : fail(missing.error());
  }
  if (const Result<void> done = journal_subscriptions(setup, *missing); !done) {
    return done;
  }
  std::vector<MailboxCommand> commands;
  for (const std::string& mailbox : *missing) {
    Result<imap::Command> command = imap::Command::subscribe(mailbox);
    if (!command) {
      return fail(command.error());
    }
    commands.push_back({.mailbox = mailbox, .command = std::move(*command)});
  }
  return run_for_mailboxes(
      setup, std::move(commands),
      [&](const std::string& mailbox, const Reply& reply) -> Result<void> {
        if (reply.completion.status == imap::Status::Ok) {
          return {};
        }
        setup.context.observer.note(fmt::format("{} could not be subscribed: {}",
                                                text::escape_for_display(mailbox),
                                                quote_answer(reply.completion)));
        Result<void> done =
            setup.context.journal.set_subscribed(setup.context.mailbox_ids.at(mailbox), false);
        if (!done) {
          return done;
        }
        return renew_after_refusals(setup);
      });
}

}  // namespace mailhaul::migrate
