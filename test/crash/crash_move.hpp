/// A move that is broken in its midst and run again until it is done, and what must be true then.
#pragma once

#include "support/maildir_builder.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace mailhaul::crash {

/// Twelve messages in three folders: some flagged, two of them equal, one of 40 KB. Dates are years
/// apart, so that no folder looks like a copy.
extern const std::string_view kTree;
inline constexpr std::size_t kMessages = 12;

/// What users do to `kTree` between two runs: flags, messages filed elsewhere, new mail.
void use_tree(test::TemporaryMaildir& tree);

/// Time of the emulator and of the engine in one, which passes only when the engine waits or the
/// test lets it.
class SharedTime {
 public:
  [[nodiscard]] std::shared_ptr<emulator::SimulatedClock> clock() const { return clock_; }

  [[nodiscard]] std::chrono::milliseconds passed() const { return clock_->now() - kStart; }

  void use_in(migrate::Move& move) {
    move.options.server.time.now = [this] { return migrate::Instant(passed()); };
    move.options.server.time.skip_to = [this](migrate::Instant due) {
      clock_->advance(std::chrono::ceil<std::chrono::milliseconds>(due.time_since_epoch()) -
                      passed());
    };
  }

 private:
  static constexpr emulator::Instant kStart{std::chrono::hours(500'000)};
  std::shared_ptr<emulator::SimulatedClock> clock_ =
      std::make_shared<emulator::SimulatedClock>(kStart);
};

struct Expectation {
  /// The server itself stores so many messages a second time.
  std::size_t doubled_by_server = 0;
  /// It may be that nothing honest can be said of a message, which is listed then.
  bool may_be_undecided = false;
  /// False: the run took it for any other server, so that Exchange's manners were not observed.
  bool is_exchange = true;
  /// Runs it may take at most; each but the last must have said that it stopped.
  int runs = 3;
};

/// Sets a user's mailbox up as it is before a move: one message is there already.
void prepare(emulator::Server& server);

/// What is lost, doubled, changed or ill-mannered on the server after a move of `tree`; empty:
/// nothing. Needs `prepare` to have been called before.
std::string compare(const emulator::Server& server, const test::TemporaryMaildir& tree,
                    const Expectation& expectation);

/// Runs `move` until it is done, then compares. Empty: all is well.
std::string complete(migrate::Move& move, const emulator::Server& server,
                     const test::TemporaryMaildir& tree, const Expectation& expectation);

/// The profiles of the matrix with what they need to sign in.
emulator::Options exchange(emulator::ProfileName name);
void sign_in_to(emulator::ProfileName name, migrate::Move& move);

}  // namespace mailhaul::crash
