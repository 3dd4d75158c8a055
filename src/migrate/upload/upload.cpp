#include "migrate/delta/adoption.hpp"
#include "migrate/delta/delta_pass.hpp"
#include "migrate/delta/flag_changes.hpp"
#include "migrate/delta/known_mailbox.hpp"
#include "migrate/delta/relocation.hpp"
#include "migrate/delta/vanished_removal.hpp"
#include "migrate/removal/recovery.hpp"
#include "migrate/server/server_link.hpp"
#include "migrate/setup/mailbox_setup.hpp"
#include "migrate/upload/dry_run.hpp"
#include "migrate/upload/flag_storing.hpp"
#include "migrate/upload/folder_matters.hpp"
#include "migrate/upload/passes.hpp"
#include "migrate/upload/settlement.hpp"
#include "migrate/upload/unset_flags.hpp"
#include "migrate/upload/upload_start.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <mailhaul/migrate/upload.hpp>

namespace mailhaul::migrate {
namespace {

std::size_t count_mailboxes(const Plan& plan) {
  std::set<std::string> names;
  for (const PlannedFolder& folder : plan.folders) {
    names.insert(folder.mailbox);
  }
  return names.size();
}

/// The stages of one upload, in order.
class UploadRun {
 public:
  UploadRun(const maildir::Scanner& tree, const UploadOptions& options, Observer& observer,
            StopSignal stop)
      : tree_(&tree),
        options_(&options),
        observer_(&observer),
        stop_(stop),
        started_(std::chrono::steady_clock::now()),
        link_(options.server, options.sign_in, observer, stop) {}

  Result<UploadSummary> run() {
    summary_.user = options_->sign_in.user;
    summary_.host = options_->server.host;
    summary_.dry_run = options_->dry_run;
    Result<void> done = begin();
    if (done) {
      done = options_->dry_run ? pretend() : send();
    }
    if (!done) {
      return fail(done.error());
    }
    finish();
    return std::move(summary_);
  }

 private:
  /// Nothing is changed on the server yet.
  Result<void> begin() {
    Result<UploadStart> start = start_upload(*tree_, *options_, *observer_, link_);
    if (!start) {
      return fail(start.error());
    }
    start_.emplace(std::move(*start));
    summary_.profile = target::to_string(start_->profile);
    summary_.mailboxes.planned = count_mailboxes(start_->plan);
    summary_.mailboxes.existing = start_->plan.existing;
    return begin_delta(start_->survey, make_context());
  }

  /// A server that takes one message at a time is asked before more than one is spoilt; with many
  /// on the way, a look at each mailbox in turn would leave the wire idle.
  [[nodiscard]] DateLooks date_looks() const {
    if (options_->accept_server_dates) {
      return DateLooks::None;
    }
    return target::traits(start_->profile).is_exchange ? DateLooks::BeforeEachMailbox
                                                       : DateLooks::BeforeAllOthers;
  }

  UploadContext& make_context() {
    context_.emplace(UploadContext{.tree = *tree_,
                                   .options = *options_,
                                   .observer = *observer_,
                                   .stop = stop_,
                                   .journal = start_->journal,
                                   .plan = start_->plan,
                                   .profile = start_->profile,
                                   .summary = summary_,
                                   .server = &start_->server,
                                   .first_stored = FirstStored(date_looks())});
    if (start_->append_limit) {
      context_->refused_size = *start_->append_limit + 1;
    }
    context_->progress.messages_total = start_->survey.messages;
    context_->progress.bytes_total = start_->survey.bytes;
    return *context_;
  }

  Result<void> pretend() {
    Result<void> done = pretend_mailboxes(*context_);
    const bool is_offline = options_->server.host.empty();
    if (done && !is_offline) {
      done = adopt();
    }
    if (done && !summary_.stopped) {
      done = dry_run(*context_);
    }
    if (!done || summary_.stopped || options_->only_attention) {
      return done;
    }
    summary_.messages.flags_updated = context_->source_flags.size();
    if (const Result<void> ended = end_delta(start_->survey, *context_); !ended) {
      return ended;
    }
    return options_->delete_vanished ? pretend_to_remove_vanished(*context_) : done;
  }

  /// Once it was begun, it has to be finished before anything is sent, whatever the options say
  /// now.
  Result<void> adopt() {
    const Result<bool> begun = start_->journal.is_adopting();
    if (!begun) {
      return fail(begun.error());
    }
    if (!*begun && options_->existing_mail != ExistingMail::Adopt) {
      return {};
    }
    if (const Result<void> listed = list_adoptable(*context_); !listed) {
      return listed;
    }
    if (context_->stop_requested()) {
      summary_.stopped = interrupted();
    }
    run_unless_stopped(adopt_messages);
    return {};
  }

  Result<void> send() {
    observer_->phase(Phase::Create);
    Passes passes(link_, *context_, start_->last_loss);
    if (const Result<void> ready = set_up_mailboxes(link_, *context_, start_->survey.keyworded);
        !ready) {
      return ready;
    }
    recover();
    if (const Result<void> known = know_again_after_removal(start_->survey, *context_); !known) {
      return known;
    }
    run_unless_stopped(rebind_renewed);
    if (const Result<void> adopted = adopt(); !adopted || summary_.stopped) {
      return adopted;
    }
    add_tree_matters(tree_->inventory(), *context_);
    if (!options_->only_attention) {
      if (const Result<void> done = relocate(RelocationExtent::Begun); !done || summary_.stopped) {
        return done;
      }
    }
    observer_->phase(Phase::Send);
    if (const Result<void> done = passes.run(); !done) {
      return done;
    }
    observer_->phase(Phase::Flags);
    run_unless_stopped(bind_uids);
    run_unless_stopped(merge_source_flags);
    store_all_flags();
    if (!options_->only_attention) {
      if (const Result<void> done = follow_source(); !done) {
        return done;
      }
    }
    const Result<void> told = report_flags_not_set(*context_);
    return told ? report_unknown(*context_) : told;
  }

