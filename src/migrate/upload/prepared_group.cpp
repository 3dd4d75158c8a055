#include "migrate/upload/prepared_group.hpp"

#include <utility>

namespace mailhaul::migrate {

void PreparedGroup::add(PreparedMessage message, journal::MessageRow intent) {
  held_octets_ += message.held ? message.head.octets : 0;
  messages_.push_back(std::move(message));
  intents_.push_back(std::move(intent));
}

Result<void> PreparedGroup::record() {
  if (intents_.empty()) {
    return {};
  }
  const Result<std::vector<journal::MessageId>> ids = journal_->put_messages(intents_);
  if (!ids) {
    return fail(ids.error());
  }
  std::size_t place = messages_.size() - intents_.size();
  for (const journal::MessageId id : *ids) {
    messages_[place++].head.row = id;
  }
  intents_.clear();
  return {};
}

bool PreparedGroup::ends_with_large() const {
  return !messages_.empty() && !messages_.back().held;
}

Result<std::vector<PreparedMessage>> PreparedGroup::take() {
  if (const Result<void> done = record(); !done) {
    return fail(done.error());
  }
  held_octets_ = 0;
  return std::exchange(messages_, {});
}

}  // namespace mailhaul::migrate
