#include "migrate/locate/places.hpp"
#include "migrate/locate/settling_time.hpp"
#include "migrate/removal/recovery.hpp"
#include "migrate/rollback/created_mailboxes.hpp"
#include "migrate/rollback/message_rollback.hpp"
#include "migrate/rollback/own_subscriptions.hpp"
#include "migrate/rollback/rollback_context.hpp"
#include "migrate/rollback/row_states.hpp"
#include "migrate/server/journalled_target.hpp"
#include "migrate/server/mailbox_listing.hpp"
#include "migrate/server/server_link.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/migrate/rollback.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kNotSeenYet =
    "it was sent, the answer was lost, and the server may still be storing it; run the same "
    "command again later";

constexpr std::string_view kUnlisted =
    "the server's list of mailboxes cannot be read in full, so that nobody can tell whether this "
    "one is there; nothing was removed from it";

class RollbackRun {
 public:
  RollbackRun(RollbackOptions options, Observer& observer, StopSignal stop)
      : options_(std::move(options)), observer_(&observer), stop_(stop) {}

  Result<RollbackSummary> run() {
    const auto started = std::chrono::steady_clock::now();
    if (const Result<void> begun = begin(); !begun) {
      return fail(begun.error());
    }
    observer_->phase(Phase::Remove);
    if (const Result<void> done = roll_back(); !done) {
      summary_.stopped = done.error();
    }
    link_->close();
    observer_->phase(Phase::Done);
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return std::move(summary_);
  }

 private:
  Result<void> begin() {
    Result<journal::Journal> journal =
        journal::Journal::open_existing(options_.journal_path, options_.dry_run);
    if (!journal) {
      return fail(journal.error());
    }
    journal_.emplace(std::move(*journal));
    if (const Result<void> agreed = take_target(*journal_, options_.server, options_.sign_in);
        !agreed) {
      return agreed;
    }
    link_.emplace(options_.server, options_.sign_in, *observer_, stop_);
    if (const Result<void> opened = link_->open_first(); !opened) {
      return opened;
    }
    Result<Places> places = Places::read(*journal_);
    const Result<std::uint64_t> unknown = journal_->settle_intents(now_seconds());
    if (!places || !unknown) {
      return fail(!places ? places.error() : unknown.error());
    }
    summary_.user = options_.sign_in.user;
    summary_.host = options_.server.host;
    summary_.profile = target::to_string(*options_.server.profile);
    summary_.dry_run = options_.dry_run;
    // As in an upload: what a dead run sent may have arrived long after its last write.
    last_loss_ = *unknown > 0 ? now_seconds() : journal_->last_write();
    context_.emplace(RollbackContext{.options = options_,
                                     .observer = *observer_,
                                     .stop = stop_,
                                     .journal = *journal_,
                                     .summary = summary_,
                                     .profile = *options_.server.profile,
                                     .places = std::move(*places)});
    return read_work();
  }

  Result<void> read_work() {
    const auto counts = journal_->counts();
    if (!counts) {
      return fail(counts.error());
    }
    context_->progress.messages_total = counts->stored + counts->unknown;
    return {};
  }

  Result<void> roll_back() {
    if (options_.restore_removed) {
      if (const Result<void> restored = restore(); !restored) {
        return restored;
      }
    }
    const std::int64_t due = last_loss_ + settle_after().count();
    if (const Result<void> done = roll_back_messages(is_over(due)); !done) {
      return done;
    }
    if (const Result<void> done = look_again(due); !done) {
      return done;
    }
    if (const Result<void> done = link_->run([&](ServerConnection& connection) {
          return remove_created_mailboxes(connection, *context_);
        });
        !done) {
      return done;
    }
    if (const Result<void> done = link_->run([&](ServerConnection& connection) {
          return take_back_subscriptions(connection, *context_);
        });
        !done) {
      return done;
    }
    return options_.dry_run ? Result<void>() : begin_anew();
  }

  Result<void> restore() {
    Result<void> done = journal_->begin();
    if (!done) {
      return done;
    }
    const Result<std::uint64_t> restored = journal_->restore_gone();
    if (!restored) {
      return fail(restored.error());
    }
    summary_.messages.restored += *restored;
    return journal_->commit(now_seconds());
  }

  Result<void> roll_back_messages(UnseenRows unseen) {
    Result<void> done = roll_back_pass(unseen);
    // Copies that a move within the server left at their new places.
    while (done && has_copies_elsewhere_) {
      done = roll_back_pass(unseen);
    }
    return done;
  }

  Result<void> roll_back_pass(UnseenRows unseen) {
    const auto relocations = journal_->relocations();
    const auto mailboxes = journal_->mailboxes();
    if (!relocations || !mailboxes) {
      return fail(!relocations ? relocations.error() : mailboxes.error());
    }
    const Result<MailboxListing> listing = list();
    if (!listing) {
      return fail(listing.error());
    }
    for (const journal::MailboxRow& mailbox : *mailboxes) {
      const ServerMailbox* listed = listing->find(mailbox.name);
      if (listed == nullptr && listing->has_unreadable()) {
        if (const Result<void> done = leave_unlisted(mailbox); !done) {
          return done;
        }
        continue;
      }
      if (listed == nullptr || !listed->is_selectable()) {
        if (const Result<void> done = roll_back_missing_mailbox(*context_, mailbox); !done) {
          return done;
        }
        continue;
      }
      if (const Result<void> done = roll_back_mailbox(mailbox, unseen); !done) {
        return done;
      }
    }
    const auto left = journal_->relocations();
    if (!left) {
      return fail(left.error());
    }
    has_copies_elsewhere_ = left->size() < relocations->size();
    return {};
  }

