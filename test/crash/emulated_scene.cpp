#include "emulated_scene.hpp"

#include "support/raw_imap.hpp"

#include <fstream>
#include <stdexcept>

namespace mailhaul::crash {

EmulatedScene::EmulatedScene(const Party& party)
    : party_(party), server_(migrate::start_server(options_for(party))) {
  prepare(*server_);
  std::ofstream(place_ / "ca.pem") << server_->certificate_pem();
}

test::Program EmulatedScene::command(const std::string& name,
                                     const std::vector<std::string>& more) const {
  test::Program program;
  program.arguments = {
      MAILHAUL_PROGRAM, name,   "--host",    "127.0.0.1", "--port", std::to_string(server_->port()),
      "--user",         "demo", "--journal", journal(),   "--quiet"};
  const auto add = [&](const std::vector<std::string>& words) {
    program.arguments.insert(program.arguments.end(), words.begin(), words.end());
  };
  add(server_->certificate_pem().empty()
          ? std::vector<std::string>{"--tls", "none"}
          : std::vector<std::string>{"--ca-file", place_ / "ca.pem"});
  if (party_.as_plain_imap) {
    add({"--target", "imap"});
  }
  add(more);
  add({tree_.path()});
  program.environment = {{"MAILHAUL_PASSWORD", "demo"}};
  return program;
}

test::Program EmulatedScene::program() const {
  return command("upload", {"--settle-after", "1", "--accept-server-dates"});
}

void EmulatedScene::as_owner(const std::string& imap_command) {
  test::RawImap client(server_->port());
  if (options_for(party_).tls == emulator::Tls::Implicit && !client.start_tls()) {
    throw std::runtime_error("no TLS");
  }
  client.line();
  client.command("LOGIN demo demo");
  client.command("CAPABILITY");
  client.command("SELECT INBOX");
  if (!client.result(imap_command).starts_with("tag OK")) {
    throw std::runtime_error("the emulator does not do this: " + imap_command);
  }
  client.command("LOGOUT");
}

std::string EmulatedScene::complaint() {
  return compare(*server_, tree_, expectation());
}

Expectation EmulatedScene::expectation() const {
  return {.is_exchange = !party_.as_plain_imap};
}

}  // namespace mailhaul::crash
