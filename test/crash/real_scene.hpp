/// A move of the built program into a real server. Many scenes share one: each puts everything
/// below a mailbox of its own.
#pragma once

#include "conformance/imap_client.hpp"
#include "conformance/target.hpp"
#include "crash_move.hpp"
#include "cutting_proxy.hpp"
#include "kill_matrix.hpp"

#include <map>
#include <string>
#include <vector>

namespace mailhaul::crash {

class RealScene : public Scene {
 public:
  RealScene(const test::RealServer& server, const conformance::Target& target);

  [[nodiscard]] test::Program program() const override;

  /// The proxy lets nobody through before the server is done with the one before.
  void await_quiet() override {}

  /// Removes the mailboxes as well.
  [[nodiscard]] std::string complaint() override;

 protected:
  using Levels = std::vector<std::string>;

  /// By the name of a mailbox: a line for each message, equal for equal messages, and one if it is
  /// subscribed.
  using Contents = std::map<std::string, std::vector<std::string>>;

  /// "mailhaul COMMAND OPTIONS... MAILDIR" with what reaches the server, and the journal.
  [[nodiscard]] test::Program command(const std::string& name,
                                      const std::vector<std::string>& more = {}) const;

  /// Every mailbox that has to be there in the end; here, what the tree and its owner want.
  [[nodiscard]] virtual Contents expected() const;

  [[nodiscard]] test::TemporaryMaildir& tree() { return tree_; }

  /// What the owner has below the mailbox of this scene without any move.
  [[nodiscard]] const Contents& owned() const { return owned_; }

  /// With a client of the owner. The levels are those below the mailbox of this scene.
  void create_as_owner(const Levels& levels);

  /// A message unlike any other, with these flags, to a mailbox that is there.
  void put_as_owner(const Levels& levels, const std::string& flags);

 private:
  [[nodiscard]] std::string mailbox(const Levels& levels) const;

  [[nodiscard]] bool is_courier() const { return target_->name == "Courier"; }

  [[nodiscard]] conformance::ImapClient owner() const;
  [[nodiscard]] Contents present(conformance::ImapClient& client) const;
  void remove(const Contents& contents, conformance::ImapClient& client) const;

  const test::RealServer* server_;
  const conformance::Target* target_;
  std::string prefix_;
  test::TemporaryMaildir tree_{kTree};
  test::TempDir place_;
  CuttingProxy proxy_;
  Contents owned_;
};

}  // namespace mailhaul::crash
