/// A move of the built program into a real server. Many scenes share one: each puts everything
/// below a mailbox of its own.
#pragma once

#include "conformance/target.hpp"
#include "crash_move.hpp"
#include "cutting_proxy.hpp"
#include "kill_matrix.hpp"

#include <string>

namespace mailhaul::crash {

class RealScene final : public Scene {
 public:
  RealScene(const test::RealServer& server, const conformance::Target& target);

  [[nodiscard]] test::Program program() const override;

  /// The proxy lets nobody through before the server is done with the one before.
  void await_quiet() override {}

  /// Removes the mailboxes as well.
  [[nodiscard]] std::string complaint() override;

 private:
  const test::RealServer* server_;
  const conformance::Target* target_;
  std::string prefix_;
  test::TemporaryMaildir tree_{kTree};
  test::TempDir place_;
  CuttingProxy proxy_;
};

}  // namespace mailhaul::crash
