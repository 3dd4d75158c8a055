#include "migrate/locate/places.hpp"
#include "migrate/plan/begun_folders.hpp"
#include "migrate/server/journalled_target.hpp"
#include "migrate/server/mailbox_listing.hpp"
#include "migrate/server/server_link.hpp"
#include "migrate/verify/content_comparison.hpp"
#include "migrate/verify/mailbox_comparison.hpp"
#include "migrate/verify/source_comparison.hpp"
#include "migrate/verify/verify_context.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <mailhaul/base/wall_clock.hpp>
#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::migrate {
namespace {

class VerifyRun {
 public:
  VerifyRun(const maildir::Scanner* tree, VerifyOptions options, Observer& observer,
            StopSignal stop)
      : tree_(tree), options_(std::move(options)), observer_(&observer), stop_(stop) {}

  Result<VerifySummary> run() {
    const auto started = std::chrono::steady_clock::now();
    if (const Result<void> begun = begin(); !begun) {
      return fail(begun.error());
    }
    observer_->phase(Phase::Compare);
    if (const Result<void> done = compare(); !done) {
      summary_.stopped = done.error();
    }
    for (const MailboxVerification& mailbox : summary_.mailboxes) {
      summary_.messages += mailbox.counts;
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
        journal::Journal::open_existing(options_.journal_path, false);
    if (!journal) {
      return fail(journal.error());
    }
    journal_.emplace(std::move(*journal));
    if (const Result<void> agreed = take_target(*journal_, options_.server, options_.sign_in);
        !agreed) {
      return agreed;
    }
    Result<Places> places = Places::read(*journal_);
    const Result<std::uint64_t> unknown = journal_->settle_intents(now_seconds());
    const Result<journal::StateCounts> counts = journal_->counts();
    if (!places || !unknown || !counts) {
      return fail(!places ? places.error() : !unknown ? unknown.error() : counts.error());
    }
    link_.emplace(options_.server, options_.sign_in, *observer_, stop_);
    if (const Result<void> opened = link_->open_first(); !opened) {
      return opened;
    }
    summary_.user = options_.sign_in.user;
    summary_.host = options_.server.host;
    summary_.profile = target::to_string(*options_.server.profile);
    summary_.has_source = tree_ != nullptr;
    context_.emplace(VerifyContext{.options = options_,
                                   .observer = *observer_,
                                   .stop = stop_,
                                   .journal = *journal_,
                                   .summary = summary_,
                                   .profile = *options_.server.profile,
                                   .places = std::move(*places)});
    context_->progress.messages_total = counts->stored;
    return make_plan();
  }

  /// As the upload made it: the rules of the same options, and the mailboxes of the journal.
  Result<void> make_plan() {
    Result<ServerMailboxes> listed = link_->connection().list_mailboxes();
    if (!listed) {
      return fail(listed.error());
    }
    server_ = std::move(*listed);
    if (tree_ == nullptr) {
      return {};
    }
    const Result<std::vector<BegunFolder>> begun = begun_folders(*journal_);
    if (!begun) {
      return fail(begun.error());
    }
    Result<Plan> plan = migrate::make_plan(tree_->inventory(), context_->profile, server_,
                                           options_.mapping, options_.selection, *begun);
    if (!plan) {
      return fail(plan.error());
    }
    plan_ = std::move(*plan);
    return {};
  }

  Result<void> compare() {
    const auto mailboxes = journal_->mailboxes();
    if (!mailboxes) {
      return fail(mailboxes.error());
    }
    const MailboxListing listing(server_, context_->profile);
    for (const journal::MailboxRow& mailbox : *mailboxes) {
      if (const Result<void> done = compare_mailbox(mailbox, listing); !done) {
        return done;
      }
    }
    if (tree_ == nullptr) {
      return compare_unsent_rows(*context_);
    }
    const Result<void> done = SourceComparison(*context_, *tree_, plan_).run();
    return done && options_.content ? ContentComparison(*context_, *tree_, plan_).run(*link_)
                                    : done;
  }

  Result<void> compare_mailbox(const journal::MailboxRow& mailbox, const MailboxListing& listing) {
    const Result<journal::StateCounts> counts = journal_->counts(mailbox.id);
    if (!counts) {
      return fail(counts.error());
    }
    if (counts->gone != 0) {
      context_->counts_of(mailbox.name).gone += counts->gone;
    }
    if (counts->stored + counts->unknown == 0) {
      return {};
    }
    const ServerMailbox* listed = listing.find(mailbox.name);
    if (listed == nullptr || !listed->is_selectable()) {
      return compare_missing_mailbox(*context_, mailbox);
    }
    MailboxComparison comparison(*context_, mailbox);
    return link_->keep_running(
        [&](ServerConnection& connection) { return comparison.run(connection); },
        [&] { return context_->progress.messages_done; });
  }

  const maildir::Scanner* tree_;
  VerifyOptions options_;
  Observer* observer_;
  StopSignal stop_;
  VerifySummary summary_;
  ServerMailboxes server_;
  Plan plan_;
  std::optional<journal::Journal> journal_;
  std::optional<ServerLink> link_;
  std::optional<VerifyContext> context_;
};

}  // namespace

Result<VerifySummary> verify(const maildir::Scanner* tree, const VerifyOptions& options,
                             Observer& observer, StopSignal stop) {
  return VerifyRun(tree, options, observer, stop).run();
}

}  // namespace mailhaul::migrate
