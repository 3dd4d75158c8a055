/// From nothing to a session that is signed in.
#include "migrate/server/connection_state.hpp"
#include "migrate/server/sign_in.hpp"
#include "migrate/server/verdict.hpp"

#include <array>
#include <sys/random.h>

#include <fmt/format.h>

#include <mailhaul/net/certificate.hpp>
#include <mailhaul/net/socket.hpp>
#include <mailhaul/net/tls.hpp>
#include <mailhaul/target/sign_in.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

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

/// The steps from a connected channel to a session that is signed in.
class ServerConnection::Opening {
 public:
  Opening(ServerConnection& connection, const ServerOptions& server, const SignInOptions& sign_in)
      : connection_(&connection), server_(&server), sign_in_(&sign_in) {}

  Result<void> greet(net::WaitLimit limit) {
    for (;;) {
      Result<imap::Event> event = connection_->driver().await_event(limit);
      if (!event) {
        return fail(without_greeting(event.error()));
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
    if (preauthenticated_) {
      return fail(ErrorKind::Tls,
                  "the server greets as signed in (PREAUTH), where no TLS can begin", {},
                  "Somebody between may have sent this greeting. Use --tls implicit, which is "
                  "port 993 by default.");
    }
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

  /// Says who we are. A server that does not care to know is none the worse for it; the answer is
  /// waited for only where there may be no other command in flight.
  Result<void> introduce() {
    if (!connection_->capabilities().has("ID")) {
      return {};
    }
    Result<imap::Command> id = imap::Command::id({{"name", "mailhaul"}});
    if (!id) {
      return fail(id.error());
    }
    const imap::CommandId command = connection_->start(std::move(*id));
    connection_->state_->introduction = command;
    if (connection_->max_in_flight() > 1) {
      return {};
    }
    const Result<imap::Event> answered = connection_->next_of(command);
    return answered ? Result<void>() : fail(answered.error());
  }

 private:
  /// A port for TLS from the first octet waits for ours, and a server speaks first elsewhere.
  [[nodiscard]] Error without_greeting(Error error) const {
    if (error.kind == ErrorKind::Disconnected && server_->tls != TlsMode::Implicit) {
      error.hint = "It said nothing at all: the port may want --tls implicit, as 993 usually does.";
    }
    return error;
  }

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
            .text = fmt::format(
                "sign-in as {} was refused: {}",
                text::escape_for_display(sign_in_->login_as.empty()
                                             ? sign_in_->user
                                             : sign_in_->login_as + " for " + sign_in_->user),
                explain_answer(completion, verdict)),
            .hint = target::sign_in_advice(profile),
            .retry_after = verdict.retry_after};
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
  if (done) {
    done = opening.introduce();
  }
  if (!done) {
    return failed(done.error());
  }
  if (const net::Tls* tls = state.driver->channel().tls();
      tls != nullptr && !tls->warning().empty()) {
    state.notes.push_back(tls->warning());
  }
  state.detect();
  return connection;
}

}  // namespace mailhaul::migrate
