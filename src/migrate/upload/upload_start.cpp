#include "migrate/upload/upload_start.hpp"

#include "migrate/delta/presence_check.hpp"
#include "migrate/plan/begun_folders.hpp"
#include "migrate/server/append_limit.hpp"
#include "migrate/source/names_ahead.hpp"
#include "migrate/upload/upload_context.hpp"

#include <future>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace mailhaul::migrate {
namespace {

journal::Identity identity_of(const UploadOptions& options) {
  return {.host = options.server.host, .user = options.sign_in.user, .maildir = options.maildir};
}

bool has_journal(const UploadOptions& options) {
  return ::access(options.journal_path.c_str(), F_OK) == 0;
}

class UploadStarter {
 public:
  UploadStarter(const maildir::Scanner& tree, const UploadOptions& options, Observer& observer,
                ServerLink& link)
      : tree_(&tree),
        options_(&options),
        observer_(&observer),
        link_(&link),
        is_first_(!has_journal(options)),
        names_(tree, options.selection, is_first_ ? LookAtFiles::Yes : LookAtFiles::No) {}

  /// A first run is planned while its journal is made.
  Result<UploadStart> run() {
    observer_->phase(Phase::Scan);
    Result<void> done = is_offline() ? presume_server() : ask_server();
    if (done && !is_first_) {
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
    if (!done) {
      return fail(done.error());
    }
    return UploadStart{.profile = profile_,
                       .server = std::move(server_),
                       .append_limit = append_limit_,
                       .plan = std::move(plan_),
                       .survey = std::move(survey_),
                       .journal = std::move(*journal_),
                       .last_loss = last_loss_};
  }

 private:
  [[nodiscard]] bool is_offline() const {
    return options_->dry_run && options_->server.host.empty();
  }

  Result<void> presume_server() {
    profile_ = options_->server.profile.value_or(target::Profile::Exchange2016);
    server_ = presumed_mailboxes(profile_);
    return {};
  }

  Result<void> ask_server() {
    observer_->phase(Phase::Connect);
    if (const Result<void> opened = link_->open_first(); !opened) {
      return opened;
    }
    // Not before the server lets us in: until then a run touches nothing on the disk.
    if (!options_->dry_run) {
      journal_ahead_ = std::async(std::launch::async, [this] {
        return journal::Journal::open_ahead(options_->journal_path, identity_of(*options_));
      });
    }
    return link_->run([this](ServerConnection& connection) -> Result<void> {
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
    const Result<std::uint64_t> unknown = journal_->settle_intents(now_seconds());
    if (!unknown) {
      return fail(unknown.error());
    }
    // What was on its way when a run died may have left it until a moment ago, long after the
    // journal was written last.
    last_loss_ = *unknown > 0 ? now_seconds() : journal_->last_write();
    return {};
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
    observer_->plan(plan_);
    return {};
  }

  /// Nothing was begun, and yet the messages may be there.
  Result<void> check_for_existing_mail(bool nothing_was_begun) {
    if (!nothing_was_begun || is_offline() || options_->existing_mail != ExistingMail::Refuse) {
      return {};
    }
    return link_->run([&](ServerConnection& connection) {
      return check_for_copies(connection, *tree_, plan_, server_);
    });
  }

  const maildir::Scanner* tree_;
  const UploadOptions* options_;
  Observer* observer_;
  ServerLink* link_;
  bool is_first_;     ///< there was no journal when the run began
  NamesAhead names_;  ///< begun before the server is asked; of a first run with what files tell
  target::Profile profile_ = target::Profile::Imap;
  ServerMailboxes server_;
  std::optional<std::uint64_t> append_limit_;
  /// Opened while the server says what it has; none in a dry run.
  std::future<Result<journal::Journal>> journal_ahead_;
  std::optional<journal::Journal> journal_;
  std::int64_t last_loss_ = 0;
  Plan plan_;
  Survey survey_;
};

}  // namespace

Result<UploadStart> start_upload(const maildir::Scanner& tree, const UploadOptions& options,
                                 Observer& observer, ServerLink& link) {
  return UploadStarter(tree, options, observer, link).run();
}

}  // namespace mailhaul::migrate