  Result<MailboxListing> list() {
    std::optional<ServerMailboxes> server;
    const Result<void> done = link_->run([&](ServerConnection& connection) -> Result<void> {
      Result<ServerMailboxes> listed = connection.list_mailboxes();
      if (!listed) {
        return fail(listed.error());
      }
      server = std::move(*listed);
      return {};
    });
    return done ? Result<MailboxListing>(MailboxListing(*server, context_->profile))
                : fail(done.error());
  }

  Result<void> leave_unlisted(const journal::MailboxRow& mailbox) {
    const Result<journal::StateCounts> counts = journal_->counts(mailbox.id);
    if (!counts) {
      return fail(counts.error());
    }
    if (counts->stored + counts->unknown != 0) {
      context_->refuse(mailbox, "mailbox-unlisted",
                       {.kind = ErrorKind::Protocol, .text = std::string(kUnlisted)});
    }
    return {};
  }

  /// A mailbox of which nothing is known to be left costs no command.
  Result<void> roll_back_mailbox(const journal::MailboxRow& mailbox, UnseenRows unseen) {
    const Result<journal::StateCounts> counts = journal_->counts(mailbox.id);
    const auto marks = journal_->foreign_marks(mailbox.id);
    if (!counts || !marks) {
      return fail(!counts ? counts.error() : marks.error());
    }
    if (counts->stored + counts->unknown == 0 && marks->empty()) {
      return {};
    }
    MessageRollback rollback(*context_, mailbox, unseen);
    Result<void> done = link_->keep_running(
        [&](ServerConnection& connection) -> Result<void> {
          if (const Result<void> waited = await_late_expunge(mailbox); !waited) {
            return waited;
          }
          Result<void> tried = rollback.run(connection);
          last_try_ = now_seconds();
          return tried;
        },
        [&] { return context_->progress.messages_done; });
    if (!done && done.error().kind == ErrorKind::Refused) {
      context_->refuse(mailbox, "mailbox-refused", done.error());
      return {};
    }
    return done;
  }

  Result<void> await_late_expunge(const journal::MailboxRow& mailbox) {
    return options_.dry_run
               ? Result<void>()
               : migrate::await_late_expunge(*link_, *journal_, std::span(&mailbox, 1),
                                             std::max(last_loss_, last_try_), settle_after());
  }

  /// What was sent and not answered is looked for once more, no earlier than the server may need.
  Result<void> look_again(std::int64_t due) {
    const Result<journal::StateCounts> counts = journal_->counts();
    if (!counts) {
      return fail(counts.error());
    }
    if (counts->unknown == 0 || is_over(due) == UnseenRows::GiveUp) {
      return {};
    }
    if (options_.dry_run) {
      return report_unknown();
    }
    if (const Result<void> waited = link_->pause("messages whose answer was lost are looked for",
                                                 std::chrono::seconds(due - now_seconds()));
        !waited) {
      return waited;
    }
    return roll_back_messages(UnseenRows::GiveUp);
  }

  Result<void> report_unknown() {
    const auto mailboxes = journal_->mailboxes();
    if (!mailboxes) {
      return fail(mailboxes.error());
    }
    for (const journal::MailboxRow& mailbox : *mailboxes) {
      const auto rows = journal_->messages_in_state(mailbox.id, journal::State::Unknown);
      if (!rows) {
        return fail(rows.error());
      }
      for (const journal::MessageRow& row : *rows) {
        context_->unknown(row, kNotSeenYet);
      }
    }
    return {};
  }

  Result<void> begin_anew() {
    Result<void> done = journal_->begin();
    if (done) {
      done = journal_->forget_unsent();
    }
    return done ? journal_->commit(now_seconds()) : done;
  }

  [[nodiscard]] std::chrono::seconds settle_after() const {
    return settling_time(options_.settle_after, context_->profile);
  }

  static UnseenRows is_over(std::int64_t due) {
    return due <= now_seconds() ? UnseenRows::GiveUp : UnseenRows::Leave;
  }

  RollbackOptions options_;
  Observer* observer_;
  StopSignal stop_;
  RollbackSummary summary_;
  std::optional<journal::Journal> journal_;
  /// Seconds since 1970 from which the server gets its time to finish what an earlier run sent.
  std::int64_t last_loss_ = 0;
  std::int64_t last_try_ = 0;  ///< seconds since 1970 when messages were last removed, or not
  std::optional<ServerLink> link_;
  std::optional<RollbackContext> context_;
  bool has_copies_elsewhere_ = false;
};

}  // namespace

Result<RollbackSummary> rollback(const RollbackOptions& options, Observer& observer,
                                 StopSignal stop) {
  return RollbackRun(options, observer, stop).run();
}

}  // namespace mailhaul::migrate
