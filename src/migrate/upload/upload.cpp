#include "migrate/delta/adoption.hpp"
#include "migrate/delta/delta_pass.hpp"
#include "migrate/delta/flag_changes.hpp"
#include "migrate/delta/presence_check.hpp"
#include "migrate/delta/relocation.hpp"
#include "migrate/delta/vanished_removal.hpp"
#include "migrate/plan/begun_folders.hpp"
#include "migrate/removal/recovery.hpp"
#include "migrate/server/append_limit.hpp"
#include "migrate/server/server_link.hpp"
#include "migrate/setup/mailbox_setup.hpp"
#include "migrate/upload/dry_run.hpp"
#include "migrate/upload/flag_storing.hpp"
#include "migrate/upload/folder_matters.hpp"
#include "migrate/upload/passes.hpp"
#include "migrate/upload/settlement.hpp"
#include "migrate/upload/survey.hpp"
#include "migrate/upload/unset_flags.hpp"

#include <algorithm>
#include <future>
#include <set>
#include <string>
#include <unistd.h>
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

journal::Identity identity_of(const UploadOptions& options) {
  return {.host = options.server.host, .user = options.sign_in.user, .maildir = options.maildir};
}

bool has_journal(const UploadOptions& options) {
  return ::access(options.journal_path.c_str(), F_OK) == 0;
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
        link_(options.server, options.sign_in, observer, stop),
        is_first_(!has_journal(options)),
        names_(tree, options.selection, is_first_ ? LookAtFiles::Yes : LookAtFiles::No) {}

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
  /// Up to the plan; nothing has been changed on the server.
  Result<void> begin() {
    observer_->phase(Phase::Scan);
    profile_ = options_->server.profile.value_or(target::Profile::Exchange2016);
    const bool offline = options_->dry_run && options_->server.host.empty();
    if (offline) {
      server_ = presumed_mailboxes(profile_);
    } else if (const Result<void> asked = ask_server(); !asked) {
      return asked;
    }
    summary_.profile = target::to_string(profile_);
    Result<void> done;
    if (!is_first_) {
      done = open_journal();
    }
    if (done) {
      done = plan_mailboxes();
    }
    if (done && is_first_) {
      done = open_journal();
      // Somebody put one there since the run began.
      if (done && !options_->dry_run && !journal_->is_new()) {
        done = plan_mailboxes();
      }
    }
    return done ? begin_delta(survey_, make_context()) : done;
  }

  /// Up to the check that nothing is there already; a first run's journal is opened meanwhile.
  Result<void> plan_mailboxes() {
    observer_->phase(Phase::Plan);
    Result<std::vector<BegunFolder>> begun =
        journal_ ? begun_folders(*journal_) : std::vector<BegunFolder>();
    if (!begun) {
      return fail(begun.error());
    }
    if (const Result<void> planned = make_plan(*begun); !planned) {
      return planned;
    }
    return check_for_existing_mail(begun->empty());
  }

  Result<void> ask_server() {
    observer_->phase(Phase::Connect);
    if (const Result<void> opened = link_.open_first(); !opened) {
      return opened;
    }
    // Not before the server lets us in: until then a run touches nothing on the disk.
    if (!options_->dry_run) {
      journal_ahead_ = std::async(std::launch::async, [this] {
        return journal::Journal::open_ahead(options_->journal_path, identity_of(*options_));
      });
    }
    return link_.run([this](ServerConnection& connection) -> Result<void> {
      Result<ServerMailboxes> listed =
          connection.list_mailboxes(is_first_ ? CountInbox::Yes : CountInbox::No);
      if (!listed) {
        return fail(listed.error());
      }
      server_ = std::move(*listed);
      profile_ = connection.profile();
      append_limit_ = announced_append_limit(connection.capabilities());
      return {};
    });
  }

  Result<void> open_journal() {
    const std::string profile(target::to_string(profile_));
    Result<journal::Journal> journal =
        options_->dry_run
            ? journal::Journal::open_trial(options_->journal_path, identity_of(*options_), profile)
            : journal_ahead_.get();
    if (!journal) {
      return fail(journal.error());
    }
    journal_.emplace(std::move(*journal));
    if (const Result<void> begun = journal_->begin_move(profile); !begun) {
      return begun;
    }
    const Result<std::uint64_t> unknown = journal_->settle_intents();
    if (!unknown) {
      return fail(unknown.error());
    }
    // What was on its way when a run died may have left it until a moment ago, long after the
    // journal was written last.
    last_loss_ = *unknown > 0 ? now_seconds() : journal_->last_write();
    return {};
  }

  Result<void> make_plan(const std::vector<BegunFolder>& begun) {
    Result<Plan> plan = migrate::make_plan(tree_->inventory(), profile_, server_, options_->mapping,
                                           options_->selection, begun);
    if (!plan) {
      return fail(plan.error());
    }
    plan_ = std::move(*plan);
    Result<Survey> surveyed =
        survey(*tree_, journal_ ? &*journal_ : nullptr, options_->selection, plan_, names_.take());
    if (!surveyed) {
      return fail(surveyed.error());
    }
    survey_ = std::move(*surveyed);
    summary_.mailboxes.planned = count_mailboxes(plan_);
    summary_.mailboxes.existing = plan_.existing;
    observer_->plan(plan_);
    return {};
  }

  UploadContext& make_context() {
    context_.emplace(UploadContext{.tree = *tree_,
                                   .options = *options_,
                                   .observer = *observer_,
                                   .stop = stop_,
                                   .journal = *journal_,
                                   .plan = plan_,
                                   .profile = profile_,
                                   .summary = summary_,
                                   .server = &server_});
    if (append_limit_) {
      context_->refused_size = *append_limit_ + 1;
    }
    context_->progress.messages_total = survey_.messages;
    context_->progress.bytes_total = survey_.bytes;
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
    if (const Result<void> ended = end_delta(survey_, *context_); !ended) {
      return ended;
    }
    return options_->delete_vanished ? pretend_to_remove_vanished(*context_) : done;
  }

  /// Nothing was begun, and yet the messages may be there.
  Result<void> check_for_existing_mail(bool nothing_was_begun) {
    const bool is_offline = options_->server.host.empty();
    if (!nothing_was_begun || is_offline || options_->existing_mail != ExistingMail::Refuse) {
      return {};
    }
    return link_.run([&](ServerConnection& connection) {
      return check_for_copies(connection, *tree_, plan_, server_);
    });
  }

  /// Once it was begun, it has to be finished before anything is sent, whatever the options say
  /// now.
  Result<void> adopt() {
    const Result<bool> begun = journal_->is_adopting();
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
    Passes passes(link_, *context_, last_loss_);
    if (const Result<void> ready = set_up_mailboxes(link_, *context_, survey_.keyworded); !ready) {
      return ready;
    }
    if (const Result<void> recovered = recover(); !recovered) {
      return recovered;
    }
    run_unless_stopped(rebind_renewed);
    if (const Result<void> adopted = adopt(); !adopted || summary_.stopped) {
      return adopted;
    }
    add_tree_matters(tree_->inventory(), *context_);
    observer_->phase(Phase::Send);
    if (const Result<void> done = passes.run(); !done) {
      return done;
    }
    observer_->phase(Phase::Flags);
    run_unless_stopped(bind_uids);
    run_unless_stopped(merge_source_flags);
    run_unless_stopped(store_flags);
    if (!options_->only_attention) {
      if (const Result<void> done = follow_source(); !done) {
        return done;
      }
    }
    const Result<void> told = report_flags_not_set(*context_);
    return told ? report_unknown(*context_) : told;
  }

  /// What an interrupted rollback left is put right before anything is sent.
  Result<void> recover() {
    std::vector<journal::MailboxRow> mailboxes;
    for (const auto& [id, state] : context_->mailboxes) {
      mailboxes.push_back(state.row);
    }
    const Result<std::uint64_t> removed =
        recover_removals(link_.connection(), *journal_, mailboxes);
    return removed ? Result<void>() : fail(removed.error());
  }

  /// Moves and removals, when all that is new has been sent.
  Result<void> follow_source() {
    relocate();
    run_unless_stopped(bind_uids);
    if (const Result<void> done = end_delta(survey_, *context_); !done) {
      return done;
    }
    if (options_->delete_vanished) {
      run_unless_stopped(remove_vanished);
    }
    return {};
  }

  /// A copy whose answer was lost is made again no earlier than the server may need to make it.
  void relocate() {
    constexpr int kRounds = 2;
    for (int round = 0; round < kRounds && !summary_.stopped; ++round) {
      const std::int64_t last = std::max(last_loss_, context_->last_copy);
      const std::int64_t due = last + context_->settle_after().count();
      const Result<bool> in_doubt = has_copy_in_doubt(*journal_);
      if (!in_doubt || (round > 0 && !*in_doubt)) {
        return;
      }
      if (*in_doubt && due > now_seconds()) {
        const Result<void> waited = link_.pause("copies whose answer was lost are looked for",
                                                std::chrono::seconds(due - now_seconds()));
        summary_.stopped = waited ? std::nullopt : std::optional(waited.error());
      }
      run_unless_stopped([&](ServerConnection& connection, UploadContext& context) {
        return relocate_messages(connection, context, due);
      });
    }
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
  bool is_first_;     ///< there was no journal when the run began
  NamesAhead names_;  ///< begun before the server is asked; of a first run with what files tell
  /// Opened while the server says what it has; none in a dry run.
  std::future<Result<journal::Journal>> journal_ahead_;
  UploadSummary summary_;
  target::Profile profile_ = target::Profile::Imap;
  ServerMailboxes server_;
  std::optional<std::uint64_t> append_limit_;
  Plan plan_;
  Survey survey_;
  std::optional<journal::Journal> journal_;
  /// Seconds since 1970 from which the server gets its time to finish what an earlier run sent.
  std::int64_t last_loss_ = 0;
  std::optional<UploadContext> context_;
};

}  // namespace

Result<UploadSummary> upload(const maildir::Scanner& tree, const UploadOptions& options,
                             Observer& observer, StopSignal stop) {
  return UploadRun(tree, options, observer, stop).run();
}

}  // namespace mailhaul::migrate
