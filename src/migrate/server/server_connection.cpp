#include "migrate/server/sign_in.hpp"
#include "migrate/server/verdict.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <sys/random.h>

#include <fmt/format.h>

#include <mailhaul/migrate/server_connection.hpp>
#include <mailhaul/net/certificate.hpp>
#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/tls.hpp>
#include <mailhaul/net/trace.hpp>
#include <mailhaul/target/detection.hpp>
#include <mailhaul/target/sign_in.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

/// As much of what a server says as an error quotes.
constexpr std::size_t kShownWords = 300;

}  // namespace

struct ServerConnection::State {
  ServerOptions options;
  int stop_fd = -1;
  std::unique_ptr<net::Trace> trace;  ///< outlives the driver
  std::optional<net::Driver> driver;
  imap::Capabilities capabilities;
  std::vector<std::pair<std::string, std::string>> id_fields;
  std::set<std::string> list_attributes;
  target::Detection detection;
  std::vector<std::string> notes;
  unsigned failures = 0;
  std::optional<Instant> renewal;
  SecretBlanking blanking;  ///< while it signs in

  [[nodiscard]] net::WaitLimit limit() const {
    return net::within(options.command_timeout, stop_fd);
  }

  /// The server's own words, safe to show.
  [[nodiscard]] std::string quote(ByteView words) const {
    return text::shorten_for_display(blanking.blank(words), kShownWords);
  }

  void detect() {
    if (options.profile) {
      detection = {.profile = *options.profile, .reason = "named with --target"};
      return;
    }
    detection = target::detect_profile(
        {.capabilities = capabilities.names(),
         .id_fields = id_fields,
         .list_attributes = {list_attributes.begin(), list_attributes.end()}});
  }
};

namespace {

/// Enough for a long way; a server reads no further ahead.
constexpr std::size_t kCommandsInFlight = 64;

/// Letters only, so that no tag looks like anything in a message; unknown to whoever wrote the
/// mail.
std::string random_tag_prefix() {
  std::array<unsigned char, 6> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    random.fill(0);
  }
  std::string prefix;
  for (const unsigned char octet : random) {
    prefix += static_cast<char>('a' + octet % 26);
  }
  return prefix;
}

Result<net::Tls> make_tls(const ServerOptions& options) {
  net::TlsClientOptions tls{
      .host = options.host, .expected_name = options.tls_name, .ca_pem = options.ca_pem};
  const std::optional<net::TlsVersion> version = net::parse_tls_version(options.tls_min);
  if (!version) {
    return fail(ErrorKind::Configuration, "--tls-min takes 1.0, 1.1, 1.2 or 1.3");
  }
  tls.min_version = *version;
  if (!options.tls_fingerprint.empty()) {
    tls.fingerprint = net::parse_fingerprint(options.tls_fingerprint);
    if (!tls.fingerprint) {
      return fail(ErrorKind::Configuration, "--tls-fingerprint takes 64 hexadecimal digits");
    }
  }
  return net::Tls::connect(tls);
}

Error with_place(Error error, const ServerOptions& options) {
  if (error.where.empty()) {
    error.where = net::format_endpoint(options.host, options.port);
  }
  return error;
}

/// A secret may leave this machine only inside TLS, unless the user said otherwise.
Result<void> check_secrecy(const ServerOptions& options, const net::Channel& channel) {
  if (options.tls != TlsMode::None || options.allow_plaintext || channel.is_loopback()) {
    return {};
  }
  return fail(ErrorKind::Configuration, "no password is sent without TLS", {},
              "Use --tls starttls or --tls implicit, or say --allow-plaintext if the network "
              "between the two hosts is trusted.");
}

}  // namespace

ServerConnection::ServerConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}

ServerConnection::ServerConnection(ServerConnection&&) noexcept = default;
ServerConnection& ServerConnection::operator=(ServerConnection&&) noexcept = default;
ServerConnection::~ServerConnection() = default;

/// The steps from a connected channel to a session that is signed in.
class ServerConnection::Opening {
 public:
  Opening(ServerConnection& connection, const ServerOptions& server, const SignInOptions& sign_in)
      : connection_(&connection), server_(&server), sign_in_(&sign_in) {}

