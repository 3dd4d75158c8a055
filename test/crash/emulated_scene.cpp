#include "emulated_scene.hpp"

#include <chrono>
#include <fstream>
#include <thread>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;

emulator::Options options_for(const Party& party) {
  if (party.as_plain_imap) {
    return migrate::emulated(party.profile,
                             {"max_command_size=100000", "nul_bytes=false", "exact_size=true"});
  }
  if (party.profile == ProfileName::ExchangeOnline) {
    emulator::Options options = migrate::emulated(party.profile, {"basic_auth=true"});
    options.tls = emulator::Tls::Implicit;
    return options;
  }
  return migrate::emulated(party.profile);
}

}  // namespace

const std::vector<Party>& parties() {
  static const std::vector<Party> all = {
      {.name = "exchange2007", .profile = ProfileName::Exchange2007},
      {.name = "exchange2010", .profile = ProfileName::Exchange2010},
      {.name = "exchange2013", .profile = ProfileName::Exchange2013},
      {.name = "exchange2016", .profile = ProfileName::Exchange2016},
      {.name = "exchange-online", .profile = ProfileName::ExchangeOnline},
      {.name = "imap", .as_plain_imap = true}};
  return all;
}

void await_quiet(const emulator::Server& server) {
  for (;;) {
    std::ptrdiff_t open = 0;
    for (const emulator::Event& event : server.events()) {
      open += event.kind == emulator::EventKind::Connect ? 1 : 0;
      open -= event.kind == emulator::EventKind::Close ? 1 : 0;
    }
    if (open == 0) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

EmulatedScene::EmulatedScene(const Party& party)
    : party_(party), server_(migrate::start_server(options_for(party))) {
  prepare(*server_);
  std::ofstream(place_ / "ca.pem") << server_->certificate_pem();
}

test::Program EmulatedScene::command(const std::string& name,
                                     const std::vector<std::string>& more) const {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM, name,
                       "--host",         "127.0.0.1",
                       "--port",         std::to_string(server_->port()),
                       "--user",         "demo",
                       "--journal",      place_ / "journal.db",
                       "--quiet"};
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

std::string EmulatedScene::complaint() {
  return compare(*server_, tree_, expectation());
}

Expectation EmulatedScene::expectation() const {
  return {.is_exchange = !party_.as_plain_imap};
}

}  // namespace mailhaul::crash
