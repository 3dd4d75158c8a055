#include "migrate/wire/wire_thread.hpp"

#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <mailhaul/imap/append.hpp>
#include <mailhaul/imap/command.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// After BYE nothing more is sent, so a server that still waits for the rest of a message would
/// wait for ever.
constexpr std::chrono::seconds kFarewell{2};
/// Pauses that end a connection if nothing was stored between them, so that they are counted with
/// the other connections that brought nothing.
constexpr unsigned kFruitlessPauses = 20;
/// Where a server asks for patience without saying for how long.
constexpr std::chrono::seconds kDefaultBackoff{10};

Error lost(std::string text) {
  return {.kind = ErrorKind::Disconnected, .text = std::move(text)};
}

/// What is known of a message whose command was not answered.
AppendOutcome outcome_of(imap::Handover handover) {
  if (handover == imap::Handover::None) {
    return NotSent{};
  }
  return Unanswered{.handed_over = handover == imap::Handover::Complete};
}

}  // namespace

WireThread::WireThread(ServerConnection& connection, OutboundQueue& outbound, ResultQueue& results,
                       const net::Wakeup& work,
                       const std::unordered_map<std::int64_t, std::string>& mailboxes,
                       Window window, Pace& pace, std::chrono::seconds append_timeout,
                       std::chrono::seconds idle_limit)
    : connection_(&connection),
      outbound_(&outbound),
      results_(&results),
      work_(&work),
      mailboxes_(&mailboxes),
      window_(window),
      pace_(&pace),
      append_timeout_(append_timeout),
      idle_limit_(idle_limit),
      bodies_(outbound) {}

WireEnd WireThread::run() {
  while (!is_done()) {
    start_appends();
    supply_bodies();
    pump();
  }
  settle_unanswered();
  outbound_->close();
  std::vector<AppendResult> not_sent;
  while (const std::optional<OutboundHead> head = outbound_->pop()) {
    not_sent.push_back({.row = head->row, .outcome = NotSent{}});
  }
  results_->push(std::move(not_sent));
  results_->close();
  return *end_;
}

bool WireThread::is_done() {
  handle_events();
  if (!end_ && outbound_->is_aborted()) {
    cut({.cause = WireEnd::Cause::Lost,
         .error = lost("a message changed while it was being sent")});
  }
  if (!end_ && !draining_ && outbound_->is_cancelled()) {
    drain({.cause = WireEnd::Cause::Finished});
  }
  if (!end_ && in_flight_.empty()) {
    if (draining_) {
      end_ = draining_;
    } else if (outbound_->is_finished()) {
      end_ = WireEnd{};
    }
  }
  return end_.has_value();
}

void WireThread::start_appends() {
  while (!draining_ && outbound_->peek()) {
    if (abandoned_.contains(outbound_->peek()->mailbox)) {
      leave_next();
      continue;
    }
    if (!may_start()) {
      break;
    }
    if (connection_->needs_renewal()) {
      drain(
          {.cause = WireEnd::Cause::Renew, .error = lost("the access token is about to run out")});
      return;
    }
    start_batch();
  }
  was_starved_ = was_starved_ || is_starved();
}

/// Its mailbox takes nothing more, so a command for it would only be one more refusal.
void WireThread::leave_next() {
  const std::optional<OutboundHead> head = outbound_->pop();
  bodies_.add(*head);
  bodies_.give_up({&*head, 1});
  results_->push({{.row = head->row, .outcome = NotSent{}}});
}

bool WireThread::is_starved() const {
  return !draining_ && bodies_.is_empty() && octets_in_flight_ >= window_.octets &&
         outbound_->peek().has_value();
}

bool WireThread::may_start() const {
  return has_room() && !pace_->message_due();
}

bool WireThread::has_room() const {
  return connection_->driver().session().can_send() && messages_in_flight_ < window_.messages &&
         octets_in_flight_ < window_.octets;
}

