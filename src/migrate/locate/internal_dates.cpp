#include "migrate/locate/internal_dates.hpp"

#include "migrate/locate/locate.hpp"

#include <cstddef>
#include <iterator>
#include <utility>
#include <variant>

namespace mailhaul::migrate {
namespace {

using Date = std::optional<std::int64_t>;

/// SELECT, FETCH, and UNSELECT where the server has it.
Result<std::vector<imap::Command>> commands_for(const ServerConnection& connection,
                                                const MessageAddress& message) {
  Result<imap::Command> select = select_command(connection, message.mailbox, false);
  Result<imap::Command> fetch =
      imap::Command::uid_fetch(imap::SequenceSet(message.uid), {.internal_date = true});
  if (!select || !fetch) {
    return fail(!select ? select.error() : fetch.error());
  }
  std::vector<imap::Command> commands;
  commands.push_back(std::move(*select));
  commands.push_back(std::move(*fetch));
  if (connection.capabilities().has("UNSELECT")) {
    commands.push_back(imap::Command::unselect());
  }
  return commands;
}

Date date_in(const Reply& reply, std::uint32_t uid) {
  Date date;
  for (const imap::UntaggedData& data : reply.data) {
    const auto* fetched = std::get_if<imap::FetchData>(&data);
    if (fetched != nullptr && fetched->uid == uid && fetched->internal_date) {
      date = fetched->internal_date;
    }
  }
  return date;
}

/// A refusal says only that this date stays unknown.
Result<bool> is_accepted(const ServerConnection& connection, const Reply& reply) {
  const Result<void> accepted = connection.check(reply.completion);
  if (!accepted && accepted.error().kind != ErrorKind::Refused) {
    return fail(accepted.error());
  }
  return accepted.has_value();
}

/// Nothing is sent behind a SELECT that is refused.
Result<Date> fetch_alone(ServerConnection& connection, const MessageAddress& message) {
  Result<std::vector<imap::Command>> commands = commands_for(connection, message);
  if (!commands) {
    return fail(commands.error());
  }
  Date date;
  for (std::size_t i = 0; i < commands->size(); ++i) {
    const Result<Reply> reply = connection.run(std::move((*commands)[i]));
    const Result<bool> accepted = reply ? is_accepted(connection, *reply) : fail(reply.error());
    if (!accepted) {
      return fail(accepted.error());
    }
    if (i == 0 && !*accepted) {
      break;
    }
    date = date ? date : date_in(*reply, message.uid);
  }
  return date;
}

Result<std::vector<Date>> fetch_together(ServerConnection& connection,
                                         const std::vector<MessageAddress>& messages) {
  std::vector<imap::Command> commands;
  std::vector<std::size_t> message_of;  // by command
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Result<std::vector<imap::Command>> added = commands_for(connection, messages[i]);
    if (!added) {
      return fail(added.error());
    }
    std::ranges::move(*added, std::back_inserter(commands));
    message_of.resize(commands.size(), i);
  }
  std::vector<Date> dates(messages.size());
  std::vector<bool> is_refused(messages.size());
  const auto take = [&](std::size_t command, const Reply& reply) -> Result<void> {
    const std::size_t message = message_of[command];
    if (is_refused[message]) {
      return {};
    }
    const Result<bool> accepted = is_accepted(connection, reply);
    if (!accepted) {
      return fail(accepted.error());
    }
    is_refused[message] = !*accepted;
    dates[message] = dates[message] ? dates[message] : date_in(reply, messages[message].uid);
    return {};
  };
  const Result<void> done = connection.run_all(std::move(commands), take);
  return done ? Result<std::vector<Date>>(std::move(dates)) : fail(done.error());
}

}  // namespace

Result<std::vector<std::optional<std::int64_t>>> fetch_internal_dates(
    ServerConnection& connection, const std::vector<MessageAddress>& messages) {
  if (connection.max_in_flight() > 1) {
    return fetch_together(connection, messages);
  }
  std::vector<Date> dates;
  for (const MessageAddress& message : messages) {
    const Result<Date> date = fetch_alone(connection, message);
    if (!date) {
      return fail(date.error());
    }
    dates.push_back(*date);
  }
  return dates;
}

}  // namespace mailhaul::migrate
