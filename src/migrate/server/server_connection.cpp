#include "migrate/server/connection_state.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <mailhaul/net/socket.hpp>
#include <mailhaul/target/sign_in.hpp>
#include <mailhaul/text/ascii.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// As much of what a server says as an error quotes.
constexpr std::size_t kShownWords = 300;
/// Enough for a long way; a server reads no further ahead.
constexpr std::size_t kCommandsInFlight = 64;

}  // namespace

std::string ServerConnection::State::quote(ByteView words) const {
  return text::shorten_for_display(blanking.blank(words), kShownWords);
}

void ServerConnection::State::detect() {
  if (options.profile) {
    detection = {.profile = *options.profile, .reason = "named with --target"};
    return;
  }
  detection =
      target::detect_profile({.capabilities = capabilities.names(),
                              .id_fields = id_fields,
                              .list_attributes = {list_attributes.begin(), list_attributes.end()}});
}

Error with_place(Error error, const ServerOptions& options) {
  if (error.where.empty()) {
    error.where = net::format_endpoint(options.host, options.port);
  }
  return error;
}

ServerConnection::ServerConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}

ServerConnection::ServerConnection(ServerConnection&&) noexcept = default;
ServerConnection& ServerConnection::operator=(ServerConnection&&) noexcept = default;
ServerConnection::~ServerConnection() = default;

imap::CommandId ServerConnection::start(imap::Command command) {
  return state_->driver->session().start(std::move(command));
}

Result<Reply> ServerConnection::run(imap::Command command) {
  const imap::CommandId id = start(std::move(command));
  Reply reply;
  for (;;) {
    Result<imap::Event> event = next_of(id);
    if (!event) {
      return fail(event.error());
    }
    if (auto* untagged = std::get_if<imap::Untagged>(&*event)) {
      reply.data.push_back(std::move(untagged->data));
    } else if (auto* completion = std::get_if<imap::Completion>(&*event)) {
      reply.completion = std::move(*completion);
      return reply;
    }
  }
}

Result<imap::Event> ServerConnection::next_of(imap::CommandId command) {
  for (;;) {
    Result<imap::Event> event = next_event();
    const auto* completion = event ? std::get_if<imap::Completion>(&*event) : nullptr;
    if (completion == nullptr || completion->command == command) {
      return event;
    }
  }
}

Result<imap::Event> ServerConnection::next_event() {
  net::Driver& driver = *state_->driver;
  Result<imap::Event> event = driver.await_event(state_->limit());
  if (!event) {
    return event;
  }
  if (const auto* completion = std::get_if<imap::Completion>(&*event)) {
    state_->failures += completion->status != imap::Status::Ok ? 1U : 0U;
    if (completion->command == state_->introduction) {
      state_->introduction.reset();
      // Nothing but the wish for a pause matters in it.
      if (const Result<void> answered = check(*completion);
          !answered && answered.error().retry_after) {
        return fail(answered.error());
      }
    }
  }
  if (const auto* untagged = std::get_if<imap::Untagged>(&*event)) {
    if (const auto* id = std::get_if<imap::IdData>(&untagged->data)) {
      state_->id_fields = id->fields;
    }
  }
  if (const auto* bye = std::get_if<imap::Bye>(&*event)) {
    return fail(ErrorKind::Disconnected, fmt::format("the server ended the connection: BYE {}",
                                                     state_->quote(bye->text.text)));
  }
  if (const auto* lost = std::get_if<imap::StateLost>(&*event)) {
    // Exchange says by a bare line that it lost its back end; another connection may have one.
    return fail(lost->cause == imap::StateLostCause::BareLine ? ErrorKind::Unreachable
                                                              : ErrorKind::Protocol,
                fmt::format("the server answered something that was not asked: {}",
                            state_->quote(lost->line)));
  }
  if (const auto* error = std::get_if<imap::ProtocolError>(&*event)) {
    return fail(error->error);
  }
  if (std::holds_alternative<imap::EndOfStream>(*event)) {
    return fail(driver.ending().value_or(
        Error{.kind = ErrorKind::Disconnected, .text = "the server closed the connection"}));
  }
  return event;
}

std::size_t ServerConnection::max_in_flight() const {
  const std::size_t limit =
      state_->options.max_in_flight.value_or(target::traits(profile()).max_in_flight);
  return std::clamp<std::size_t>(limit, 1, kCommandsInFlight);
}

Result<std::vector<Reply>> ServerConnection::run_all(std::vector<imap::Command> commands) {
  std::vector<Reply> replies(commands.size());
  const Result<void> done =
      run_all(std::move(commands), [&](std::size_t command, Reply reply) -> Result<void> {
        replies[command] = std::move(reply);
        return {};
      });
  return done ? Result<std::vector<Reply>>(std::move(replies)) : fail(done.error());
}

