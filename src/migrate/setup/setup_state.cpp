#include "migrate/setup/setup_state.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace mailhaul::migrate {

namespace {

Result<void> run_one_by_one(SetupState& setup, std::vector<MailboxCommand> commands,
                            const TakeMailboxReply& take) {
  for (MailboxCommand& each : commands) {
    setup.in_flight = {each.mailbox};
    Result<Reply> reply = setup.link.connection().run(std::move(each.command));
    if (!reply) {
      return fail(reply.error());
    }
    setup.in_flight.clear();
    if (const Result<void> taken = take(each.mailbox, std::move(*reply)); !taken) {
      return taken;
    }
  }
  return {};
}

Result<void> run_together(SetupState& setup, std::span<MailboxCommand> commands,
                          const TakeMailboxReply& take) {
  std::vector<imap::Command> batch;
  batch.reserve(commands.size());
  for (MailboxCommand& each : commands) {
    setup.in_flight.insert(each.mailbox);
    batch.push_back(std::move(each.command));
  }
  return setup.link.connection().run_all(std::move(batch), [&](std::size_t command, Reply reply) {
    const std::string& mailbox = commands[command].mailbox;
    setup.in_flight.erase(mailbox);
    return take(mailbox, std::move(reply));
  });
}

}  // namespace

Result<void> run_for_mailboxes(SetupState& setup, std::vector<MailboxCommand> commands,
                               const TakeMailboxReply& take) {
  setup.in_flight.clear();
  if (setup.context.traits().failures_per_connection) {
    return run_one_by_one(setup, std::move(commands), take);
  }
  std::span<MailboxCommand> rest(commands);
  while (!rest.empty()) {
    const std::size_t count = std::min(rest.size(), setup.link.connection().max_in_flight());
    if (const Result<void> done = run_together(setup, rest.first(count), take); !done) {
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
