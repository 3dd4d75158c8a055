#include "migrate/delta/presence_check.hpp"

#include "migrate/locate/locate.hpp"
#include "migrate/locate/server_message.hpp"
#include "migrate/source/message_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kSample = 200;
/// Up to here all headers of a mailbox are read with one command; beyond it each message of the
/// sample is searched for.
constexpr std::uint32_t kReadWhole = 5000;

struct SampledMessage {
  std::string message_id;
  std::int64_t hash = 0;
};

using Sample = std::vector<SampledMessage>;

/// Takes every n-th message of some folders.
class Sampler {
 public:
  Sampler(const maildir::Scanner& tree, std::size_t messages)
      : tree_(&tree), stride_(std::max<std::size_t>((messages + kSample - 1) / kSample, 1)) {}

  void add(const PlannedFolder& planned) {
    Result<maildir::OpenFolder> folder =
        tree_->open_folder(tree_->inventory().folders[planned.folder]);
    if (!folder) {
      return;
    }
    const maildir::MessageList list = folder->read_messages();
    for (; next_ < list.size(); next_ += stride_) {
      maildir::OpenOutcome opened = folder->open_message(list[next_]);
      if (auto* file = std::get_if<maildir::MessageFile>(&opened)) {
        add(*file);
      }
    }
    next_ -= list.size();
  }

  [[nodiscard]] Sample take() { return std::move(sample_); }

 private:
  void add(maildir::MessageFile& file) {
    const Result<message::MessageIdentity> identity = reader_.identify(file);
    if (identity && identity->message_id_hash != 0) {
      sample_.push_back({.message_id = identity->message_id, .hash = identity->message_id_hash});
    }
  }

  const maildir::Scanner* tree_;
  MessageReader reader_{message::FactsNeeded{}};
  std::size_t stride_;
  std::size_t next_ = 0;  ///< index in the folder at hand
  Sample sample_;
};

/// How many messages each mailbox holds. Why one cannot be used is told when it is to be filled.
Result<std::map<std::string, std::uint32_t>> count_messages(ServerConnection& connection,
                                                            std::vector<std::string> mailboxes,
                                                            const ServerMailboxes& server) {
  std::map<std::string, std::uint32_t> counts;
  if (server.in_inbox && std::erase(mailboxes, "INBOX") != 0) {
    counts.emplace("INBOX", *server.in_inbox);
  }
  std::vector<imap::Command> commands;
  for (const std::string& mailbox : mailboxes) {
    Result<imap::Command> command = imap::Command::status(mailbox, {imap::StatusItem::Messages});
    if (!command) {
      return fail(command.error());
    }
    commands.push_back(std::move(*command));
  }
  const Result<std::vector<Reply>> replies = connection.run_all(std::move(commands));
  if (!replies) {
    return fail(replies.error());
  }
  std::map<std::string, std::uint32_t> with_answer;
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    for (const imap::UntaggedData& data : (*replies)[i].data) {
      if (const auto* status = std::get_if<imap::StatusData>(&data)) {
        counts[status->mailbox] = status->messages.value_or(0);
        with_answer[mailboxes[i]] = status->messages.value_or(0);
      }
    }
  }
  // A server that spells a name in its own way.
  counts.merge(with_answer);
  return counts;
}

Result<std::size_t> count_by_reading(ServerConnection& connection, const Sample& sample) {
  const Result<std::vector<ServerMessage>> found =
      fetch_messages(connection, imap::SequenceSet(1, imap::kStar));
  if (!found) {
    return fail(found.error());
  }
  std::unordered_set<std::int64_t> there;
  for (const ServerMessage& message : *found) {
    there.insert(message.message_id_hash);
  }
  return static_cast<std::size_t>(std::ranges::count_if(
      sample, [&](const SampledMessage& each) { return there.contains(each.hash); }));
}

