#include "emulator/commands/session.hpp"

#include "emulator/commands/commands.hpp"

#include <algorithm>
#include <thread>

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kTooManyErrors = "* BYE Connection closed. 14";

Command with_bad_tag_removed(Command command) {
  // The tag of a command that is none may be anything; it is echoed as it came, but never NUL.
  std::erase(command.tag, '\0');
  return command;
}

std::string_view name_of(WireEnd end) {
  switch (end) {
    case WireEnd::TimedOut:
      return "timeout";
    case WireEnd::Stopped:
      return "stopped";
    default:
      return "client";
  }
}

/// Commands that cost the server nothing and are never throttled.
bool is_free(const std::string& name) {
  return name == "NOOP" || name == "LOGOUT" || name == "CAPABILITY";
}

}  // namespace

std::uint32_t SelectedMailbox::number_of(std::uint32_t uid) const {
  const auto place = std::ranges::lower_bound(uids, uid);
  return place != uids.end() && *place == uid ? static_cast<std::uint32_t>(place - uids.begin()) + 1
                                              : 0;
}

Session::Session(World& shared, Wire& connection, std::uint64_t number,
                 std::optional<net::TlsServerContext> context)
    : world(shared),
      wire(connection),
      id(number),
      lines(connection),
      tls(std::move(context)),
      reader_(lines, shared.profile().connection.max_command_size,
              [this](std::string_view name) { return find_command(name, profile()) != nullptr; }) {}

void Session::run() {
  if (!greet()) {
    return;
  }
  while (true) {
    set_timeout();
    auto command = reader_.next();
    if (!command) {
      say_why_it_ends();
      return;
    }
    *command = with_bad_tag_removed(std::move(*command));
    if (!handle(*command)) {
      return;
    }
    // A handler that read on its own may have met the end.
    if (lines.end() != WireEnd::None && lines.end() != WireEnd::Woken) {
      say_why_it_ends();
      return;
    }
  }
}

bool Session::greet() {
  if (!world.connections().is_within_limits(id)) {
    put_line("* BYE Connection refused");
    end_connection(After::Close, "limit");
    return false;
  }
  if (world.options().tls == Tls::Implicit &&
      !wire.start_tls(*tls, profile().connection.timeout_before_login)) {
    end_connection(After::Cut, "handshake");
    return false;
  }
  put_line(profile().texts.greeting);
  return true;
}

void Session::set_timeout() {
  const auto& rules = profile().connection;
  const auto limit =
      state == State::NotAuthenticated ? rules.timeout_before_login : rules.timeout_after_login;
  auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(limit * rules.time_scale);
  if (token_expires) {
    timeout = std::clamp(std::chrono::milliseconds(*token_expires - world.now()),
                         std::chrono::milliseconds(0), timeout);
  }
  lines.set_timeout(timeout);
}

void Session::say_why_it_ends() {
  if (lines.end() == WireEnd::TimedOut) {
    const bool expired = token_expires && world.now() >= *token_expires;
    put_line(expired ? "* BYE Session invalidated - AccessTokenExpired"
                     : "* BYE Connection is closed. 13");
    end_connection(After::Close, expired ? "token expired" : "timeout");
    return;
  }
  end_connection(After::Cut, name_of(lines.end()));
}

bool Session::handle(Command& command) {
  world.events().saw_line(reader_.longest_line());
  if (token_expires && world.now() >= *token_expires) {
    put_line("* BYE Session invalidated - AccessTokenExpired");
    end_connection(After::Close, "token expired");
    return false;
  }
  Reply reply = dispatch(command);
  return skip_message(command) && answer(command, std::move(reply));
}

