#include "migrate/setup/setup_state.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <variant>

namespace mailhaul::migrate {

namespace {

void take_up(SetupState& setup, const Reply& reply) {
  for (const imap::UntaggedData& data : reply.data) {
    if (const auto* status = std::get_if<imap::StatusData>(&data)) {
      setup.told.insert_or_assign(status->mailbox, *status);
    }
    if (const auto* entry = std::get_if<imap::ListEntry>(&data);
        entry != nullptr && entry->subscribed_list) {
      setup.subscribed.insert(entry->name);
    }
  }
}

/// `command` was answered.
Result<void> take(SetupState& setup, const MailboxCommand& command, const Reply& reply) {
  if (command.creates) {
    setup.being_created.erase(command.mailbox);
  }
  take_up(setup, reply);
  return command.take(command.mailbox, reply);
}

imap::Command send(SetupState& setup, MailboxCommand& command) {
  if (command.creates) {
    setup.being_created.insert(command.mailbox);
  }
  return std::move(command.command);
}

Result<void> run_one_by_one(SetupState& setup, std::span<MailboxCommand> commands) {
  for (MailboxCommand& each : commands) {
    const Result<Reply> reply = setup.link.connection().run(send(setup, each));
    if (!reply) {
      return fail(reply.error());
    }
    if (const Result<void> taken = take(setup, each, *reply); !taken) {
      return taken;
    }
  }
  return {};
}

Result<void> run_together(SetupState& setup, std::span<MailboxCommand> commands) {
  std::vector<imap::Command> batch;
  batch.reserve(commands.size());
  for (MailboxCommand& each : commands) {
    batch.push_back(send(setup, each));
  }
  return setup.link.connection().run_all(std::move(batch),
                                         [&](std::size_t command, const Reply& reply) {
                                           return take(setup, commands[command], reply);
                                         });
}

}  // namespace

bool SetupState::takes_many_commands() const {
  return !context.traits().failures_per_connection && link.connection().max_in_flight() > 1;
}

Result<void> run_for_mailboxes(SetupState& setup, std::vector<MailboxCommand> commands) {
  setup.being_created.clear();
  std::span<MailboxCommand> rest(commands);
  if (setup.context.traits().failures_per_connection) {
    return run_one_by_one(setup, rest);
  }
  while (!rest.empty()) {
    const std::size_t count = std::min(rest.size(), setup.link.connection().max_in_flight());
    if (const Result<void> done = run_together(setup, rest.first(count)); !done) {
      return done;
    }
    rest = rest.subspan(count);
  }
  return {};
}

Result<void> renew_after_refusals(SetupState& setup) {
  const std::optional<unsigned> allowed = setup.context.traits().failures_per_connection;
  if (!allowed || setup.link.connection().failures() < *allowed) {
    return {};
  }
  setup.link.close();
  setup.link.drop();
  return setup.link.ensure_open();
}

}  // namespace mailhaul::migrate