void WireThread::start_batch() {
  InFlight command;
  std::vector<imap::AppendItem> items;
  const journal::MailboxId mailbox = outbound_->peek()->mailbox;
  while (const std::optional<OutboundHead> next = outbound_->peek()) {
    const bool fits = command.heads.empty() ||
                      (next->mailbox == mailbox && !next->alone && !command.heads.front().alone &&
                       command.heads.size() < window_.batch_messages &&
                       command.octets + next->octets <= window_.batch_octets);
    if (!fits) {
      break;
    }
    items.push_back({.token = static_cast<imap::AppendToken>(next->row),
                     .flags = next->flags,
                     .internal_date = next->internal_date,
                     .octets = next->octets,
                     .synchronizing = window_.synchronizing_above.has_value() &&
                                      next->octets > *window_.synchronizing_above});
    bodies_.add(*next);
    command.octets += next->octets;
    command.heads.push_back(*next);
    pace_->count_message();
    outbound_->pop();
  }
  Result<imap::Command> append = imap::Command::append(mailboxes_->at(mailbox), std::move(items));
  if (!append) {
    // The plan makes names that can be sent, so this is a defect; nothing of it was sent.
    push_results(command, NotSent{});
    cut({.cause = WireEnd::Cause::Stop, .error = append.error()});
    return;
  }
  messages_in_flight_ += command.heads.size();
  octets_in_flight_ += command.octets;
  const imap::CommandId id = connection_->driver().session().start(std::move(*append));
  in_flight_.emplace(id, std::move(command));
}

void WireThread::supply_bodies() {
  for (;;) {
    bodies_.drop_given_up();
    const std::optional<net::BodyRequest> request = connection_->driver().next_body();
    if (!request || pace_->octets_due()) {
      return;
    }
    std::optional<Bytes> piece = bodies_.next(static_cast<journal::MessageId>(request->token));
    if (!piece) {
      return;
    }
    pace_->count_octets(piece->size());
    if (const Result<void> taken = connection_->driver().supply(std::move(*piece)); !taken) {
      cut({.cause = WireEnd::Cause::Lost, .error = taken.error()});
      return;
    }
  }
}

void WireThread::pump() {
  if (end_ || (draining_ && in_flight_.empty())) {
    return;
  }
  const std::optional<Instant> due = pace_due();
  if (due && (in_flight_.empty() || is_body_held()) && pace_->skip_to(*due)) {
    return;
  }
  net::Driver& driver = connection_->driver();
  const bool is_held = is_body_held();
  net::Deadline deadline = driver.last_progress() + patience();
  if (due) {
    deadline = is_held ? *due : std::min(deadline, *due);
  }
  const Result<net::PumpEnd> moved = driver.pump({.deadline = deadline}, work_);
  if (!moved) {
    cut({.cause = WireEnd::Cause::Lost, .error = moved.error()});
  } else if (*moved == net::PumpEnd::TimedOut && !is_held &&
             driver.last_progress() + patience() <= net::Clock::now()) {
    lose_patience();
  }
}

std::optional<Instant> WireThread::pace_due() const {
  if (is_body_held()) {
    return pace_->octets_due();
  }
  return has_room() ? pace_->message_due() : std::nullopt;
}

bool WireThread::is_body_held() const {
  return !bodies_.is_empty() && pace_->octets_due();
}

std::chrono::seconds WireThread::patience() const {
  const imap::Session& session = connection_->driver().session();
  if (draining_ && !session.can_send()) {
    return kFarewell;
  }
  return session.unsettled_commands() > 0 ? append_timeout_ : idle_limit_;
}

void WireThread::lose_patience() {
  imap::Session& session = connection_->driver().session();
  if (draining_ && !session.can_send()) {
    cut(*draining_);
  } else if (session.unsettled_commands() > 0) {
    cut({.cause = WireEnd::Cause::Lost,
         .error = lost(
             fmt::format("the server did not answer for {} seconds", append_timeout_.count()))});
  } else {
    session.start(imap::Command::noop());
  }
}

void WireThread::handle_events() {
  imap::Session& session = connection_->driver().session();
  while (std::optional<imap::Event> event = session.next_event()) {
    if (const auto* completion = std::get_if<imap::Completion>(&*event)) {
      handle(*completion);
    } else if (const auto* bye = std::get_if<imap::Bye>(&*event)) {
      const target::Verdict verdict =
          judge_bye(*bye, target::CommandKind::Append, connection_->profile());
      Error error = lost(fmt::format("the server ended the connection: BYE {}",
                                     text::shorten_for_display(bye->text.text, 300)));
      error.retry_after = verdict.retry_after;
      drain({.cause = WireEnd::Cause::Lost, .error = std::move(error)});
    } else if (const auto* state_lost = std::get_if<imap::StateLost>(&*event)) {
      cut({.cause = WireEnd::Cause::Lost,
           .error = lost(fmt::format("the server answered something that was not asked: {}",
                                     text::shorten_for_display(state_lost->line, 300)))});
    } else if (const auto* protocol = std::get_if<imap::ProtocolError>(&*event)) {
      cut({.cause = WireEnd::Cause::Lost, .error = protocol->error});
    } else if (std::holds_alternative<imap::EndOfStream>(*event) && !end_) {
      end_ = draining_ && draining_->error
                 ? *draining_
                 : WireEnd{.cause = WireEnd::Cause::Lost, .error = connection_->driver().ending()};
    }
  }
}

