#include "cli/commands/command.hpp"
#include "cli/options/arguments.hpp"
#include "cli/process/signals.hpp"
#include "cli/process/standard_output.hpp"

#include <cerrno>
#include <poll.h>

#include <fmt/core.h>

#include <mailhaul/emulator/server.hpp>
#include <mailhaul/net/certificate.hpp>

namespace mailhaul::cli {

namespace {

std::string text_of(const Arguments& arguments, std::string_view name) {
  const Value* value = arguments.find(name);
  return value == nullptr ? std::string() : value->text;
}

std::vector<std::string> texts_of(const Arguments& arguments, std::string_view name) {
  std::vector<std::string> texts;
  for (const Value& value : arguments.values(name)) {
    texts.push_back(value.text);
  }
  return texts;
}

/// "-" is standard input here as elsewhere.
std::string password_file(const Arguments& arguments) {
  const std::string path = text_of(arguments, "password-file");
  return path == "-" ? "/dev/stdin" : path;
}

emulator::OptionStrings option_strings(const Arguments& arguments) {
  return {.profile = text_of(arguments, "profile"),
          .listen = text_of(arguments, "listen"),
          .users = texts_of(arguments, "user"),
          .password_file = password_file(arguments),
          .language = text_of(arguments, "language"),
          .state = text_of(arguments, "state"),
          .events = text_of(arguments, "events"),
          .store = text_of(arguments, "store"),
          .faults = texts_of(arguments, "fault"),
          .settings = texts_of(arguments, "set")};
}

/// What to add to the command so that it trusts this server, and no other.
Result<std::string> trust_options(const emulator::Server& server, emulator::Tls tls) {
  if (tls == emulator::Tls::None) {
    return std::string("--tls none ");
  }
  const auto facts = net::read_certificate(server.certificate_pem());
  if (!facts) {
    return fail(facts.error());
  }
  const std::string_view mode = tls == emulator::Tls::StartTls ? "--tls starttls " : "";
  return fmt::format("{}--tls-fingerprint {} ", mode, net::format_fingerprint(facts->fingerprint));
}

/// The last thing that is printed is a command that works when it is pasted, the path put in.
Result<void> announce(const emulator::Server& server, const emulator::Options& options,
                      const Arguments& arguments) {
  const auto trust = trust_options(server, options.tls);
  if (!trust) {
    return fail(trust.error());
  }
  const bool demo = !arguments.has("password-file");
  const emulator::Account& account = options.accounts.front();
  return print(fmt::format(
      "An emulated {} listens on {} port {}; nothing leaves this machine. Stop it with "
      "Ctrl-C.\nUpload to it with\n\n  {}mailhaul upload --host {} --port {} {}--user '{}' "
      "{}MAILDIR\n\n",
      to_string(options.profile.name), options.address, server.port(),
      demo ? fmt::format("MAILHAUL_PASSWORD={} ", account.password) : "", options.address,
      server.port(), *trust, account.name,
      arguments.has("password-file")
          ? fmt::format("--password-file '{}' ", text_of(arguments, "password-file"))
          : ""));
}

void wait_for(const StopSignals& signals) {
  pollfd entry{.fd = signals.wake_fd(), .events = POLLIN, .revents = 0};
  while (::poll(&entry, 1, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace

/// Being stopped by a signal is how this command ends, so that is a success.
Result<ExitStatus> run_emulate(const Arguments& arguments) {
  auto signals = StopSignals::install();
  if (!signals) {
    return fail(std::move(signals.error()));
  }
  auto options = emulator::parse_options(option_strings(arguments));
  if (!options) {
    return fail(std::move(options.error()));
  }
  const emulator::Options announced = *options;
  auto server = emulator::Server::start(std::move(*options));
  if (!server) {
    return fail(std::move(server.error()));
  }
  if (auto done = announce(**server, announced, arguments); !done) {
    return fail(std::move(done.error()));
  }
  wait_for(*signals);
  (*server)->stop();
  return ExitStatus::Done;
}

}  // namespace mailhaul::cli
