/// What is written of many messages at once.
#include "journal/journal_parts.hpp"

#include <algorithm>
#include <numeric>

#include <mailhaul/journal/journal.hpp>

namespace mailhaul::journal {
namespace {

Result<void> put_one_by_one(Database& database, MessageTable& messages,
                            std::span<const MessageRow> rows, std::vector<MessageId>& ids) {
  for (const MessageRow& row : rows) {
    const Result<MessageId> id = messages.put(database, row);
    if (!id) {
      return fail(id.error());
    }
    ids.push_back(*id);
  }
  return {};
}

/// In their order, since each may take its UID from one that came before.
Result<void> mark_one_by_one(Database& database, MessageRuns& runs, const StoredRun& run) {
  for (std::uint32_t done = 0; done < run.count; ++done) {
    const StoredRun one{.first = run.first + done, .first_uid = run.first_uid + done, .count = 1};
    const Result<void> written = write_uid(database, one.first, one.first_uid, std::nullopt,
                                           [&] { return runs.set_stored(one); });
    if (!written) {
      return written;
    }
  }
  return {};
}

}  // namespace

Result<std::vector<MessageId>> Journal::put_messages(std::span<const MessageRow> rows) {
  const Result<MessageRuns*> runs = once_made(parts_->runs, parts_->database);
  if (!runs) {
    return fail(runs.error());
  }
  std::vector<MessageId> ids;
  ids.reserve(rows.size());
  while (rows.size() >= MessageRuns::kInserted) {
    const auto chunk = rows.first(MessageRuns::kInserted);
    rows = rows.subspan(chunk.size());
    const Result<MessageId> first = (*runs)->insert(parts_->database, chunk);
    if (!first) {
      return fail(first.error());
    }
    if (*first != 0) {
      ids.resize(ids.size() + chunk.size());
      std::iota(ids.end() - static_cast<std::ptrdiff_t>(chunk.size()), ids.end(), *first);
    } else if (const Result<void> done =
                   put_one_by_one(parts_->database, parts_->messages, chunk, ids);
               !done) {
      return fail(done.error());
    }
  }
  if (const Result<void> done = put_one_by_one(parts_->database, parts_->messages, rows, ids);
      !done) {
    return fail(done.error());
  }
  return ids;
}

Result<void> Journal::set_stored_run(const StoredRun& run) {
  const Result<MessageRuns*> runs = once_made(parts_->runs, parts_->database);
  if (!runs) {
    return fail(runs.error());
  }
  for (std::uint32_t done = 0; done < run.count; done += MessageRuns::kMarked) {
    const StoredRun part{.first = run.first + done,
                         .first_uid = run.first_uid + done,
                         .count = std::min(run.count - done, MessageRuns::kMarked)};
    Result<void> written = (*runs)->set_stored(part);
    if (!written && parts_->database.was_taken()) {
      written = mark_one_by_one(parts_->database, **runs, part);
    }
    if (!written) {
      return written;
    }
  }
  return {};
}

}  // namespace mailhaul::journal
