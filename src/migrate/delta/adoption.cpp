#include "migrate/delta/adoption.hpp"

#include "migrate/delta/adoption_match.hpp"
#include "migrate/delta/known_mailbox.hpp"
#include "migrate/locate/locate.hpp"
#include "migrate/locate/server_message.hpp"
#include "migrate/upload/message_preparer.hpp"
#include "migrate/upload/work_list.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::size_t kGroup = 500;

/// Messages of a mailbox that belong to no row yet.
Result<std::vector<ServerMessage>> read_unknown(ServerConnection& connection,
                                                UploadContext& context,
                                                const journal::MailboxRow& mailbox) {
  const Result<std::vector<std::uint32_t>> known = context.journal.known_uids(mailbox.id, 1);
  if (!known) {
    return fail(known.error());
  }
  if (const Result<Reply> selected = select_mailbox(connection, mailbox.name, false); !selected) {
    return fail(selected.error());
  }
  // Never SEARCH ALL: its answer is one line, and longer than any line may be in a large mailbox.
  std::vector<ServerMessage> messages;
  const Result<void> visited = visit_messages(
      connection, imap::SequenceSet(1, imap::kStar), [&](const ServerMessage& message) {
        if (!std::ranges::binary_search(*known, message.uid)) {
          messages.push_back(message);
        }
      });
  if (!visited) {
    return fail(visited.error());
  }
  const Result<void> left = leave_mailbox(connection);
  return left ? Result<std::vector<ServerMessage>>(std::move(messages)) : fail(left.error());
}

Result<void> record(UploadContext& context, const journal::MailboxRow& mailbox,
                    const AdoptionMatch& match) {
  Result<void> done = context.journal.begin();
  for (const Adoption& adoption : match.adopted) {
    done = done ? context.journal.set_adopted(adoption.row, adoption.message.uid,
                                              adoption.message.flags)
                : done;
  }
  if (done) {
    done = context.journal.commit(now_seconds());
  }
  if (!done) {
    return done;
  }
  context.summary.messages.adopted += match.adopted.size();
  if (!match.ambiguous.empty()) {
    context.add_attention(
        {.mailbox = mailbox.name,
         .kind = "adopt-ambiguous",
         .text = fmt::format("{} messages share Message-ID, date and subject with others, and it "
                             "cannot be told which of them are here; they are uploaded and may be "
                             "here twice",
                             match.ambiguous.size())});
  }
  return {};
}

Result<void> adopt_in_mailbox(ServerConnection& connection, UploadContext& context,
                              const journal::MailboxRow& mailbox) {
  const Result<std::vector<journal::MessageRow>> rows =
      context.journal.messages_in_state(mailbox.id, journal::State::Unsent);
  if (!rows || rows->empty()) {
    return rows ? Result<void>() : fail(rows.error());
  }
  const Result<std::vector<ServerMessage>> messages = read_unknown(connection, context, mailbox);
  if (!messages) {
    return fail(messages.error());
  }
  return record(context, mailbox, match_for_adoption(*rows, *messages));
}

}  // namespace

Result<void> list_adoptable(UploadContext& context) {
  Result<void> done = context.journal.begin();
  if (done) {
    done = context.journal.set_adopting(true);
  }
  WorkList work(context, PassKind::Again);
  MessagePreparer preparer(context, PassKind::Again);
  std::size_t written = 0;
  while (done && !context.stop_requested()) {
    const std::optional<WorkItem> item = work.next();
    if (!item) {
      break;
    }
    const Result<std::optional<journal::MessageRow>> row = preparer.describe(*item);
    if (!row) {
      return fail(row.error());
    }
    if (!*row) {
      continue;
    }
    const Result<journal::MessageId> id = context.journal.put_message(**row);
    if (!id) {
      return fail(id.error());
    }
    if (++written % kGroup == 0) {
      done = context.journal.commit(now_seconds());
      done = done ? context.journal.begin() : done;
    }
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

Result<void> adopt_messages(ServerConnection& connection, UploadContext& context) {
  for (const auto& [id, state] : context.mailboxes) {
    if (!is_on_server(context, state.row.name)) {
      continue;
    }
    const Result<void> adopted = adopt_in_mailbox(connection, context, state.row);
    if (!adopted) {
      return adopted;
    }
  }
  Result<void> done = context.journal.begin();
  if (done) {
    done = context.journal.set_adopting(false);
  }
  return done ? context.journal.commit(now_seconds()) : done;
}

}  // namespace mailhaul::migrate
