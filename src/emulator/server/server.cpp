#include "emulator/server/listener.hpp"
#include "emulator/store/world.hpp"

#include <algorithm>
#include <array>
#include <sys/socket.h>

#include <mailhaul/emulator/server.hpp>

namespace mailhaul::emulator {

namespace {

MailboxSnapshot snapshot_of(const Mailbox& mailbox, const Profile& profile) {
  const bool shows_keywords = profile.name == ProfileName::ExchangeOnline;
  MailboxSnapshot snapshot = {.name = mailbox.name,
                              .uid_validity = mailbox.uid_validity,
                              .uid_next = mailbox.uid_next,
                              .subscribed = mailbox.subscribed,
                              .holds_mail = mailbox.holds_mail,
                              .messages = {}};
  for (const Message& message : mailbox.messages) {
    std::vector<std::string> flags;
    for (const auto name : message.flags.names()) {
      flags.emplace_back(name);
    }
    std::ranges::sort(flags);
    std::vector<std::string> categories;
    if (shows_keywords && message.flags.has(Flags::kMdnSent)) {
      categories.emplace_back("$MDNSent");
    }
    snapshot.messages.push_back({.uid = message.uid,
                                 .size = message.body.size,
                                 .flags = std::move(flags),
                                 .flagged_by = message.flagged_by,
                                 .internal_date = message.internal_date,
                                 .categories = std::move(categories),
                                 .misfiled = message.misfiled});
  }
  return snapshot;
}

/// With the lock held. An empty user is the first account; nullptr if there is no such account.
std::shared_ptr<UserStore> store_of(World& world, std::string_view user) {
  const auto& accounts = world.accounts().accounts();
  const auto found =
      user.empty() ? accounts.begin() : std::ranges::find(accounts, user, &Account::name);
  return found == accounts.end() ? nullptr : world.store(found->name);
}

/// With the lock held. nullptr if there is no such account or mailbox.
std::shared_ptr<Mailbox> find_mailbox(World& world, std::string_view user, std::string_view name) {
  const auto store = store_of(world, user);
  return store ? store->find(name) : nullptr;
}

Failure no_mailbox(std::string_view name) {
  return fail(ErrorKind::Refused, "there is no such mailbox", std::string(name));
}

}  // namespace

Server::Server(std::shared_ptr<World> world, std::unique_ptr<Listener> listener)
    : world_(std::move(world)), listener_(std::move(listener)) {}

Server::~Server() {
  stop();
}

Result<std::unique_ptr<Server>> Server::start(Options options) {
  auto world = World::make(std::move(options));
  if (!world) {
    return fail(world.error());
  }
  auto listener = Listener::open(*world);
  if (!listener) {
    return fail(listener.error());
  }
  return std::unique_ptr<Server>(new Server(std::move(*world), std::move(*listener)));
}

void Server::stop() {
  listener_.reset();
}

std::uint16_t Server::port() const {
  return listener_ ? listener_->port() : 0;
}

std::string Server::certificate_pem() const {
  return listener_ ? listener_->certificate() : "";
}

Result<UniqueFd> Server::connect() {
  std::array<int, 2> ends = {-1, -1};
  if (!listener_ || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorKind::Unreachable, "the emulated server has stopped");
  }
  UniqueFd client(ends[0]);
  if (auto served = listener_->serve(UniqueFd(ends[1]), "in-process"); !served) {
    return fail(served.error());
  }
  return client;
}

void Server::restart(StoreOnRestart store) {
  const Lock lock = world_->lock();
  world_->record(0, EventKind::Restart);
  if (store == StoreOnRestart::Lose) {
    world_->forget_everything();
  }
  world_->connections().stop_all();
}

void Server::new_uid_validity() {
  const Lock lock = world_->lock();
  world_->invalidate_all();
}

void Server::add_fault(Fault fault) {
  world_->faults().add(std::move(fault));
}

void Server::clear_faults() {
  world_->faults().clear();
}

std::vector<MailboxSnapshot> Server::mailboxes(std::string_view user) const {
  const Lock lock = world_->lock();
  world_->run_deferred();
  std::vector<MailboxSnapshot> result;
  const auto store = store_of(*world_, user);
  if (!store) {
    return result;
  }
  for (const auto& [key, mailbox] : store->tree()) {
    result.push_back(snapshot_of(*mailbox, world_->profile()));
  }
  return result;
}

Result<MailboxSnapshot> Server::mailbox(std::string_view name, std::string_view user) const {
  const Lock lock = world_->lock();
  world_->run_deferred();
  const auto mailbox = find_mailbox(*world_, user, name);
  if (!mailbox) {
    return no_mailbox(name);
  }
  return snapshot_of(*mailbox, world_->profile());
}

Result<Bytes> Server::raw_message(std::string_view mailbox, std::uint32_t uid,
                                  std::string_view user) const {
  const Lock lock = world_->lock();
  const auto found = find_mailbox(*world_, user, mailbox);
  const Message* message = found ? found->find(uid) : nullptr;
  if (message == nullptr) {
    return no_mailbox(mailbox);
  }
  return world_->spool().read(message->body);
}

Result<std::uint32_t> Server::deliver(std::string_view mailbox, ByteView message,
                                      std::string_view user) {
  const Lock lock = world_->lock();
  const auto store = store_of(*world_, user);
  const auto found = find_mailbox(*world_, user, mailbox);
  if (!found) {
    return no_mailbox(mailbox);
  }
  Message stored;
  stored.body = world_->spool().reserve(message.size());
  stored.internal_date = world_->now_seconds();
  if (!world_->spool().write(stored.body.offset, message)) {
    return fail(ErrorKind::FileSystem, "the message cannot be kept");
  }
  const std::uint32_t uid = store->append(*found, stored);
  world_->connections().wake_others(0);
  return uid;
}

Result<void> Server::remove(std::string_view mailbox, std::uint32_t uid, std::string_view user) {
  const Lock lock = world_->lock();
  const auto store = store_of(*world_, user);
  const auto found = find_mailbox(*world_, user, mailbox);
  if (!found ||
      store->expunge(*found, [uid](const Message& each) { return each.uid == uid; }).empty()) {
    return no_mailbox(mailbox);
  }
  world_->connections().wake_others(0);
  return {};
}

std::vector<Event> Server::events() const {
  return world_->events().events();
}

Conduct Server::conduct() const {
  return world_->events().conduct();
}

std::vector<std::string> Server::violations() const {
  return emulator::violations(conduct(), world_->profile());
}

}  // namespace mailhaul::emulator
