#include "migrate/delta/relocation.hpp"

#include "migrate/delta/relocation_batch.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <mailhaul/base/wall_clock.hpp>

namespace mailhaul::migrate {
namespace {

/// Exchange refuses single messages now and then; short sets keep the rest.
constexpr std::size_t kBatch = 100;

/// From where to where.
using Way = std::pair<journal::MailboxId, journal::MailboxId>;
using ByWay = std::map<Way, std::vector<PendingRelocation>>;

Result<ByWay> read_pending(journal::Journal& journal, RelocationExtent extent) {
  const Result<std::vector<journal::Relocation>> relocations = journal.relocations();
  if (!relocations) {
    return fail(relocations.error());
  }
  ByWay pending;
  for (const journal::Relocation& relocation : *relocations) {
    if (extent == RelocationExtent::Begun && !relocation.uid_next) {
      continue;
    }
    Result<std::optional<journal::MessageRow>> row = journal.message(relocation.message);
    if (!row) {
      return fail(row.error());
    }
    if (*row && (*row)->state == journal::State::Stored && (*row)->mailbox != relocation.mailbox) {
      pending[{(*row)->mailbox, relocation.mailbox}].push_back(
          {.row = std::move(**row), .relocation = relocation});
    }
  }
  return pending;
}

const journal::MailboxRow* find(const std::vector<journal::MailboxRow>& rows,
                                journal::MailboxId id) {
  const auto found = std::ranges::find(rows, id, &journal::MailboxRow::id);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

Result<bool> has_copy_in_doubt(journal::Journal& journal) {
  const Result<std::vector<journal::Relocation>> relocations = journal.relocations();
  if (!relocations) {
    return fail(relocations.error());
  }
  return std::ranges::any_of(
      *relocations, [](const journal::Relocation& each) { return each.uid_next && !each.uid; });
}

Result<void> relocate_messages(ServerConnection& connection, UploadContext& context,
                               std::int64_t copies_due, RelocationExtent extent) {
  Result<ByWay> pending = read_pending(context.journal, extent);
  if (!pending || pending->empty()) {
    return pending ? Result<void>() : fail(pending.error());
  }
  const Result<std::vector<journal::MailboxRow>> mailboxes = context.journal.mailboxes();
  if (!mailboxes) {
    return fail(mailboxes.error());
  }
  for (auto& [way, messages] : *pending) {
    const journal::MailboxRow* from = find(*mailboxes, way.first);
    const journal::MailboxRow* to = find(*mailboxes, way.second);
    if (from == nullptr || to == nullptr) {
      continue;
    }
    std::ranges::sort(messages, {}, [](const PendingRelocation& each) { return each.row.uid; });
    for (std::size_t start = 0; start < messages.size(); start += kBatch) {
      const std::span batch =
          std::span(messages).subspan(start, std::min(kBatch, messages.size() - start));
      const Result<void> done =
          RelocationBatch(connection, context, *from, *to).run(batch, copies_due <= now_seconds());
      if (!done) {
        return done;
      }
    }
  }
  return {};
}

}  // namespace mailhaul::migrate