  /// What an interrupted removal left is put right before anything is sent, also where the plan
  /// leads no more.
  void recover() {
    run_unless_stopped([&](ServerConnection& connection, UploadContext& context) -> Result<void> {
      const Result<std::vector<journal::MailboxRow>> mailboxes = mailboxes_on_server(context);
      if (!mailboxes) {
        return fail(mailboxes.error());
      }
      if (const Result<void> waited = await_late_expunge(*mailboxes, start_->last_loss); !waited) {
        return waited;
      }
      const Result<std::uint64_t> removed =
          recover_removals(connection, context.journal, *mailboxes);
      return removed ? Result<void>() : fail(removed.error());
    });
  }

  /// Moves and removals, when all that is new has been sent.
  Result<void> follow_source() {
    if (const Result<void> done = relocate(RelocationExtent::All); !done) {
      return done;
    }
    run_unless_stopped(bind_uids);
    if (const Result<void> done = end_delta(start_->survey, *context_); !done) {
      return done;
    }
    if (options_->delete_vanished) {
      delete_vanished();
    }
    return {};
  }

  void delete_vanished() {
    std::int64_t last_try = start_->last_loss;
    run_unless_stopped([&](ServerConnection& connection, UploadContext& context) -> Result<void> {
      const Result<std::vector<journal::MailboxRow>> mailboxes = mailboxes_on_server(context);
      if (!mailboxes) {
        return fail(mailboxes.error());
      }
      if (const Result<void> waited = await_late_expunge(*mailboxes, last_try); !waited) {
        return waited;
      }
      Result<void> done = remove_vanished(connection, context);
      last_try = now_seconds();
      return done;
    });
  }

  Result<void> await_late_expunge(const std::vector<journal::MailboxRow>& mailboxes,
                                  std::int64_t last_sent) {
    return migrate::await_late_expunge(link_, start_->journal, mailboxes, last_sent,
                                       context_->settle_after());
  }

  /// A copy whose answer was lost is made again no earlier than the server may need to make it.
  ///
  /// What an earlier run began comes to its end before anything else: a message that may be in
  /// either of two mailboxes can get no flags, and cannot go on to a third one.
  Result<void> relocate(RelocationExtent extent) {
    constexpr int kRounds = 2;
    for (int round = 0; round < kRounds && !summary_.stopped; ++round) {
      const Result<bool> in_doubt = has_copy_in_doubt(start_->journal);
      if (!in_doubt) {
        return fail(in_doubt.error());
      }
      if (round > 0 && !*in_doubt) {
        return {};
      }
      const bool looks_first = extent == RelocationExtent::Begun && round == 0;
      if (*in_doubt && !looks_first && copies_due() > now_seconds()) {
        const Result<void> waited = link_.pause("copies whose answer was lost are looked for",
                                                std::chrono::seconds(copies_due() - now_seconds()));
        summary_.stopped = waited ? std::nullopt : std::optional(waited.error());
      }
      run_unless_stopped([&](ServerConnection& connection, UploadContext& context) {
        return relocate_messages(connection, context, copies_due(), extent);
      });
    }
    return {};
  }

  /// Seconds since 1970. Every attempt may send a COPY that is lost.
  [[nodiscard]] std::int64_t copies_due() const {
    return std::max(start_->last_loss, context_->last_copy) + context_->settle_after().count();
  }

  /// What is left undone here is found by the next run, so its failure is no error.
  template <typename Step>
  void run_unless_stopped(Step step) {
    if (summary_.stopped) {
      return;
    }
    const Result<void> done =
        link_.run([&](ServerConnection& connection) { return step(connection, *context_); });
    if (!done) {
      summary_.stopped = done.error();
    }
  }

  void store_all_flags() {
    if (summary_.stopped) {
      return;
    }
    const Result<void> done = link_.keep_running(
        [&](ServerConnection& connection) { return store_flags(connection, *context_); },
        [&] { return context_->flags_refused.size(); });
    if (!done) {
      summary_.stopped = done.error();
    }
  }

  void finish() {
    observer_->phase(Phase::Done);
    summary_.keywords_not_kept.assign(context_->keywords_not_kept.begin(),
                                      context_->keywords_not_kept.end());
    summary_.header_names = context_->header_names.count();
    summary_.header_name_limit = context_->traits().header_name_limit;
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    link_.close();
  }

  const maildir::Scanner* tree_;
  const UploadOptions* options_;
  Observer* observer_;
  StopSignal stop_;
  std::chrono::steady_clock::time_point started_;
  ServerLink link_;
  std::optional<UploadStart> start_;
  UploadSummary summary_;
  std::optional<UploadContext> context_;
};

}  // namespace

Result<UploadSummary> upload(const maildir::Scanner& tree, const UploadOptions& options,
                             Observer& observer, StopSignal stop) {
  return UploadRun(tree, options, observer, stop).run();
}

}  // namespace mailhaul::migrate
