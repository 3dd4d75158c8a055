#include "migrate/upload/message_preparer.hpp"

#include "migrate/delta/flag_merge.hpp"
#include "migrate/delta/moved_message.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <mailhaul/maildir/refusal.hpp>

namespace mailhaul::migrate {

MessagePreparer::MessagePreparer(UploadContext& context, PassKind pass)
    : context_(&context),
      pass_(pass),
      needed_(context.facts_needed()),
      reader_(needed_),
      dates_(context, reader_) {}

Result<bool> MessagePreparer::is_wanted(WorkItem& item, PreparedGroup& prepared) {
  const maildir::MessageEntry entry = item.entry();
  const bool first_look = pass_ == PassKind::First && !std::exchange(item.seen_before, true);
  const bool cannot_be_known = first_look && item.folder->is_new;
  if (!cannot_be_known) {
    if (const Result<void> recorded = prepared.record(); !recorded) {
      return fail(recorded.error());
    }
  }
  const Result<std::optional<journal::MessageRow>> known =
      cannot_be_known ? std::optional<journal::MessageRow>()
                      : context_->journal.find(item.folder->id, entry.identity());
  if (!known) {
    return fail(known.error());
  }
  if (first_look) {
    ++context_->summary.messages.found;
  }
  const journal::State state = *known ? (*known)->state : journal::State::Refused;
  // What its owner removed from the server does not come back.
  if (*known && (state == journal::State::Stored || state == journal::State::Gone)) {
    context_->summary.messages.already_there += first_look ? 1U : 0U;
    return false;
  }
  // What may be on the server is never sent on a guess; settling decides about it.
  if (*known && (state == journal::State::Unknown || state == journal::State::Intent ||
                 state == journal::State::Removing)) {
    return false;
  }
  if (pass_ == PassKind::Again && item.attempts == 0 && state != journal::State::Unsent) {
    return false;
  }
  if (!*known && context_->options.only_attention) {
    report(item, Outcome::Skipped, "only-attention", "--only-attention");
    return false;
  }
  if (context_->abandoned.contains(mailbox_of(item, entry.flags))) {
    const Result<void> left = leave_abandoned(item, prepared);
    return left ? Result<bool>(false) : fail(left.error());
  }
  if (entry.flags.contains(maildir::Flag::Trashed) &&
      context_->trashed_policy() == target::TrashedPolicy::Skip) {
    if (*known) {
      context_->lost_on_the_way.erase((*known)->id);
    }
    report(item, Outcome::Skipped, "trashed", "--trashed skip");
    return false;
  }
  dates_.choose_source(*item.folder);
  return true;
}

Result<void> MessagePreparer::prepare(Reading&& reading, PreparedGroup& prepared) {
  const WorkItem& item = reading.item;
  if (std::holds_alternative<maildir::Vanished>(reading.opened)) {
    report(item, Outcome::Vanished, "vanished",
           "it was removed or moved while mailhaul was running");
    return {};
  }
  if (const auto* refused = std::get_if<maildir::Refused>(&reading.opened)) {
    const bool is_empty = refused->reason == maildir::Refusal::Empty;
    report(item, is_empty ? Outcome::Empty : Outcome::Unreadable, to_string(refused->reason),
           fmt::format("this file {}", maildir::describe(*refused)));
    return {};
  }
  if (!reading.examined) {
    report(item, Outcome::Unreadable, "read-error", reading.examined.error().text);
    return {};
  }
  return prepare_examined(item, std::move(std::get<maildir::MessageFile>(reading.opened)),
                          std::move(*reading.examined), prepared);
}

Result<void> MessagePreparer::prepare_examined(const WorkItem& item, maildir::MessageFile file,
                                               ExaminedMessage examined, PreparedGroup& prepared) {
  const message::Facts& facts = examined.facts;
  const journal::MailboxId mailbox = mailbox_of(item, file.flags());
  if (const auto known = context_->vanished.take(facts.fingerprint.octets, mailbox)) {
    const Result<bool> is_there = take_over(item, *known, file, mailbox, facts, prepared);
    if (!is_there || *is_there) {
      return is_there ? Result<void>() : fail(is_there.error());
    }
  }
  if (context_->abandoned.contains(mailbox)) {
    // The server has said so since the message was read.
    return leave_abandoned(item, prepared);
  }
  const std::int64_t internal_date = dates_.date_of(item, file, facts).instant;
  if (leaves_out(context_->options.selection, internal_date, facts.wire_size)) {
    report(item, Outcome::Skipped, "selection", "left out by --since, --before or --max-size");
    return {};
  }
  FlagPlan flags = flags_of(item, file, context_->mailboxes.at(mailbox));
  journal::MessageRow row = row_of(item, file, facts, internal_date);
  row.mailbox = mailbox;
  row.flags_wanted = flags.wanted;
  std::variant<ChosenCopy, target::Reason> copy =
      make_copy(item, file, examined, flags, internal_date);
  if (const auto* reason = std::get_if<target::Reason>(&copy)) {
    return refuse(item, row, *reason, facts, prepared);
  }
  auto& [recipe, held, octets, message_id_hash, date_subject_hash] = std::get<ChosenCopy>(copy);
  row.message_id_hash = message_id_hash;
  row.subject_hash = date_subject_hash;
  if (recipe.rung == Rung::SeenThenUnseen) {
    flags.append.add(imap::SystemFlag::Seen);
    flags.appended |= journal::flag::kSeen;
  }
  row.form = form_of(recipe.rung);
  row.flags_set = flags.appended;
  row.state = journal::State::Intent;
  count_header_names(recipe, facts);
  if (recipe.has(message::Remedy::KeywordsHeader)) {
    flags.lost.clear();
  }
  PreparedMessage message{.item = item,
                          .head = {.mailbox = mailbox,
                                   .flags = flags.append,
                                   .internal_date = internal_date,
                                   .octets = octets,
                                   .alone = item.alone},
                          .flags_appended = flags.appended,
                          .is_seen = (flags.wanted & journal::flag::kSeen) != 0,
                          .lost_keywords = std::move(flags.lost),
                          .recipe = std::move(recipe),
                          .held = std::move(held),
                          .subject = facts.identity.subject};
  if (!message.held) {
    message.large = std::make_unique<PreparedMessage::Large>(
        PreparedMessage::Large{.file = std::move(file), .examined = std::move(examined)});
  }
  prepared.add(std::move(message), std::move(row));
  return {};
}

Result<std::optional<journal::MessageRow>> MessagePreparer::describe(const WorkItem& item) {
  const maildir::MessageEntry entry = item.entry();
  const Result<std::optional<journal::KnownMessage>> known =
      context_->journal.known(item.folder->id, entry.identity());
  if (!known) {
    return fail(known.error());
  }
  const bool is_skipped = entry.flags.contains(maildir::Flag::Trashed) &&
                          context_->trashed_policy() == target::TrashedPolicy::Skip;
  if (*known || is_skipped) {
    return std::nullopt;
  }
  maildir::OpenOutcome opened = item.folder->open.open_message(entry);
  auto* file = std::get_if<maildir::MessageFile>(&opened);
  if (file == nullptr) {
    return std::nullopt;
  }
  Result<ExaminedMessage> examined = reader_.examine(*file, context_->largest_message());
  if (!examined || !examined->is_read) {
    return std::nullopt;
  }
  dates_.choose_source(*item.folder);
  const std::int64_t internal_date = dates_.date_of(item, *file, examined->facts).instant;
  if (leaves_out(context_->options.selection, internal_date, examined->facts.wire_size)) {
    return std::nullopt;
  }
  journal::MessageRow row = row_of(item, *file, examined->facts, internal_date);
  row.mailbox = mailbox_of(item, file->flags());
  const FlagPlan flags = flags_of(item, *file, context_->mailboxes.at(row.mailbox));
  row.flags_wanted = flags.wanted;
  const auto copy = make_copy(item, *file, *examined, flags, internal_date);
  if (const auto* chosen = std::get_if<ChosenCopy>(&copy)) {
    row.message_id_hash = chosen->message_id_hash;
    row.subject_hash = chosen->date_subject_hash;
  }
  return row;
}

journal::MailboxId MessagePreparer::mailbox_of(const Reading& reading) const {
  const auto* file = std::get_if<maildir::MessageFile>(&reading.opened);
  return file == nullptr ? reading.item.folder->mailbox : mailbox_of(reading.item, file->flags());
}

journal::MailboxId MessagePreparer::mailbox_of(const WorkItem& item,
                                               const maildir::FlagSet& flags) const {
  const bool moves_to_trash = flags.contains(maildir::Flag::Trashed) &&
                              context_->trashed_policy() == target::TrashedPolicy::Move;
  return moves_to_trash ? context_->mailbox_ids.at(context_->plan.trash_mailbox)
                        : item.folder->mailbox;
}

/// All but what depends on the mailbox.
journal::MessageRow MessagePreparer::row_of(const WorkItem& item, const maildir::MessageFile& file,
                                            const message::Facts& facts,
                                            std::int64_t internal_date) {
  journal::MessageRow row;
  row.folder = item.folder->id;
  row.unique_name = item.entry().identity();
  row.fingerprint = facts.fingerprint.octets;
  row.wire_size = facts.wire_size;
  row.internal_date = internal_date;
  row.message_id_hash = facts.identity.message_id_hash;
  row.subject_hash = facts.identity.date_subject_hash;
  row.flags_source = source_flags(file.flags());
  return row;
}

std::variant<ChosenCopy, target::Reason> MessagePreparer::make_copy(const WorkItem& item,
                                                                    maildir::MessageFile& file,
                                                                    ExaminedMessage& examined,
                                                                    const FlagPlan& flags,
                                                                    std::int64_t internal_date) {
  WantedFields fields;
  if (context_->options.header_changes.received_date) {
    fields.add_received_date(internal_date, examined.facts);
  }
  if (context_->options.keywords_in_header && !flags.lost.empty()) {
    fields.add_keywords(flags.lost);
  }
  const bool is_seen = (flags.wanted & journal::flag::kSeen) != 0;
  return choose_copy(reader_, file, examined, context_->profile, context_->judge_options(is_seen),
                     item.rung, fields)
      .copy;
}

void MessagePreparer::count_header_names(const CopyRecipe& recipe, const message::Facts& facts) {
  if (!context_->traits().is_exchange || !facts.details || recipe.rung == Rung::Wrapped) {
    return;
  }
  std::vector<std::string> names = facts.details->x_names;
  if (recipe.has(message::Remedy::StripXFields)) {
    std::erase_if(names, [this](const std::string& name) {
      return std::ranges::find(context_->options.header_changes.kept_x_fields, name) ==
             context_->options.header_changes.kept_x_fields.end();
    });
  }
  context_->header_names.add(names);
}

FlagPlan MessagePreparer::flags_of(const WorkItem& item, const maildir::MessageFile& file,
                                   const MailboxState& mailbox) {
  const maildir::MessageKeywords keywords = item.folder->list.keywords_of(item.index);
  const bool takes_keywords = mailbox.permanent_flags && !item.without_keywords;
  return plan_flags(file.flags(), keywords.names,
                    {.flagged_by_store = context_->traits().flagged_by_store,
                     .mark_trashed = context_->trashed_policy() == target::TrashedPolicy::Mark,
                     .permanent = takes_keywords ? &*mailbox.permanent_flags : nullptr});
}

Result<bool> MessagePreparer::take_over(const WorkItem& item, const journal::VanishedMessage& known,
                                        const maildir::MessageFile& file,
                                        journal::MailboxId mailbox, const message::Facts& facts,
                                        PreparedGroup& prepared) {
  if (const Result<void> recorded = prepared.record(); !recorded) {
    return fail(recorded.error());
  }
  const Result<bool> done = follow_move(*context_, known,
                                        {.folder = item.folder->id,
                                         .unique_name = item.entry().identity(),
                                         .mailbox = mailbox,
                                         .flags = source_flags(file.flags())});
  if (done && *done) {
    report(item, Outcome::Moved, "moved", "it is on the server under its former name", &facts);
  }
  return done;
}

Result<void> MessagePreparer::refuse(const WorkItem& item, const journal::MessageRow& row,
                                     const target::Reason& reason, const message::Facts& facts,
                                     PreparedGroup& prepared) {
  if (const Result<void> recorded = prepared.record(); !recorded) {
    return recorded;
  }
  const Result<journal::MessageId> id = context_->journal.put_message(row);
  if (!id) {
    return fail(id.error());
  }
  report(item, Outcome::Refused, reason.kind, reason.text, &facts);
  return context_->journal.set_refused(
      *id,
      {.kind = std::string(reason.kind), .text = reason.text, .subject = facts.identity.subject});
}

/// One that was journalled is refused there too, so that no later pass counts it again.
Result<void> MessagePreparer::leave_abandoned(const WorkItem& item, PreparedGroup& prepared) {
  if (const Result<void> recorded = prepared.record(); !recorded) {
    return recorded;
  }
  const journal::Reason reason{.kind = "folder-refused",
                               .text = "the server takes no more messages into this mailbox"};
  report(item, Outcome::Refused, reason.kind, reason.text);
  const Result<std::optional<journal::KnownMessage>> known =
      context_->journal.known(item.folder->id, item.entry().identity());
  if (!known) {
    return fail(known.error());
  }
  return *known ? context_->journal.set_refused((*known)->id, reason) : Result<void>();
}

void MessagePreparer::report(const WorkItem& item, Outcome outcome, std::string_view kind,
                             std::string_view text, const message::Facts* facts) {
  context_->report({.outcome = outcome,
                    .folder = item.folder->planned->name,
                    .unique_name = item.entry().unique_name,
                    .mailbox = item.folder->planned->mailbox,
                    .wire_size = facts == nullptr ? 0 : facts->wire_size,
                    .kind = kind,
                    .text = text,
                    .subject = facts == nullptr ? std::string_view() : facts->identity.subject});
}

}  // namespace mailhaul::migrate
