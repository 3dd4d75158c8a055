/// Runs of the built program, and the emulated Exchange that it brings along.
#pragma once

#include "support/child_process.hpp"
#include "support/maildir_builder.hpp"
#include "support/temp_dir.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mailhaul::cli_test {

/// Runs "mailhaul WORDS..." to its end, with MAILHAUL_PASSWORD set if `password` is not empty, and
/// without a terminal to ask on.
test::Ending run_mailhaul(const std::vector<std::string>& words, const std::string& password = {},
                          const std::string& input = {});

/// The program, with its own session so that no terminal is there to ask on.
test::Program mailhaul_program(const std::vector<std::string>& words,
                               const std::string& password = {});

/// A place for one migration: a small Maildir, and a directory for state that its owner can write.
class Workplace {
 public:
  explicit Workplace(std::string_view manifest = kSmallTree);

  [[nodiscard]] std::string maildir() const { return place_ / "Maildir"; }

  [[nodiscard]] std::string journal() const { return place_ / "state/journal.db"; }

  [[nodiscard]] std::string path(const std::string& name) const { return place_ / name; }

  /// Adds to the Maildir, in the name of its owner.
  void add(std::string_view manifest) const;

  std::string write(const std::string& name, std::string_view content) const;

  /// Everything in it: two equal descriptions are two equal places.
  [[nodiscard]] std::string describe() const;

  static constexpr std::string_view kSmallTree = R"(
maildir .
message cur/1000000001.M1.host:2,S date=2001
message cur/1000000002.M2.host:2,RS
message new/1000000003.M3.host
maildir .Sent
message .Sent/cur/1000000004.M4.host:2,S
)";

 private:
  test::TempDir place_;
};

/// "mailhaul emulate", beside the test.
class EmulatedExchange {
 public:
  explicit EmulatedExchange(const std::vector<std::string>& options = {});

  [[nodiscard]] std::string port() const { return port_; }

  [[nodiscard]] std::string fingerprint() const { return fingerprint_; }

  [[nodiscard]] std::string announcement() const { return program_.output(); }

  /// Options that reach it, trusted by its fingerprint, as user demo.
  [[nodiscard]] std::vector<std::string> connection() const;

  test::ChildProcess& program() { return program_; }

 private:
  test::ChildProcess program_;
  std::string port_;
  std::string fingerprint_;
};

/// "upload" with the connection, the journal of the place and more options, on its Maildir.
std::vector<std::string> upload_words(const Workplace& place, const EmulatedExchange& server,
                                      const std::vector<std::string>& more = {});

}  // namespace mailhaul::cli_test