Result<std::size_t> count_by_searching(ServerConnection& connection, const Sample& sample) {
  std::size_t matches = 0;
  for (const SampledMessage& message : sample) {
    Result<imap::Command> command =
        imap::Command::uid_search({.header = std::pair("Message-ID", message.message_id)});
    if (!command) {
      // Not to be written in ASCII; the others of the sample are enough.
      continue;
    }
    const Result<Reply> reply = connection.run_or_fail(std::move(*command));
    if (!reply) {
      return fail(reply.error());
    }
    const bool is_there = std::ranges::any_of(reply->data, [](const imap::UntaggedData& data) {
      const auto* found = std::get_if<imap::SearchData>(&data);
      return found != nullptr && !found->numbers.empty();
    });
    matches += is_there ? 1 : 0;
  }
  return matches;
}

Result<std::size_t> count_matches(ServerConnection& connection, const std::string& mailbox,
                                  std::uint32_t messages, const Sample& sample) {
  if (const Result<Reply> selected = select_mailbox(connection, mailbox, false); !selected) {
    return fail(selected.error());
  }
  Result<std::size_t> matches = messages <= kReadWhole ? count_by_reading(connection, sample)
                                                       : count_by_searching(connection, sample);
  if (!matches) {
    return matches;
  }
  const Result<void> left = leave_mailbox(connection);
  return left ? matches : fail(left.error());
}

std::map<std::string, std::vector<const PlannedFolder*>> folders_by_existing_mailbox(
    const Plan& plan, const ServerMailboxes& server) {
  std::map<std::string, std::vector<const PlannedFolder*>> folders;
  for (const PlannedFolder& folder : plan.folders) {
    const auto listed = std::ranges::find(server.mailboxes, folder.mailbox, &ServerMailbox::name);
    if (folder.messages != 0 && listed != server.mailboxes.end() && listed->is_selectable()) {
      folders[folder.mailbox].push_back(&folder);
    }
  }
  return folders;
}

Error copies_found(std::size_t matches, std::size_t looked_for,
                   const std::vector<std::string>& mailboxes) {
  return {.kind = ErrorKind::Configuration,
          .text = fmt::format("{} of {} messages that were looked for are on the server already, "
                              "and there is no journal of an earlier run",
                              matches, looked_for),
          .where = fmt::format("{}", fmt::join(mailboxes, ", ")),
          .hint =
              "Name the journal of the earlier run with --journal if there is one. Else say "
              "--adopt to recognise what is there and send the rest, or --no-adopt to send "
              "everything all the same."};
}

}  // namespace

Result<void> check_for_copies(ServerConnection& connection, const maildir::Scanner& tree,
                              const Plan& plan, const ServerMailboxes& server) {
  const auto existing = folders_by_existing_mailbox(plan, server);
  std::vector<std::string> names;
  names.reserve(existing.size());
  for (const auto& [mailbox, folders] : existing) {
    names.push_back(mailbox);
  }
  const Result<std::map<std::string, std::uint32_t>> counts =
      count_messages(connection, names, server);
  if (!counts) {
    return fail(counts.error());
  }
  std::size_t matches = 0;
  std::size_t looked_for = 0;
  std::vector<std::string> mailboxes;
  for (const auto& [mailbox, folders] : existing) {
    const auto count = counts->find(mailbox);
    if (count == counts->end() || count->second == 0) {
      continue;
    }
    std::size_t at_source = 0;
    for (const PlannedFolder* folder : folders) {
      at_source += folder->messages;
    }
    Sampler sampler(tree, at_source);
    for (const PlannedFolder* folder : folders) {
      sampler.add(*folder);
    }
    const Sample sample = sampler.take();
    const Result<std::size_t> found = count_matches(connection, mailbox, count->second, sample);
    if (!found) {
      return fail(found.error());
    }
    looked_for += sample.size();
    matches += *found;
    if (*found != 0) {
      mailboxes.push_back(text::escape_for_display(mailbox));
    }
  }
  return matches == 0 ? Result<void>() : fail(copies_found(matches, looked_for, mailboxes));
}

}  // namespace mailhaul::migrate
