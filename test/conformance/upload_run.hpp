/// One run of the built program against a server.
#pragma once

#include "support/child_process.hpp"
#include "support/real_server.hpp"
#include "support/temp_dir.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace mailhaul::conformance {

/// The private place of a migration: MAILDIR, the password file and the journal.
class Migration {
 public:
  Migration();

  [[nodiscard]] std::string maildir() const { return place_ / "Maildir"; }

  /// Connection options in the clear, which is allowed on this machine.
  [[nodiscard]] static std::vector<std::string> in_the_clear(const test::RealServer& server);
  [[nodiscard]] static std::vector<std::string> with_tls(const test::RealServer& server);
  [[nodiscard]] static std::vector<std::string> with_starttls(const test::RealServer& server);

  /// Runs "mailhaul COMMAND --json ... MAILDIR".
  [[nodiscard]] test::Ending run(const std::string& command,
                                 const std::vector<std::string>& options) const;

  /// The same with the Maildir of a server.
  [[nodiscard]] test::Ending run_on(const std::string& maildir, const std::string& command,
                                    const std::vector<std::string>& options) const;

 private:
  test::TempDir place_;
};

/// The JSON on standard output. Throws std::runtime_error, with all that was written, if there is
/// none or the status is another.
[[nodiscard]] nlohmann::json report_of(const test::Ending& ending, int expected_status);

}  // namespace mailhaul::conformance
