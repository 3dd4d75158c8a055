#include "migrate/upload/passes.hpp"

#include "migrate/upload/date_check.hpp"
#include "migrate/upload/disk_thread.hpp"
#include "migrate/upload/message_preparer.hpp"
#include "migrate/wire/outbound_queue.hpp"
#include "migrate/wire/window.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <unordered_map>

#include <fmt/format.h>

#include <mailhaul/base/limits.hpp>
#include <mailhaul/net/wakeup.hpp>

namespace mailhaul::migrate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Passes over the folders, one after the other, that brought no message to the server.
constexpr int kFruitlessPasses = 3;

Error enough_errors() {
  return {.kind = ErrorKind::LimitReached,
          .text = "as many messages need attention as --max-errors allows",
          .hint = "Look at them, then run the same command again."};
}

}  // namespace

/// What was lost with a connection and turned out not to be stored takes another pass. As long as
/// something arrives, so may the rest; a message that ends every connection is left and listed.
Result<void> Passes::run() {
  PassKind kind = PassKind::First;
  for (int fruitless = 0; fruitless < kFruitlessPasses; kind = PassKind::Again) {
    const std::uint64_t before = context_->summary.messages.uploaded;
    if (const Result<void> done = run_pass(kind); !done || is_stopped()) {
      return done;
    }
    const Result<bool> again = settle();
    if (!again || !*again) {
      return again ? Result<void>() : fail(again.error());
    }
    fruitless = context_->summary.messages.uploaded > before ? 0 : fruitless + 1;
  }
  return report_not_sent(*context_);
}

Result<void> Passes::run_pass(PassKind kind) {
  WorkList work(*context_, kind);
  int fruitless = 0;
  while (!is_stopped()) {
    const std::uint64_t before = context_->progress.messages_done;
    if (const Result<void> open = link_->ensure_open(); !open) {
      context_->summary.stopped = open.error();
      return {};
    }
    const Result<WireEnd> end = send_over_connection(work);
    if (!end) {
      return fail(end.error());
    }
    context_->summary.stopped = reason_to_stop(*end);
    if (is_stopped()) {
      return {};
    }
    if (end->cause == WireEnd::Cause::Finished) {
      if (context_->first_stored.needs_look()) {
        stop_unless(link_->run(
            [&](ServerConnection& connection) { return check_dates(connection, *context_); }));
      }
      if (work.is_exhausted() && ahead_.pending() == 0) {
        return {};
      }
      continue;
    }
    // What was read may be another message by the time there is a connection again.
    for (WorkItem& item : ahead_.give_back()) {
      work.retry(std::move(item));
    }
    last_loss_ = now_seconds();
    fruitless = context_->progress.messages_done > before ? 0 : fruitless + 1;
    if (end->cause == WireEnd::Cause::Renew) {
      link_->close();
    }
    link_->drop();
    if (fruitless > kFruitlessConnections) {
      context_->summary.stopped = end->error;
      return {};
    }
    pause_before_reconnect(*end, fruitless);
  }
  return {};
}

std::optional<Error> Passes::reason_to_stop(const WireEnd& end) const {
  if (context_->stop_requested()) {
    return interrupted();
  }
  if (context_->has_enough_errors()) {
    return enough_errors();
  }
  return end.cause == WireEnd::Cause::Stop ? end.error : std::nullopt;
}

/// Two threads and two queues, for the life of one connection.
Result<WireEnd> Passes::send_over_connection(WorkList& work) {
  ServerConnection& connection = link_->connection();
  if (const Result<void> settled = settle_unknown(connection, *context_, not_seen()); !settled) {
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
  const ServerOptions& server = context_->options.server;
  Window window = make_window(context_->profile, connection.capabilities(), server.max_in_flight);
  window.batch_messages = std::min(window.batch_messages, pace_.largest_batch());
  WireThread wire(connection, outbound, results, *wakeup, names, window, pace_,
                  server.append_timeout);
  MessagePreparer preparer(*context_, work.pass());
  DiskThread disk(*context_, work, ahead_, preparer, outbound, results);
  WireEnd end;
  std::thread thread([&] { end = wire.run(); });
  const Result<void> done = disk.run();
  thread.join();
  if (!done) {
    return fail(done.error());
  }
  return end;
}

/// What is Unknown after a pass: looked for again, no earlier than the server may need to store it.
/// True if there are messages to send again.
Result<bool> Passes::settle() {
  context_->observer.phase(Phase::Settle);
  const Result<journal::StateCounts> counts = context_->journal.open_counts();
  if (!counts) {
    return fail(counts.error());
  }
  if (counts->unknown > 0) {
    const std::int64_t due = last_loss_ + context_->settle_after().count();
    if (due > now_seconds()) {
      stop_unless(link_->pause("messages whose answer was lost are looked for",
                               seconds(due - now_seconds())));
    }
    if (is_stopped()) {
      return false;
    }
    stop_unless(link_->run([&](ServerConnection& connection) {
      return settle_unknown(connection, *context_, NotSeen::SendAgain);
    }));
  }
  const Result<journal::StateCounts> after = context_->journal.open_counts();
  if (!after) {
    return fail(after.error());
  }
  return after->unsent > 0 && !is_stopped();
}

void Passes::pause_before_reconnect(const WireEnd& end, int fruitless) {
  if (end.error) {
    context_->observer.note(fmt::format("the connection ended: {}", end.error->text));
  }
  milliseconds length{0};
  if (end.error && end.error->retry_after) {
    length = *end.error->retry_after;
  } else if (end.cause == WireEnd::Cause::Lost && fruitless > 0) {
    length = reconnect_pause(fruitless);
  }
  if (length.count() > 0) {
    stop_unless(link_->pause("the connection is made again", length));
  }
}

void Passes::stop_unless(const Result<void>& done) {
  if (!done && !is_stopped()) {
    context_->summary.stopped = done.error();
  }
}

NotSeen Passes::not_seen() const {
  return last_loss_ + context_->settle_after().count() <= now_seconds() ? NotSeen::SendAgain
                                                                        : NotSeen::Wait;
}

}  // namespace mailhaul::migrate