Reply Session::dispatch(Command& command) {
  fault.reset();
  const CommandEntry* entry = command.well_formed ? find_command(command.name, profile()) : nullptr;
  if (entry == nullptr) {
    return command_error();
  }
  std::vector<std::pair<std::string, std::string>> fields = {{"name", command.name}};
  if (state_lost) {
    fields.emplace_back("after_desync", "true");
  }
  record(EventKind::Command, std::move(fields));
  {
    const Lock lock = world.lock();
    world.run_deferred();
  }
  fault = world.faults().next(command.name);
  if (auto reply = apply_fault()) {
    return *reply;
  }
  if (auto ended = check_selection(command.name)) {
    return *ended;
  }
  const bool signed_in = state != State::NotAuthenticated;
  if ((entry->needs == Needs::NoLogin && signed_in) ||
      (entry->needs >= Needs::Login && !signed_in)) {
    return invalid_state();
  }
  if (entry->needs >= Needs::Login) {
    note_missing_capability(command.name);
    if (auto refused = check_rights()) {
      return *refused;
    }
    if (entry->needs == Needs::Selection && !selected) {
      return invalid_state();
    }
  }
  if (auto throttled = check_throttle(command.name)) {
    return *throttled;
  }
  imap::Cursor arguments(command.arguments);
  Reply reply = entry->handler(*this, command, arguments);
  return fault && fault->point == FaultPoint::DropAfter ? hang_up(After::Cut) : reply;
}

std::optional<Reply> Session::apply_fault() {
  if (!fault) {
    return std::nullopt;
  }
  record(EventKind::Fault, {{"point", std::string(to_string(fault->point))}});
  switch (fault->point) {
    case FaultPoint::Delay:
      return pause(fault->delay) ? std::nullopt : std::optional(hang_up(After::Cut));
    case FaultPoint::BareLine:
      put_line("Server Unavailable. 15");
      return say_bye("* BYE Connection closed.");
    case FaultPoint::Drop:
      return hang_up(After::Cut);
    case FaultPoint::CloseTls:
      return hang_up(After::Close);
    case FaultPoint::Bye:
      return say_bye("* BYE Connection closed.");
    case FaultPoint::Restart:
    case FaultPoint::RestartWithoutState: {
      record(EventKind::Restart);
      const Lock lock = world.lock();
      if (fault->point == FaultPoint::RestartWithoutState) {
        world.forget_everything();
      }
      world.connections().stop_all();
      return hang_up(After::Cut);
    }
    case FaultPoint::NewUidValidity: {
      const Lock lock = world.lock();
      world.invalidate_all();
      return std::nullopt;
    }
    case FaultPoint::Refuse:
      return no(fault->text, "E2.11");
    default:
      return std::nullopt;
  }
}

std::optional<Reply> Session::check_selection(const std::string& name) {
  const Lock lock = world.lock();
  if (!selected || selected->mailbox->uid_validity == selected->uid_validity) {
    return std::nullopt;
  }
  if (name == "SELECT" || name == "EXAMINE") {
    unselect();
    return std::nullopt;
  }
  return say_bye("* BYE Connection closed.");
}

void Session::note_missing_capability(const std::string& name) {
  if (!asked_capability_since_login && !is_free(name) && name != "ID") {
    asked_capability_since_login = true;
    record(EventKind::LoginWithoutCapability, {{"name", name}});
  }
}

std::optional<Reply> Session::check_rights() const {
  if (identity.connected) {
    return std::nullopt;
  }
  return bad("User is authenticated but not connected.", "E4 rights");
}

std::optional<Reply> Session::check_throttle(const std::string& name) {
  if (state == State::NotAuthenticated || profile().throttle.rate <= 0 || is_free(name)) {
    return std::nullopt;
  }
  const Lock lock = world.lock();
  Throttle& throttle = world.throttle(store->user());
  const bool appends = name == "APPEND";
  const auto verdict = appends ? throttle.on_append(world.now()) : throttle.on_other(world.now());
  if (const auto waited = throttle.take_waited()) {
    record(EventKind::BackoffWaited, {{"asked", std::to_string(waited->asked.count())},
                                      {"waited", std::to_string(waited->waited.count())}});
  }
  if (!verdict) {
    return std::nullopt;
  }
  if (verdict->returned_early) {
    record(EventKind::EarlyReturn,
           {{"milliseconds", std::to_string(verdict->returned_early->count())}});
  }
  const std::string milliseconds = std::to_string(verdict->backoff.count());
  record(EventKind::Throttled,
         {{"milliseconds", milliseconds}, {"status", appends ? "NO" : "BAD"}});
  const std::string text =
      "Request is throttled. Suggested Backoff Time: " + milliseconds + " milliseconds";
  Reply reply = appends ? no(text, "E4 throttling") : bad(text, "E4 throttling");
  if (verdict->close) {
    reply.farewell = kTooManyErrors;
    reply.after = After::Close;
  }
  return reply;
}

