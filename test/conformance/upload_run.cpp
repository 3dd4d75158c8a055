#include "conformance/upload_run.hpp"

#include <filesystem>
#include <fstream>
#include <pwd.h>
#include <stdexcept>
#include <unistd.h>

namespace mailhaul::conformance {

namespace {

constexpr std::chrono::seconds kPatience{120};

std::vector<std::string> connection(const test::RealServer& server, std::uint16_t port,
                                    const std::string& tls) {
  std::vector<std::string> options = {
      "--host", server.host(), "--port", std::to_string(port), "--tls", tls};
  if (tls != "none") {
    options.insert(options.end(), {"--ca-file", server.ca_file()});
  }
  return options;
}

}  // namespace

Migration::Migration() {
  std::filesystem::permissions(place_.path(), std::filesystem::perms(0755));
  std::ofstream(place_ / "password") << test::kAccounts[0].password << "\n";
  std::filesystem::permissions(place_ / "password", std::filesystem::perms(0600));
  // The journal is opened with the rights of the owner of the tree.
  const passwd* const owner = ::getpwnam(test::kMailOwner);
  std::filesystem::create_directory(place_ / "state");
  if (owner == nullptr || ::chown((place_ / "state").c_str(), owner->pw_uid, owner->pw_gid) != 0) {
    throw std::runtime_error("no place for the journal");
  }
}

std::vector<std::string> Migration::in_the_clear(const test::RealServer& server) {
  return connection(server, server.port(), "none");
}

std::vector<std::string> Migration::with_tls(const test::RealServer& server) {
  return connection(server, server.tls_port(), "implicit");
}

std::vector<std::string> Migration::with_starttls(const test::RealServer& server) {
  return connection(server, server.port(), "starttls");
}

test::Ending Migration::run(const std::string& command,
                            const std::vector<std::string>& options) const {
  return run_on(maildir(), command, options);
}

test::Ending Migration::run_on(const std::string& maildir, const std::string& command,
                               const std::vector<std::string>& options) const {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM,        command,           "--json",           "--user",
                       test::kAccounts[0].user, "--password-file", place_ / "password"};
  if (command != "audit") {
    program.arguments.insert(program.arguments.end(), {"--journal", place_ / "state/journal.db"});
  }
  program.arguments.insert(program.arguments.end(), options.begin(), options.end());
  program.arguments.push_back(maildir);
  return test::run(program, kPatience);
}

nlohmann::json report_of(const test::Ending& ending, int expected_status) {
  nlohmann::json report = nlohmann::json::parse(ending.output, nullptr, false);
  if (ending.status != expected_status || report.is_discarded()) {
    throw std::runtime_error("exit " + std::to_string(ending.status) + "\n" + ending.output +
                             ending.errors);
  }
  return report;
}

}  // namespace mailhaul::conformance
