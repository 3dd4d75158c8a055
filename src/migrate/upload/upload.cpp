#include "migrate/locate/locate.hpp"
#include "migrate/upload/disk_thread.hpp"
#include "migrate/upload/folder_matters.hpp"
#include "migrate/upload/mailbox_setup.hpp"
#include "migrate/upload/settlement.hpp"
#include "migrate/upload/wire_thread.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/migrate/upload.hpp>
#include <mailhaul/net/wait.hpp>
#include <mailhaul/text/date_time.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Connections lost one after the other without a single message settled in between.
constexpr int kFruitlessConnections = 6;
constexpr seconds kLongestPause{60};
/// Dates that differ by less are the same: servers round, and clocks drift.
constexpr std::int64_t kDateTolerance = 60;
/// Passes over the folders, one after the other, that brought no message to the server.
constexpr int kFruitlessPasses = 3;

/// What the count of all folders says before anything is sent.
struct Counted {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::set<std::string> keyworded;  ///< mailboxes that get messages with keywords
};

class UploadRun {
 public:
  UploadRun(const maildir::Scanner& tree, const UploadOptions& options, Observer& observer,
            StopSignal stop)
      : tree_(&tree),
        options_(&options),
        observer_(&observer),
        stop_(stop),
        started_(std::chrono::steady_clock::now()) {}

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
    const bool offline = options_->dry_run && options_->server.host.empty();
    profile_ = options_->server.profile.value_or(target::Profile::Exchange2016);
    if (!offline) {
      observer_->phase(Phase::Connect);
      if (const Result<void> connected = connect(); !connected) {
        return connected;
      }
      Result<ServerMailboxes> listed = connection_->list_mailboxes();
      if (!listed) {
        return fail(listed.error());
      }
      server_ = std::move(*listed);
      profile_ = connection_->profile();
    }
    summary_.profile = target::to_string(profile_);
    if (const Result<void> opened = open_journal(); !opened) {
      return opened;
    }
    observer_->phase(Phase::Plan);
    return make_plan();
  }

  Result<void> connect() {
    Result<ServerConnection> connection =
        ServerConnection::open(options_->server, options_->sign_in, stop_.wake_fd);
    if (!connection) {
      return fail(connection.error());
    }
    if (!connection_) {
      for (const std::string& note : connection->notes()) {
        observer_->note(note);
      }
    }
    connection_.emplace(std::move(*connection));
    return {};
  }

  Result<void> open_journal() {
    const journal::Identity identity{.host = options_->server.host,
                                     .user = options_->sign_in.user,
                                     .maildir = options_->maildir};
    const std::string name(target::to_string(profile_));
    Result<journal::Journal> journal =
        options_->dry_run ? journal::Journal::open_trial(options_->journal_path, identity, name)
                          : journal::Journal::open(options_->journal_path, identity, name);
    if (!journal) {
      return fail(journal.error());
    }
    journal_.emplace(std::move(*journal));
    const Result<std::uint64_t> unknown = journal_->settle_intents();
    return unknown ? Result<void>() : fail(unknown.error());
  }

  Result<void> make_plan() {
    const Result<std::vector<journal::FolderRow>> folders = journal_->folders();
    const Result<std::vector<journal::MailboxRow>> mailboxes = journal_->mailboxes();
    if (!folders || !mailboxes) {
      return fail(!folders ? folders.error() : mailboxes.error());
    }
    std::vector<BegunFolder> begun;
    for (const journal::FolderRow& folder : *folders) {
      const auto mailbox =
          std::find_if(mailboxes->begin(), mailboxes->end(),
                       [&](const auto& each) { return each.id == folder.mailbox; });
      if (mailbox != mailboxes->end()) {
        begun.push_back({.directory = folder.directory, .mailbox = mailbox->name});
      }
    }
    Result<Plan> plan = migrate::make_plan(tree_->inventory(), profile_, server_, options_->mapping,
                                           options_->selection, begun);
    if (!plan) {
      return fail(plan.error());
    }
    plan_ = std::move(*plan);
    context_.emplace(UploadContext{.tree = *tree_,
                                   .options = *options_,
                                   .observer = *observer_,
                                   .stop = stop_,
                                   .journal = *journal_,
                                   .plan = plan_,
                                   .profile = profile_,
                                   .summary = summary_});
    count();
    std::set<std::string> names;
    for (const PlannedFolder& folder : plan_.folders) {
      names.insert(folder.mailbox);
    }
    summary_.mailboxes.planned = names.size();
    summary_.mailboxes.existing = plan_.existing;
    observer_->plan(plan_);
    return {};
  }

  /// Names only, and sizes for the estimate; no message is opened.
  void count() {
    for (PlannedFolder& planned : plan_.folders) {
      Result<maildir::OpenFolder> folder =
          tree_->open_folder(tree_->inventory().folders[planned.folder]);
      if (!folder) {
        continue;
      }
      const maildir::MessageList list = folder->read_messages();
      planned.messages = list.size();
      for (std::size_t i = 0; i < list.size(); ++i) {
        const maildir::MessageEntry entry = list[i];
        if (const std::optional<maildir::FileFacts> facts = folder->facts_of(entry)) {
          planned.bytes += facts->size;
        }
        if (!counted_.keyworded.contains(planned.mailbox) &&
            wants_keywords(entry.flags, list.keywords_of(i).names)) {
          counted_.keyworded.insert(planned.mailbox);
        }
      }
      counted_.messages += planned.messages;
      counted_.bytes += planned.bytes;
    }
    context_->progress.messages_total = counted_.messages;
    context_->progress.bytes_total = counted_.bytes;
  }

  Result<void> pretend() {
    if (const Result<void> done = pretend_mailboxes(*context_); !done) {
      return done;
    }
    summary_.mailboxes.created = plan_.create.size();
    add_tree_matters(tree_->inventory(), *context_);
    WorkList work(*context_, PassKind::First);
    MessagePreparer preparer(*context_, PassKind::First);
    while (std::optional<WorkItem> item = work.next()) {
      if (context_->stop_requested()) {
        summary_.stopped = interrupted();
        return {};
      }
      Result<std::optional<PreparedMessage>> prepared = preparer.prepare(*item);
      if (!prepared) {
        return fail(prepared.error());
      }
      if (*prepared) {
        const std::string remedies = (*prepared)->recipe.remedies();
        summary_.messages.repaired += (*prepared)->recipe.rung == Rung::Repaired ? 1U : 0U;
        summary_.messages.wrapped += (*prepared)->recipe.rung == Rung::Wrapped ? 1U : 0U;
        context_->report({.outcome = Outcome::Stored,
                          .folder = item->folder->planned->name,
                          .unique_name = item->entry().unique_name,
                          .mailbox = item->folder->planned->mailbox,
                          .wire_size = (*prepared)->head.octets,
                          .form = to_string((*prepared)->recipe.rung),
                          .text = remedies,
                          .subject = (*prepared)->subject});
      }
      observer_->progress(context_->progress);
    }
    return {};
  }

  Result<void> send() {
    observer_->phase(Phase::Create);
    if (const Result<void> ready = set_up_mailboxes(*connection_, *context_, counted_.keyworded);
        !ready) {
      return ready;
    }
    add_tree_matters(tree_->inventory(), *context_);
    observer_->phase(Phase::Send);
    last_loss_ = journal_->last_write();
    if (const Result<void> done = send_in_passes(); !done) {
      return done;
    }
    if (!summary_.stopped) {
      observer_->phase(Phase::Flags);
      with_connection([&] { return bind_uids(*connection_, *context_); });
      with_connection([&] { return store_flags(*connection_, *context_); });
    }
    return report_unknown(*context_);
  }

  /// What was lost with a connection and turned out not to be stored takes another pass. As long as
  /// something arrives, so may the rest; a message that ends every connection is left and listed.
  Result<void> send_in_passes() {
    PassKind pass = PassKind::First;
    for (int fruitless = 0; fruitless < kFruitlessPasses; pass = PassKind::Again) {
      const std::uint64_t before = summary_.messages.uploaded;
      if (const Result<void> done = send_pass(pass); !done || summary_.stopped) {
        return done;
      }
      const Result<bool> again = settle();
      if (!again) {
        return fail(again.error());
      }
      if (!*again) {
        return {};
      }
      fruitless = summary_.messages.uploaded > before ? 0 : fruitless + 1;
    }
    return report_not_sent(*context_);
  }

  /// One pass over all folders, over as many connections as it takes.
  Result<void> send_pass(PassKind pass) {
    WorkList work(*context_, pass);
    // One message goes ahead in every run, so that a server that replaces dates is found out before
    // it has them all, however often the command is repeated.
    bool dates_are_known = options_->accept_server_dates;
    int fruitless = 0;
    while (!summary_.stopped) {
      work.allow(dates_are_known ? std::numeric_limits<std::size_t>::max() : 1);
      const std::uint64_t before = context_->progress.messages_done;
      if (!have_connection()) {
        return {};
      }
      Result<WireEnd> end = send_over_connection(work);
      if (!end) {
        return fail(end.error());
      }
      if (context_->stop_requested()) {
        summary_.stopped = interrupted();
        return {};
      }
      if (context_->has_enough_errors()) {
        summary_.stopped = Error{.kind = ErrorKind::LimitReached,
                                 .text = "as many messages need attention as --max-errors allows",
                                 .hint = "Look at them, then run the same command again."};
        return {};
      }
      if (end->cause == WireEnd::Cause::Finished && !dates_are_known) {
        if (context_->first_stored) {
          with_connection([&] { return check_date(); });
          dates_are_known = true;
        }
        if (work.is_exhausted()) {
          return {};
        }
        continue;
      }
      if (end->cause == WireEnd::Cause::Finished) {
        return {};
      }
      if (end->cause == WireEnd::Cause::Stop) {
        summary_.stopped = end->error;
        return {};
      }
      last_loss_ = now_seconds();
      fruitless = context_->progress.messages_done > before ? 0 : fruitless + 1;
      connection_.reset();
      if (fruitless > kFruitlessConnections) {
        summary_.stopped = end->error;
        return {};
      }
      pause_before_reconnect(*end, fruitless);
    }
    return {};
  }

  /// Reads the date of the first stored message back. Stops the run if it is not the one that was
  /// sent.
  Result<void> check_date() {
    if (const Result<void> bound = bind_uids(*connection_, *context_); !bound) {
      return bound;
    }
    const Result<std::optional<journal::MessageRow>> row =
        journal_->message(*context_->first_stored);
    if (!row || !*row || !(*row)->uid) {
      return row ? Result<void>() : fail(row.error());
    }
    const journal::MailboxRow& mailbox = context_->mailboxes.at((*row)->mailbox).row;
    const Result<std::optional<std::int64_t>> date =
        fetch_internal_date(*connection_, mailbox.name, *(*row)->uid);
    if (!date) {
      return fail(date.error());
    }
    if (*date && std::abs(**date - (*row)->internal_date) > kDateTolerance) {
      summary_.stopped = Error{
          .kind = ErrorKind::Configuration,
          .text = fmt::format("the server replaces the dates of messages: {} became {}",
                              text::format_iso((*row)->internal_date), text::format_iso(**date)),
          .where = text::escape_for_display(mailbox.name),
          .hint =
              "One message was uploaded. Run again with --accept-server-dates if the mailbox may "
              "show these dates, or update the server first (Exchange 2010 keeps dates from SP2 "
              "RU5 on)."};
    }
    return {};
  }

  /// Two threads and two queues, for the life of one connection.
  Result<WireEnd> send_over_connection(WorkList& work) {
    if (const Result<void> settled = settle_unknown(*connection_, *context_, not_seen());
        !settled) {
      if (settled.error().kind == ErrorKind::Journal) {
        return fail(settled.error());
      }
      return WireEnd{.cause = WireEnd::Cause::Lost, .error = settled.error()};
    }
    const Result<net::Wakeup> wakeup = net::Wakeup::make();
    if (!wakeup) {
      return fail(wakeup.error());
    }
    OutboundQueue outbound(limits::kOutboundQueue, *wakeup);
    ResultQueue results;
    std::unordered_map<journal::MailboxId, std::string> names;
    for (const auto& [id, state] : context_->mailboxes) {
      names.emplace(id, state.row.name);
    }
    WireThread wire(
        *connection_, outbound, results, *wakeup, names,
        make_window(profile_, connection_->capabilities(), options_->server.max_in_flight),
        options_->server.append_timeout);
    WireEnd end;
    std::thread thread([&] { end = wire.run(); });
    MessagePreparer preparer(*context_, work.pass());
    const Result<void> done = DiskThread(*context_, work, preparer, outbound, results).run();
    thread.join();
    if (!done) {
      return fail(done.error());
    }
    return end;
  }

  /// What is Unknown after a pass: looked for again, no earlier than the server may need to store
  /// it. True if there are messages to send again.
  Result<bool> settle() {
    observer_->phase(Phase::Settle);
    const Result<journal::StateCounts> counts = journal_->counts();
    if (!counts) {
      return fail(counts.error());
    }
    if (counts->unknown > 0) {
      const std::int64_t due = last_loss_ + settle_after().count();
      if (due > now_seconds() &&
          !pause("messages whose answer was lost are looked for", seconds(due - now_seconds()))) {
        return false;
      }
      with_connection([&] { return settle_unknown(*connection_, *context_, NotSeen::SendAgain); });
    }
    const Result<journal::StateCounts> after = journal_->counts();
    if (!after) {
      return fail(after.error());
    }
    return after->unsent > 0 && !summary_.stopped;
  }

  /// A step that needs the server and may be repeated: tried again once on a new connection. What
  /// is left undone then is found by the next run, so it stops this one without an exception.
  template <typename Step>
  void with_connection(Step step) {
    for (int attempt = 0; attempt < 2 && !summary_.stopped; ++attempt) {
      if (!have_connection()) {
        return;
      }
      const Result<void> done = step();
      if (done) {
        return;
      }
      connection_.reset();
      if (attempt == 1 || done.error().kind == ErrorKind::Journal) {
        summary_.stopped = done.error();
      }
    }
  }

  bool have_connection() {
    for (int attempt = 0; !connection_; ++attempt) {
      const Result<void> connected = connect();
      if (connected) {
        break;
      }
      const ErrorKind kind = connected.error().kind;
      const bool is_passing = kind == ErrorKind::Unreachable || kind == ErrorKind::Disconnected ||
                              kind == ErrorKind::Throttled;
      if (!is_passing || attempt == kFruitlessConnections) {
        summary_.stopped = connected.error();
        return false;
      }
      if (!pause("the connection is made again", std::min(seconds(1U << attempt), kLongestPause))) {
        return false;
      }
    }
    return true;
  }

  void pause_before_reconnect(const WireEnd& end, int fruitless) {
    if (end.error) {
      observer_->note(fmt::format("the connection ended: {}", end.error->text));
    }
    milliseconds length{0};
    if (end.error && end.error->retry_after) {
      length = *end.error->retry_after;
    } else if (end.cause == WireEnd::Cause::Lost && fruitless > 0) {
      length = std::min(seconds(1U << static_cast<unsigned>(fruitless)), kLongestPause);
    }
    if (length.count() > 0) {
      pause("the connection is made again", length);
    }
  }

  /// False if the user asked to stop meanwhile.
  bool pause(std::string_view why, milliseconds length) {
    observer_->waiting(why, length.count());
    const net::Deadline end = net::Clock::now() + length;
    if (!net::wait_for({}, {.deadline = end, .stop_fd = stop_.wake_fd}) ||
        context_->stop_requested()) {
      summary_.stopped = interrupted();
      return false;
    }
    return true;
  }

  [[nodiscard]] seconds settle_after() const {
    return options_->settle_after.value_or(target::traits(profile_).settle_after);
  }

  [[nodiscard]] NotSeen not_seen() const {
    return last_loss_ + settle_after().count() <= now_seconds() ? NotSeen::SendAgain
                                                                : NotSeen::Wait;
  }

  static Error interrupted() {
    return {.kind = ErrorKind::Interrupted,
            .text = "stopped by a signal; the journal is complete",
            .hint = "Run the same command again to go on."};
  }

  void finish() {
    observer_->phase(Phase::Done);
    summary_.keywords_not_kept.assign(context_->keywords_not_kept.begin(),
                                      context_->keywords_not_kept.end());
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    if (connection_) {
      connection_->close();
    }
  }

  const maildir::Scanner* tree_;
  const UploadOptions* options_;
  Observer* observer_;
  StopSignal stop_;
  std::chrono::steady_clock::time_point started_;
  UploadSummary summary_;
  target::Profile profile_ = target::Profile::Imap;
  ServerMailboxes server_;
  Plan plan_;
  Counted counted_;
  std::optional<ServerConnection> connection_;
  std::optional<journal::Journal> journal_;
  std::optional<UploadContext> context_;
  /// Seconds since 1970 of the last moment at which the server may have been sent something that it
  /// did not answer.
  std::int64_t last_loss_ = 0;
};

}  // namespace

Result<UploadSummary> upload(const maildir::Scanner& tree, const UploadOptions& options,
                             Observer& observer, StopSignal stop) {
  return UploadRun(tree, options, observer, stop).run();
}

}  // namespace mailhaul::migrate