void WireThread::handle(const imap::Completion& completion) {
  const auto found = in_flight_.find(completion.command);
  if (found == in_flight_.end()) {
    return;
  }
  const InFlight command = std::move(found->second);
  in_flight_.erase(found);
  messages_in_flight_ -= command.heads.size();
  octets_in_flight_ -= command.octets;
  if (completion.status == imap::Status::Ok) {
    store(completion, command);
  } else {
    refuse(completion, command);
  }
}

void WireThread::store(const imap::Completion& completion, const InFlight& command) {
  warned_ = false;
  pauses_ = 0;
  if (std::exchange(was_starved_, false)) {
    window_.octets = std::min(window_.octets + command.octets, window_.most_octets);
  }
  const auto* uids = std::get_if<imap::AppendUid>(&completion.text.code);
  std::vector<AppendResult> results;
  results.reserve(command.heads.size());
  for (std::size_t i = 0; i < command.heads.size(); ++i) {
    Appended appended;
    if (uids != nullptr) {
      appended.uid_validity = uids->uid_validity;
      appended.uid = uids->uids.at(i);
    }
    results.push_back({.row = command.heads[i].row, .outcome = appended});
  }
  results_->push(std::move(results));
}

void WireThread::refuse(const imap::Completion& completion, const InFlight& command) {
  if (completion.continuation_refused) {
    bodies_.give_up(command.heads);
  }
  target::Verdict verdict =
      judge_append(completion, connection_->profile(), connection_->driver().octets_handed_over());
  if (verdict.run == target::RunFate::Wait) {
    verdict.retry_after = pace_->hold_off(verdict.retry_after.value_or(kDefaultBackoff));
    ++pauses_;
  }
  const std::string text = explain_answer(completion, verdict);
  if (verdict.folder == target::FolderFate::Leave) {
    abandoned_.insert(command.heads.front().mailbox);
  }
  push_results(command,
               Rejected{.verdict = verdict, .text = text, .in_batch = command.heads.size() > 1});
  connection_->count_failure();
  obey(verdict, text);
}

void WireThread::push_results(const InFlight& command, const AppendOutcome& outcome) {
  std::vector<AppendResult> results;
  results.reserve(command.heads.size());
  for (const OutboundHead& head : command.heads) {
    results.push_back({.row = head.row, .outcome = outcome});
  }
  results_->push(std::move(results));
}

void WireThread::obey(const target::Verdict& verdict, const std::string& text) {
  const Error error{.kind = verdict.error_kind, .text = text, .retry_after = verdict.retry_after};
  const bool repeated = std::exchange(warned_, verdict.run == target::RunFate::StopIfRepeated);
  if (verdict.run == target::RunFate::Stop ||
      (verdict.run == target::RunFate::StopIfRepeated && repeated)) {
    drain({.cause = WireEnd::Cause::Stop, .error = error});
  }
  // A NOOP against the server's idle limit would be a command during the pause that it asked for.
  const bool outlasts_connection =
      verdict.run == target::RunFate::Wait && error.retry_after > idle_limit_;
  if (verdict.run == target::RunFate::Reconnect || outlasts_connection) {
    drain({.cause = WireEnd::Cause::Renew, .error = error});
  }
  if (verdict.connection == target::ConnectionFate::Close) {
    cut(draining_.value_or(WireEnd{.cause = WireEnd::Cause::Renew, .error = error}));
    return;
  }
  const std::optional<unsigned> allowed =
      target::traits(connection_->profile()).failures_per_connection;
  if ((allowed && connection_->failures() >= *allowed) || pauses_ >= kFruitlessPauses) {
    drain({.cause = WireEnd::Cause::Renew, .error = error});
  }
}

void WireThread::drain(WireEnd end) {
  if (!draining_) {
    draining_ = std::move(end);
  }
}

void WireThread::cut(WireEnd end) {
  if (!end_) {
    connection_->driver().abort();
    end_ = std::move(end);
  }
}

void WireThread::settle_unanswered() {
  std::vector<AppendResult> results;
  const std::uint64_t handed_over = connection_->driver().octets_handed_over();
  for (const imap::AppendExtent& append : connection_->driver().session().unsettled_appends()) {
    if (in_flight_.erase(append.command) == 0) {
      continue;
    }
    for (const imap::ItemExtent& item : append.items) {
      results.push_back({.row = static_cast<journal::MessageId>(item.token),
                         .outcome = outcome_of(imap::handover(item, handed_over))});
    }
  }
  results_->push(std::move(results));
}

}  // namespace mailhaul::migrate
