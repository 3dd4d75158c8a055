#include "conformance/emulator_target.hpp"

#include "support/free_port.hpp"
#include "support/temp_dir.hpp"

#include <fstream>
#include <utility>

namespace mailhaul::conformance {

namespace {

/// "mailhaul emulate", without the limits of Exchange's line buffer and content conversion.
test::RealServer start_emulator() {
  const test::TempDir place;
  std::ofstream(place / "passwords") << test::kAccounts[0].password << "\n"
                                     << test::kAccounts[1].password << "\n";
  const std::uint16_t port = test::free_port();
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM,  "emulate",
                       "--listen",        "127.0.0.1:" + std::to_string(port),
                       "--user",          test::kAccounts[0].user,
                       "--user",          test::kAccounts[1].user,
                       "--password-file", place / "passwords",
                       "--set",           "tls=none",
                       "--set",           "max_command_size=100000",
                       "--set",           "nul_bytes=false",
                       "--set",           "exact_size=true"};
  std::vector<test::ChildProcess> processes;
  processes.emplace_back(program);
  test::await_greeting(port, processes.front());
  return {"Emulator", nullptr, std::move(processes), {.imap = port}};
}

std::optional<std::string> stored_as_it_came(std::string bytes) {
  return bytes;
}

}  // namespace

Target emulator_target() {
  return {.name = "Emulator",
          .start = start_emulator,
          .delimiter = "/",
          .stored_form = stored_as_it_came,
          .options = {"--target", "imap"},
          .keeps_keywords = false};
}

}  // namespace mailhaul::conformance
