/// A move of the built program into an emulated Exchange that lives in the test.
#pragma once

#include "crash_move.hpp"
#include "kill_matrix.hpp"
#include "parties.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mailhaul::crash {

class EmulatedScene : public Scene {
 public:
  explicit EmulatedScene(const Party& party);

  [[nodiscard]] test::Program program() const override;

  void await_quiet() override { crash::await_quiet(*server_); }

  [[nodiscard]] std::string complaint() override;

  [[nodiscard]] emulator::Server& server() { return *server_; }

  [[nodiscard]] test::TemporaryMaildir& tree() { return tree_; }

  [[nodiscard]] std::string journal() const { return place_ / "journal.db"; }

 protected:
  /// "mailhaul COMMAND OPTIONS... MAILDIR" with what reaches the server, and the journal.
  [[nodiscard]] test::Program command(const std::string& name,
                                      const std::vector<std::string>& more = {}) const;

  /// What the owner of the mailbox does in INBOX with a client of its own. Throws
  /// std::runtime_error unless the server says OK.
  void as_owner(const std::string& imap_command);

  [[nodiscard]] Expectation expectation() const;

  [[nodiscard]] const Party& party() const { return party_; }

 private:
  Party party_;
  test::TemporaryMaildir tree_{kTree};
  test::TempDir place_;
  std::unique_ptr<emulator::Server> server_;
};

}  // namespace mailhaul::crash