bool Session::skip_message(const Command& command) {
  if (!command.message || command.message->synchronizing) {
    return true;
  }
  // What follows the announcement: the message, and the rest of the command's line.
  if (lines.discard(command.message->octets) && lines.line(profile().connection.max_command_size)) {
    return true;
  }
  say_why_it_ends();
  return false;
}

void Session::count(const Command& command, Reply& reply) {
  const auto& rules = profile().connection;
  if (reply.status == Status::Ok) {
    errors_ = rules.error_reset_on_ok ? 0 : errors_;
    return;
  }
  ++errors_;
  record(EventKind::Refusal, {{"name", command.name},
                              {"status", reply.status == Status::No ? "NO" : "BAD"},
                              {"text", reply.text},
                              {"rule", reply.rule}});
  const bool connected = state == State::NotAuthenticated || identity.connected;
  if (errors_ >= (connected ? rules.error_limit : rules.not_connected_limit)) {
    reply.farewell = kTooManyErrors;
    reply.after = After::Close;
  }
}

bool Session::check_pipelining() {
  if (profile().connection.no_pipeline == PipelineMode::Ignore || !lines.has_unread()) {
    return true;
  }
  record(EventKind::Pipelined);
  return profile().connection.no_pipeline != PipelineMode::Drop;
}

bool Session::answer(const Command& command, Reply reply) {
  if (reply.tagged) {
    if (!check_pipelining()) {
      end_connection(After::Cut, "pipelining");
      return false;
    }
    count(command, reply);
    put(command.tag);
    put(reply.status == Status::Ok ? " OK " : reply.status == Status::No ? " NO " : " BAD ");
    put_line(reply.text);
  }
  if (!reply.farewell.empty()) {
    put_line(reply.farewell);
  }
  if (reply.after == After::Continue) {
    return true;
  }
  end_connection(reply.after, reply.farewell.empty() ? "server" : reply.farewell);
  return false;
}

void Session::end_connection(After how, std::string_view reason) {
  if (how == After::Cut) {
    wire.cut();
  } else {
    lines.flush();
    wire.close();
  }
  record(EventKind::Close, {{"reason", std::string(reason)}});
}

bool Session::pause(std::chrono::milliseconds time) {
  return lines.flush() && wire.pause(time);
}

void Session::unselect() {
  selected.reset();
  state = State::Authenticated;
}

void Session::announce_changes(bool expunges_allowed) {
  if (!selected || selected->generation == selected->mailbox->generation) {
    return;
  }
  auto& view = *selected;
  bool all_told = true;
  for (std::size_t index = view.uids.size(); index-- > 0;) {
    if (view.mailbox->find(view.uids[index]) != nullptr) {
      continue;
    }
    if (!expunges_allowed) {
      all_told = false;
      continue;
    }
    put_line("* " + std::to_string(index + 1) + " EXPUNGE");
    view.uids.erase(view.uids.begin() + static_cast<std::ptrdiff_t>(index));
  }
  const std::uint32_t last = view.uids.empty() ? 0 : view.uids.back();
  auto& messages = view.mailbox->messages;
  auto fresh = std::ranges::upper_bound(messages, last, {}, &Message::uid);
  const bool any_new = fresh != messages.end();
  for (; fresh != messages.end(); ++fresh) {
    view.uids.push_back(fresh->uid);
    if (fresh->recent) {
      view.recent.insert(fresh->uid);
      fresh->recent = view.read_only && fresh->recent;
    }
  }
  if (any_new) {
    put_line("* " + std::to_string(view.uids.size()) + " EXISTS");
    put_line("* " + std::to_string(view.recent.size()) + " RECENT");
  }
  if (all_told) {
    view.generation = view.mailbox->generation;
  }
}

}  // namespace mailhaul::emulator