Result<void> ServerConnection::run_all(std::vector<imap::Command> commands, const TakeReply& take) {
  std::vector<Reply> replies(commands.size());
  std::vector<imap::CommandId> ids;
  std::vector<bool> is_answered(commands.size());
  std::size_t answered = 0;
  std::size_t oldest = 0;
  while (answered < replies.size()) {
    while (ids.size() < commands.size() && ids.size() - answered < max_in_flight()) {
      ids.push_back(start(std::move(commands[ids.size()])));
    }
    Result<imap::Event> event = next_event();
    if (!event) {
      return fail(event.error());
    }
    if (auto* untagged = std::get_if<imap::Untagged>(&*event)) {
      replies[oldest].data.push_back(std::move(untagged->data));
    } else if (auto* completion = std::get_if<imap::Completion>(&*event)) {
      const auto found = std::ranges::find(ids, completion->command);
      if (found == ids.end()) {
        continue;
      }
      const auto number = static_cast<std::size_t>(found - ids.begin());
      replies[number].completion = std::move(*completion);
      is_answered[number] = true;
      ++answered;
      while (oldest < ids.size() && is_answered[oldest]) {
        ++oldest;
      }
      if (const Result<void> taken = take(number, std::move(replies[number])); !taken) {
        return taken;
      }
    }
  }
  return {};
}

Result<Reply> ServerConnection::run_or_fail(imap::Command command) {
  Result<Reply> reply = run(std::move(command));
  if (!reply) {
    return reply;
  }
  const Result<void> accepted = check(reply->completion);
  return accepted ? std::move(reply) : fail(accepted.error());
}

Result<void> ServerConnection::check(const imap::Completion& completion) const {
  if (completion.status == imap::Status::Ok) {
    return {};
  }
  Error error = answer_error(completion, profile());
  if (judge_answer(completion, profile()).error_class == target::ErrorClass::NotConnected) {
    error.hint = target::rights_advice(profile());
  }
  return fail(with_place(std::move(error), state_->options));
}

void ServerConnection::State::take_up(const imap::UntaggedData& data, ServerMailboxes& mailboxes) {
  if (const auto* spaces = std::get_if<imap::NamespaceData>(&data);
      spaces != nullptr && !spaces->personal.empty()) {
    mailboxes.prefix = spaces->personal.front().prefix;
    mailboxes.delimiter = spaces->personal.front().delimiter;
  }
  if (const auto* status = std::get_if<imap::StatusData>(&data)) {
    mailboxes.in_inbox = status->messages;
  }
  if (const auto* malformed = std::get_if<imap::MalformedData>(&data)) {
    mailboxes.has_unreadable |= text::starts_with_ignoring_case(malformed->line, "LIST");
  }
  const auto* entry = std::get_if<imap::ListEntry>(&data);
  if (entry == nullptr || entry->name.empty()) {
    return;
  }
  list_attributes.insert(entry->attributes.begin(), entry->attributes.end());
  if (!capabilities.has("NAMESPACE")) {
    mailboxes.delimiter = entry->delimiter;
  }
  if (entry->is_addressable) {
    mailboxes.mailboxes.push_back({.name = entry->name, .attributes = entry->attributes});
  }
}

Result<ServerMailboxes> ServerConnection::list_mailboxes(CountInbox count) {
  Result<imap::Command> list = imap::Command::list("", "*");
  Result<imap::Command> status = imap::Command::status("INBOX", {imap::StatusItem::Messages});
  if (!list || !status) {
    return fail(!list ? list.error() : status.error());
  }
  std::vector<imap::Command> commands;
  if (state_->capabilities.has("NAMESPACE")) {
    commands.push_back(imap::Command::namespaces());
  }
  commands.push_back(std::move(*list));
  const std::size_t needed = commands.size();
  if (count == CountInbox::Yes && max_in_flight() > 1) {
    commands.push_back(std::move(*status));
  }
  ServerMailboxes mailboxes;
  const Result<void> listed =
      run_all(std::move(commands), [&](std::size_t command, const Reply& reply) {
        // The server may have worked on some at a time, so that data came with another's answer.
        for (const imap::UntaggedData& data : reply.data) {
          state_->take_up(data, mailboxes);
        }
        return command < needed ? check(reply.completion) : Result<void>();
      });
  if (!listed) {
    return fail(listed.error());
  }
  // Its answer tells whose server it is.
  while (state_->introduction) {
    if (const Result<imap::Event> event = next_event(); !event) {
      return fail(event.error());
    }
  }
  state_->detect();
  return mailboxes;
}

void ServerConnection::close() {
  if (state_->driver && state_->driver->session().can_send()) {
    // The server's answer decides nothing any more.
    [[maybe_unused]] const Result<Reply> reply = run(imap::Command::logout());
    [[maybe_unused]] const Result<void> done = state_->driver->finish(state_->limit());
  }
}

void ServerConnection::assume(target::Profile profile) {
  state_->options.profile = profile;
  state_->detect();
}

target::Profile ServerConnection::profile() const {
  return state_->detection.profile;
}

const imap::Capabilities& ServerConnection::capabilities() const {
  return state_->capabilities;
}

const std::vector<std::string>& ServerConnection::notes() const {
  return state_->notes;
}

net::Driver& ServerConnection::driver() {
  return *state_->driver;
}

bool ServerConnection::needs_renewal() const {
  return state_->renewal && *state_->renewal <= state_->options.time.now();
}

unsigned ServerConnection::failures() const {
  return state_->failures;
}

void ServerConnection::count_failure() {
  ++state_->failures;
}

}  // namespace mailhaul::migrate
