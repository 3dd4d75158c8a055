#include "migrate/delta/moved_message.hpp"

#include <optional>

namespace mailhaul::migrate {

Result<void> relocate_later(UploadContext& context, const journal::MessageRow& row,
                            journal::MailboxId mailbox) {
  const Result<std::optional<journal::Relocation>> pending = context.journal.relocation(row.id);
  if (!pending) {
    return fail(pending.error());
  }
  if (*pending && (*pending)->uid_next) {
    return {};
  }
  return row.mailbox == mailbox
             ? context.journal.drop_relocation(row.id)
             : context.journal.put_relocation({.message = row.id, .mailbox = mailbox});
}

Result<bool> follow_move(UploadContext& context, const journal::VanishedMessage& message,
                         const NewPlace& place) {
  const Result<std::optional<journal::MessageRow>> row = context.journal.message(message.id);
  if (!row) {
    return fail(row.error());
  }
  const journal::State state = *row ? (*row)->state : journal::State::Unsent;
  if (state == journal::State::Unsent || state == journal::State::Refused) {
    const Result<void> forgotten = context.journal.forget(message.id);
    return forgotten ? Result<bool>(false) : fail(forgotten.error());
  }
  if ((*row)->flags_source != place.flags) {
    context.source_flags.push_back({.message = message.id, .now = place.flags});
  }
  Result<void> done = context.journal.rename(message.id, place.folder, place.unique_name);
  // What its owner removed from the server needs a new name only.
  if (done && state != journal::State::Gone) {
    done = relocate_later(context, **row, place.mailbox);
  }
  return done ? Result<bool>(true) : fail(done.error());
}

}  // namespace mailhaul::migrate
