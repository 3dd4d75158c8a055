#include "emulator/store/world.hpp"

#include "emulator/store/default_mailboxes.hpp"

#include <algorithm>
#include <filesystem>

namespace mailhaul::emulator {

namespace {

std::uint32_t validity_from(Instant now) {
  return static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
}

}  // namespace

World::World(Options options, std::unique_ptr<EventLog> events, std::unique_ptr<Spool> spool)
    : options_(std::move(options)),
      accounts_(options_.accounts, options_.profile.login),
      events_(std::move(events)),
      faults_(options_.faults),
      spool_(std::move(spool)),
      connections_(options_.profile.connection),
      validity_base_(validity_from(options_.clock->now())) {}

Result<std::shared_ptr<World>> World::make(Options options) {
  if (options.accounts.empty()) {
    return fail(ErrorKind::Configuration, "an emulated server needs a user");
  }
  std::error_code error;
  for (const auto& directory : {options.state, options.store}) {
    if (!directory.empty() && !std::filesystem::is_directory(directory, error) &&
        !std::filesystem::create_directories(directory, error)) {
      return fail(ErrorKind::FileSystem, "the directory cannot be made: " + error.message(),
                  directory.string());
    }
  }
  auto events = EventLog::open(options.events, options.keep_events);
  if (!events) {
    return fail(events.error());
  }
  auto spool = Spool::open(options.state.empty() ? options.state : options.state / "bodies");
  if (!spool) {
    return fail(spool.error());
  }
  std::shared_ptr<World> world(
      new World(std::move(options), std::move(*events), std::move(*spool)));
  if (auto opened = world->open_state(); !opened) {
    return fail(opened.error());
  }
  return world;
}

Result<void> World::open_state() {
  if (!options_.state.empty()) {
    const auto path = options_.state / "changes";
    const ReplayTarget target = {
        .store = [this](const std::string& user) -> UserStore& {
          auto& store = stores_[user];
          if (!store) {
            store = std::make_shared<UserStore>(user);
          }
          return *store;
        },
        .property =
            [this](const std::string& table, const std::string& name) {
              properties_.try_emplace(table, profile().named_properties.quota)
                  .first->second.promote({name}, [](const std::string&) {});
            }};
    if (auto replayed = replay_state(path, target); !replayed) {
      return replayed;
    }
    auto state = StateLog::open(path);
    if (!state) {
      return fail(state.error());
    }
    state_ = std::move(*state);
  }
  if (!options_.store.empty()) {
    maildir_ =
        std::make_unique<MaildirSink>(options_.store, options_.accounts.front().name, *spool_);
  }
  for (const auto& [user, store] : stores_) {
    store->tell_changes_to(listeners());
  }
  store(options_.accounts.front().name);
  return {};
}

text::UnixSeconds World::now_seconds() const {
  return std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
}

void World::record(std::uint64_t connection, EventKind kind,
                   std::vector<std::pair<std::string, std::string>> fields) {
  events_->record(
      {.at = now(), .connection = connection, .kind = kind, .fields = std::move(fields)});
}

std::vector<StoreListener*> World::listeners() {
  std::vector<StoreListener*> result;
  if (state_) {
    result.push_back(state_.get());
  }
  if (maildir_) {
    result.push_back(maildir_.get());
  }
  return result;
}

std::shared_ptr<UserStore> World::store(const std::string& user) {
  const auto found = stores_.find(user);
  return found == stores_.end() ? add_store(user) : found->second;
}

std::shared_ptr<UserStore> World::add_store(const std::string& user) {
  auto store = std::make_shared<UserStore>(user);
  store->tell_changes_to(listeners());
  store->set_next_validity(validity_base_);
  add_default_mailboxes(*store);
  stores_[user] = store;
  return store;
}

void World::add_default_mailboxes(UserStore& store) const {
  for (auto& mailbox : default_mailboxes(profile(), options_.language)) {
    Mailbox created;
    created.name = std::move(mailbox.name);
    created.special_use = mailbox.special_use;
    created.holds_mail = mailbox.holds_mail;
    store.create(std::move(created));
  }
}

Throttle& World::throttle(const std::string& user) {
  return throttles_.try_emplace(user, profile().throttle, now()).first->second;
}

std::string World::property_table(const std::string& user) const {
  return profile().named_properties.per_database ? "database" : "user:" + user;
}

NamedProperties& World::properties(const std::string& user) {
  return properties_.try_emplace(property_table(user), profile().named_properties.quota)
      .first->second;
}

bool World::promote(const std::string& user, const std::vector<std::string>& names,
                    std::uint64_t connection) {
  NamedProperties& table = properties(user);
  const std::size_t before = table.size();
  const auto warn_at = table.quota() - table.quota() / 10;
  const bool fits = table.promote(names, [&](const std::string& name) {
    if (state_) {
      state_->property(property_table(user), name);
    }
  });
  events_->saw_named_properties(table.size());
  if (!fits) {
    record(connection, EventKind::NamedProperties,
           {{"id", "9667"}, {"count", std::to_string(table.size())}});
  } else if (before < warn_at && table.size() >= warn_at) {
    record(connection, EventKind::NamedProperties,
           {{"id", "9666"}, {"count", std::to_string(table.size())}});
  }
  return fits;
}

bool World::chance(double probability) {
  return probability > 0 && std::uniform_real_distribution<double>()(random_) < probability;
}

void World::defer(Instant due, std::function<void()> work) {
  deferred_.push_back({.due = due, .work = std::move(work)});
}

void World::run_deferred(bool all) {
  std::vector<Deferred> waiting;
  std::vector<Deferred> due;
  for (auto& item : deferred_) {
    (all || item.due <= now() ? due : waiting).push_back(std::move(item));
  }
  deferred_ = std::move(waiting);
  for (const auto& item : due) {
    item.work();
  }
}

void World::forget_everything() {
  for (const auto& [user, store] : stores_) {
    while (!store->tree().empty()) {
      store->remove(store->tree().rbegin()->second);
    }
    store->tell_changes_to({});
  }
  stores_.clear();
  properties_.clear();
  throttles_.clear();
  deferred_.clear();
  if (state_) {
    state_->clear();
  }
  validity_base_ = std::max(validity_base_ + 1000, validity_from(now()));
  store(options_.accounts.front().name);
}

void World::invalidate_all() {
  for (const auto& [user, store] : stores_) {
    for (const auto& [key, mailbox] : store->tree()) {
      store->invalidate(*mailbox);
    }
  }
}

}  // namespace mailhaul::emulator
