#include "program_run.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace mailhaul::cli_test {

namespace {

constexpr uid_t kOwner = 12345;

/// Any owner but root, so that root is given up as in real life.
void give_to_owner(const std::filesystem::path& path) {
  if (::geteuid() == 0 && ::lchown(path.c_str(), kOwner, kOwner) != 0) {
    throw std::runtime_error("cannot give away " + path.string());
  }
}

}  // namespace

test::Program mailhaul_program(const std::vector<std::string>& words, const std::string& password) {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM};
  program.arguments.insert(program.arguments.end(), words.begin(), words.end());
  program.environment = {{"MAILHAUL_PASSWORD", password}};
  program.before_exec = [] { return ::setsid() >= 0; };
  return program;
}

test::Ending run_mailhaul(const std::vector<std::string>& words, const std::string& password,
                          const std::string& input) {
  test::Program program = mailhaul_program(words, password);
  program.input = input;
  return test::run(program);
}

Workplace::Workplace(std::string_view manifest) {
  namespace fs = std::filesystem;
  fs::permissions(place_.path(), fs::perms(0755));
  fs::create_directory(place_ / "state");
  give_to_owner(place_ / "state");
  add(manifest);
}

void Workplace::add(std::string_view manifest) const {
  if (auto built = test::build_maildir(maildir(), manifest); !built) {
    throw std::runtime_error(built.error().message());
  }
  give_to_owner(maildir());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(maildir())) {
    give_to_owner(entry.path());
  }
}

std::string Workplace::write(const std::string& name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  std::filesystem::permissions(path(name), std::filesystem::perms(0600));
  return path(name);
}

std::string Workplace::describe() const {
  return test::describe_tree(place_.path().string());
}

EmulatedExchange::EmulatedExchange(const std::vector<std::string>& options)
    : program_([&options] {
        std::vector<std::string> words{"emulate"};
        words.insert(words.end(), options.begin(), options.end());
        return mailhaul_program(words);
      }()) {
  // The announcement is complete when the last line of the command is there.
  std::string text;
  while ((text = program_.output()).find("MAILDIR\n") == std::string::npos) {
    if (!program_.is_running()) {
      throw std::runtime_error("no emulator: " + program_.errors());
    }
    std::this_thread::yield();
  }
  std::smatch match;
  if (std::regex_search(text, match, std::regex("--port ([0-9]+)"))) {
    port_ = match[1];
  }
  if (std::regex_search(text, match, std::regex("--tls-fingerprint ([0-9A-F:]+)"))) {
    fingerprint_ = match[1];
  }
}

std::vector<std::string> EmulatedExchange::connection() const {
  return {"--host",     "127.0.0.1", "--port", port_, "--tls-fingerprint",
          fingerprint_, "--user",    "demo"};
}

std::vector<std::string> upload_words(const Workplace& place, const EmulatedExchange& server,
                                      const std::vector<std::string>& more) {
  std::vector<std::string> words{"upload"};
  const std::vector<std::string> connection = server.connection();
  words.insert(words.end(), connection.begin(), connection.end());
  words.insert(words.end(), {"--journal", place.journal()});
  words.insert(words.end(), more.begin(), more.end());
  words.push_back(place.maildir());
  return words;
}

}  // namespace mailhaul::cli_test
