#include "migrate/verify/content_batch.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/server/digested_fetch.hpp"

#include <utility>

namespace mailhaul::migrate {
namespace {

/// So many messages, or so many octets and one message.
constexpr std::size_t kMessages = 50;
constexpr std::uint64_t kOctets = 8U << 20U;

constexpr const char* kNotSent = "the server did not send it when it was asked for";

std::string words_of(const std::vector<message::ContentDifference>& differences) {
  std::string words;
  for (const message::ContentDifference difference : differences) {
    words += words.empty() ? "" : ", ";
    words += message::to_string(difference);
  }
  return words;
}

}  // namespace

void ContentBatch::add(const journal::MessageRow& row, message::ContentDigest sent) {
  awaited_.emplace(*row.uid, AwaitedMessage{.row = row, .sent = std::move(sent)});
  octets_ += row.wire_size;
}

bool ContentBatch::is_full() const {
  return awaited_.size() >= kMessages || octets_ >= kOctets;
}

Result<void> ContentBatch::fetch(ServerConnection& connection, const std::string& mailbox) {
  if (const Result<Reply> selected = select_mailbox(connection, mailbox, false); !selected) {
    if (selected.error().kind != ErrorKind::Refused) {
      return fail(selected.error());
    }
    give_up_rest(selected.error().text);
    return {};
  }
  return was_refused_ ? fetch_one_by_one(connection) : fetch_together(connection);
}

Result<void> ContentBatch::fetch_together(ServerConnection& connection) {
  imap::SequenceSet uids;
  for (const auto& [uid, message] : awaited_) {
    uids.add(uid);
  }
  const Result<std::optional<Error>> refusal = ask_for(connection, uids);
  if (!refusal) {
    return fail(refusal.error());
  }
  if (!*refusal) {
    give_up_rest(kNotSent);
    return {};
  }
  was_refused_ = true;
  // What is wrong with the server and not with a message may be over on another connection.
  return (*refusal)->kind == ErrorKind::Refused ? fetch_one_by_one(connection) : fail(**refusal);
}

Result<void> ContentBatch::fetch_one_by_one(ServerConnection& connection) {
  while (!awaited_.empty()) {
    const std::uint32_t uid = awaited_.begin()->first;
    const Result<std::optional<Error>> refusal = ask_for(connection, imap::SequenceSet(uid));
    if (!refusal) {
      return fail(refusal.error());
    }
    if (const auto left = awaited_.find(uid); left != awaited_.end()) {
      give_up(left, *refusal ? (*refusal)->text : std::string(kNotSent));
    }
  }
  return {};
}

/// What comes is not awaited any more. Gives the answer NO if it may be about one of the messages:
/// servers say of a damaged one that they are unavailable.
Result<std::optional<Error>> ContentBatch::ask_for(ServerConnection& connection,
                                                   const imap::SequenceSet& uids) {
  const Result<imap::Completion> completion =
      DigestedFetch<message::ContentDigester>(connection)
          .run(uids, [&](std::uint32_t uid, const message::ContentDigest& found) {
            auto node = awaited_.extract(uid);
            if (!node.empty()) {
              compared_.push_back(
                  {.row = std::move(node.mapped().row),
                   .differences = words_of(message::compare(node.mapped().sent, found))});
            }
          });
  if (!completion) {
    return fail(completion.error());
  }
  const Result<void> accepted = connection.check(*completion);
  if (accepted) {
    return std::optional<Error>();
  }
  const ErrorKind kind = accepted.error().kind;
  const bool is_of_a_message = completion->status == imap::Status::No &&
                               (kind == ErrorKind::Refused || kind == ErrorKind::Unreachable);
  return is_of_a_message ? Result<std::optional<Error>>(accepted.error()) : fail(accepted.error());
}

void ContentBatch::give_up(AwaitedMessages::iterator message, const std::string& reason) {
  not_compared_.push_back({.row = std::move(message->second.row), .reason = reason});
  awaited_.erase(message);
}

void ContentBatch::give_up_rest(const std::string& reason) {
  while (!awaited_.empty()) {
    give_up(awaited_.begin(), reason);
  }
}

}  // namespace mailhaul::migrate
