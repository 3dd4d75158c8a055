#include "migrate/server/subscriptions.hpp"

#include <utility>

namespace mailhaul::migrate {

Result<bool> Subscriptions::contains(const std::string& mailbox) {
  if (const Result<void> done = read(); !done) {
    return fail(done.error());
  }
  return names_->contains(mailbox);
}

Result<void> Subscriptions::remove(const std::string& mailbox) {
  const Result<bool> is_there = contains(mailbox);
  if (!is_there || !*is_there) {
    return is_there ? Result<void>() : fail(is_there.error());
  }
  Result<imap::Command> command = imap::Command::unsubscribe(mailbox);
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection_->run(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  names_->erase(mailbox);
  return {};
}

Result<void> Subscriptions::read() {
  if (names_) {
    return {};
  }
  Result<imap::Command> command = imap::Command::lsub("", "*");
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = connection_->run_or_fail(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  names_.emplace();
  for (const imap::UntaggedData& data : reply->data) {
    if (const auto* entry = std::get_if<imap::ListEntry>(&data)) {
      names_->insert(entry->name);
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