  Result<void> greet(net::WaitLimit limit) {
    for (;;) {
      Result<imap::Event> event = connection_->driver().await_event(limit);
      if (!event) {
        return fail(event.error());
      }
      if (const auto* greeting = std::get_if<imap::Greeting>(&*event)) {
        preauthenticated_ = greeting->kind == imap::GreetingKind::PreAuth;
        return {};
      }
      if (const auto* bye = std::get_if<imap::Bye>(&*event)) {
        return fail(ErrorKind::Unreachable,
                    fmt::format("the server refuses the connection: BYE {}",
                                connection_->state_->quote(bye->text.text)),
                    {}, "It may have too many connections already, or IMAP may be switched off.");
      }
      if (const auto* error = std::get_if<imap::ProtocolError>(&*event)) {
        return fail(error->error);
      }
    }
  }

  Result<void> start_tls(net::WaitLimit limit) {
    if (const Result<void> known = ask_capabilities(); !known) {
      return known;
    }
    if (!connection_->capabilities().has("STARTTLS")) {
      return fail(ErrorKind::Tls, "the server does not offer STARTTLS", {},
                  "Use --tls implicit, which is port 993 by default.");
    }
    const Result<Reply> reply = connection_->run_or_fail(imap::Command::starttls());
    if (!reply) {
      return fail(reply.error());
    }
    Result<net::Tls> tls = make_tls(*server_);
    if (!tls) {
      return fail(tls.error());
    }
    return connection_->driver().start_tls(std::move(*tls), limit);
  }

  Result<void> ask_capabilities() {
    if (connection_->driver().session().capabilities() == nullptr) {
      const Result<Reply> reply = connection_->run_or_fail(imap::Command::capability());
      if (!reply) {
        return fail(reply.error());
      }
    }
    const imap::Capabilities* capabilities = connection_->driver().session().capabilities();
    if (capabilities == nullptr) {
      return fail(ErrorKind::Protocol, "the server does not say what it can do (CAPABILITY)");
    }
    connection_->state_->capabilities = *capabilities;
    connection_->state_->detect();
    return {};
  }

  Result<void> sign_in() {
    if (preauthenticated_) {
      return {};
    }
    Result<void> done = attempt_sign_in();
    connection_->state_->blanking = {};
    return done;
  }

 private:
  Result<void> attempt_sign_in() {
    Result<SignInAttempt> attempt = sign_in_command(*sign_in_, connection_->capabilities());
    if (!attempt) {
      return fail(attempt.error());
    }
    const bool was_plain = attempt->command.kind() == imap::CommandKind::Authenticate &&
                           sign_in_->kind == SecretKind::Password;
    if (attempt->renewal) {
      connection_->state_->renewal = server_->time.now() + *attempt->renewal;
    }
    Result<Reply> reply = run(std::move(*attempt));
    if (reply && reply->completion.status != imap::Status::Ok && was_plain &&
        target::traits(connection_->profile()).plain_falls_back_to_login) {
      Result<SignInAttempt> login = login_command(*sign_in_);
      if (!login) {
        return fail(login.error());
      }
      reply = run(std::move(*login));
    }
    if (!reply) {
      return fail(reply.error());
    }
    if (reply->completion.status == imap::Status::Ok) {
      return {};
    }
    return fail(refusal(std::move(reply->completion)));
  }

  Result<Reply> run(SignInAttempt attempt) {
    connection_->state_->blanking = std::move(attempt.blanking);
    return connection_->run(std::move(attempt.command));
  }

  [[nodiscard]] Error refusal(imap::Completion completion) const {
    const target::Profile profile = connection_->profile();
    const target::Verdict verdict = judge_answer(completion, profile);
    const SecretBlanking& blanking = connection_->state_->blanking;
    completion.text.text = blanking.blank(completion.text.text);
    if (auto* code = std::get_if<imap::UnknownCode>(&completion.text.code)) {
      code->text = blanking.blank(code->text);
    }
    return {.kind = verdict.error_kind == ErrorKind::Refused ? ErrorKind::Authentication
                                                             : verdict.error_kind,
            .text = fmt::format("sign-in as {} was refused: {}",
                                text::escape_for_display(sign_in_->user),
                                explain_answer(completion, verdict)),
            .hint = target::sign_in_advice(profile)};
  }

