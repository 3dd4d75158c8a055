#include "migrate/setup/setup_state.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace mailhaul::migrate {

Result<void> run_for_mailboxes(SetupState& setup, std::vector<MailboxCommand> commands,
                               const TakeMailboxReply& take) {
  setup.in_flight.clear();
  const bool one_by_one = setup.context.traits().failures_per_connection.has_value();
  for (std::size_t begin = 0, end = 0; begin < commands.size(); begin = end) {
    ServerConnection& connection = setup.link.connection();
    end = std::min(commands.size(), begin + (one_by_one ? 1 : connection.max_in_flight()));
    std::vector<imap::Command> batch;
    batch.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      setup.in_flight.insert(commands[i].mailbox);
      batch.push_back(std::move(commands[i].command));
    }
    const Result<void> done =
        connection.run_all(std::move(batch), [&](std::size_t command, Reply reply) {
          const std::string& mailbox = commands[begin + command].mailbox;
          setup.in_flight.erase(mailbox);
          return take(mailbox, std::move(reply));
        });
    if (!done) {
      return done;
    }
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
