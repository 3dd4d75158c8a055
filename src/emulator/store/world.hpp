/// Everything the connections share: configuration, clock, accounts, stores, budgets, faults and
/// events. `lock()` guards the stores and the budgets; the rest guards itself.
#pragma once

#include "emulator/content/named_properties.hpp"
#include "emulator/faults/fault_plan.hpp"
#include "emulator/faults/throttle.hpp"
#include "emulator/server/connection_registry.hpp"
#include "emulator/server/event_log.hpp"
#include "emulator/store/account_directory.hpp"
#include "emulator/store/maildir_sink.hpp"
#include "emulator/store/spool.hpp"
#include "emulator/store/state_log.hpp"
#include "emulator/store/user_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <mailhaul/emulator/options.hpp>

namespace mailhaul::emulator {

using Lock = std::unique_lock<std::mutex>;

class World {
 public:
  /// Opens the files and replays the state. FileSystem or Configuration.
  static Result<std::shared_ptr<World>> make(Options options);

  [[nodiscard]] const Options& options() const { return options_; }

  [[nodiscard]] const Profile& profile() const { return options_.profile; }

  [[nodiscard]] Instant now() const { return options_.clock->now(); }

  [[nodiscard]] text::UnixSeconds now_seconds() const;

  [[nodiscard]] const AccountDirectory& accounts() const { return accounts_; }

  EventLog& events() { return *events_; }

  FaultPlan& faults() { return faults_; }

  Spool& spool() { return *spool_; }

  ConnectionRegistry& connections() { return connections_; }

  /// Records an event of a connection (0: of the server) at the present time.
  void record(std::uint64_t connection, EventKind kind,
              std::vector<std::pair<std::string, std::string>> fields = {});

  [[nodiscard]] Lock lock() { return Lock(mutex_); }

  // With the lock held:

  /// The store of an account, made with its default mailboxes on first use.
  std::shared_ptr<UserStore> store(const std::string& user);
  Throttle& throttle(const std::string& user);
  NamedProperties& properties(const std::string& user);
  /// Adds names to the table; false if they do not fit. Records the warnings of E2.8.
  bool promote(const std::string& user, const std::vector<std::string>& names,
               std::uint64_t connection);
  /// True with the given probability.
  bool chance(double probability);
  void defer(Instant due, std::function<void()> work);
  /// Does what was deferred until now; all of it at the end of the server.
  void run_deferred(bool all = false);
  /// Everything begins anew, with other UIDVALIDITYs.
  void forget_everything();
  void invalidate_all();

 private:
  World(Options options, std::unique_ptr<EventLog> events, std::unique_ptr<Spool> spool);

  Result<void> open_state();
  std::shared_ptr<UserStore> add_store(const std::string& user);
  void add_default_mailboxes(UserStore& store) const;
  [[nodiscard]] std::vector<StoreListener*> listeners();
  [[nodiscard]] std::string property_table(const std::string& user) const;

  struct Deferred {
    Instant due;
    std::function<void()> work;
  };

  Options options_;
  AccountDirectory accounts_;
  std::unique_ptr<EventLog> events_;
  FaultPlan faults_;
  std::unique_ptr<Spool> spool_;
  ConnectionRegistry connections_;
  std::mutex mutex_;
  std::unique_ptr<StateLog> state_;
  std::unique_ptr<MaildirSink> maildir_;
  std::map<std::string, std::shared_ptr<UserStore>> stores_;
  std::map<std::string, Throttle> throttles_;
  std::map<std::string, NamedProperties> properties_;
  std::vector<Deferred> deferred_;
  std::minstd_rand random_;
  std::uint32_t validity_base_;
};

}  // namespace mailhaul::emulator