  ServerConnection* connection_;
  const ServerOptions* server_;
  const SignInOptions* sign_in_;
  bool preauthenticated_ = false;
};

Result<ServerConnection> ServerConnection::open(const ServerOptions& server,
                                                const SignInOptions& sign_in, int stop_fd) {
  ServerConnection connection(std::make_unique<State>());
  State& state = *connection.state_;
  state.options = server;
  state.stop_fd = stop_fd;
  if (server.trace_fd >= 0) {
    state.trace = std::make_unique<net::Trace>(server.trace_fd);
  }
  const auto failed = [&](const Error& error) { return fail(with_place(error, server)); };

  Result<UniqueFd> socket = net::connect_to(server.host, server.port, state.limit());
  if (!socket) {
    return failed(socket.error());
  }
  Result<net::Channel> channel = net::Channel::over(std::move(*socket));
  if (!channel) {
    return failed(channel.error());
  }
  if (const Result<void> allowed = check_secrecy(server, *channel); !allowed) {
    return failed(allowed.error());
  }
  if (server.tls == TlsMode::Implicit) {
    Result<net::Tls> tls = make_tls(server);
    if (!tls) {
      return failed(tls.error());
    }
    if (const Result<void> done = channel->start_tls(std::move(*tls), state.limit()); !done) {
      return failed(done.error());
    }
  }
  state.driver.emplace(std::move(*channel), imap::Session({.tag_prefix = random_tag_prefix()}),
                       state.trace.get());
  Opening opening(connection, server, sign_in);
  Result<void> done = opening.greet(state.limit());
  if (done && server.tls == TlsMode::StartTls) {
    done = opening.start_tls(state.limit());
  }
  if (done) {
    done = opening.ask_capabilities();
  }
  if (done) {
    done = opening.sign_in();
  }
  if (done) {
    done = opening.ask_capabilities();
  }
  if (!done) {
    return failed(done.error());
  }
  if (const net::Tls* tls = state.driver->channel().tls();
      tls != nullptr && !tls->warning().empty()) {
    state.notes.push_back(tls->warning());
  }
  if (state.capabilities.has("ID")) {
    Result<imap::Command> id = imap::Command::id({{"name", "mailhaul"}});
    if (id) {
      if (const Result<Reply> reply = connection.run(std::move(*id)); !reply) {
        return failed(reply.error());
      }
    }
  }
  state.detect();
  return connection;
}

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
      if (const auto* entry = std::get_if<imap::IdData>(&untagged->data)) {
        state_->id_fields = entry->fields;
      }
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

Result<ServerMailboxes> ServerConnection::list_mailboxes() {
  ServerMailboxes mailboxes;
  if (state_->capabilities.has("NAMESPACE")) {
    const Result<Reply> reply = run_or_fail(imap::Command::namespaces());
    if (!reply) {
      return fail(reply.error());
    }
    for (const imap::UntaggedData& data : reply->data) {
      const auto* spaces = std::get_if<imap::NamespaceData>(&data);
      if (spaces != nullptr && !spaces->personal.empty()) {
        mailboxes.prefix = spaces->personal.front().prefix;
        mailboxes.delimiter = spaces->personal.front().delimiter;
      }
    }
  }
  Result<imap::Command> command = imap::Command::list("", "*");
  if (!command) {
    return fail(command.error());
  }
  const Result<Reply> reply = run_or_fail(std::move(*command));
  if (!reply) {
    return fail(reply.error());
  }
  for (const imap::UntaggedData& data : reply->data) {
    const auto* entry = std::get_if<imap::ListEntry>(&data);
    if (entry == nullptr || entry->name.empty()) {
      continue;
    }
    state_->list_attributes.insert(entry->attributes.begin(), entry->attributes.end());
    if (!state_->capabilities.has("NAMESPACE")) {
      mailboxes.delimiter = entry->delimiter;
    }
    if (entry->is_addressable) {
      mailboxes.mailboxes.push_back({.name = entry->name, .attributes = entry->attributes});
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
