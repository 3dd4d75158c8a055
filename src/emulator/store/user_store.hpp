/// Everything one user owns on the server: the tree of mailboxes and their messages. Every change
/// goes through here, so that it reaches the log of the state directory and the Maildir of --store.
/// Not thread-safe: the world's mutex guards it.
#pragma once

#include "emulator/store/mailbox.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/emulator/inspection.hpp>

namespace mailhaul::emulator {

/// Told of every change, after it was made.
class StoreListener {
 public:
  StoreListener() = default;
  StoreListener(const StoreListener&) = delete;
  StoreListener& operator=(const StoreListener&) = delete;
  StoreListener(StoreListener&&) = delete;
  StoreListener& operator=(StoreListener&&) = delete;
  virtual ~StoreListener() = default;

  virtual void created(std::string_view user, const Mailbox& mailbox) = 0;
  virtual void renamed(std::string_view user, const Mailbox& mailbox,
                       std::string_view old_name) = 0;
  virtual void deleted(std::string_view user, const Mailbox& mailbox) = 0;
  virtual void subscription_changed(std::string_view user, const Mailbox& mailbox) = 0;
  virtual void validity_changed(std::string_view user, const Mailbox& mailbox) = 0;
  virtual void appended(std::string_view user, const Mailbox& mailbox, const Message& message) = 0;
  virtual void flags_changed(std::string_view user, const Mailbox& mailbox, const Message& message,
                             Flags before) = 0;
  virtual void expunged(std::string_view user, const Mailbox& mailbox, const Message& message) = 0;
};

class UserStore {
 public:
  using Tree = std::map<std::string, std::shared_ptr<Mailbox>>;

  explicit UserStore(std::string user) : user_(std::move(user)) {}

  /// From now on; what was replayed before is not told again.
  void tell_changes_to(std::vector<StoreListener*> listeners) { listeners_ = std::move(listeners); }

  [[nodiscard]] const std::string& user() const { return user_; }

  /// By folded name; iteration order is that of LIST.
  [[nodiscard]] const Tree& tree() const { return tree_; }

  /// nullptr if there is none.
  [[nodiscard]] std::shared_ptr<Mailbox> find(std::string_view name) const;
  [[nodiscard]] bool has_children(const Mailbox& mailbox) const;

  [[nodiscard]] std::size_t count() const { return tree_.size(); }

  /// Octets of all messages.
  [[nodiscard]] std::uint64_t stored_octets() const { return stored_octets_; }

  /// The name must be free. `mailbox.id` and `uid_validity` are set if they are zero.
  std::shared_ptr<Mailbox> create(Mailbox mailbox);
  void remove(std::shared_ptr<Mailbox> mailbox);
  /// The mailbox and everything below it. The new names must be free.
  void rename(const std::shared_ptr<Mailbox>& mailbox, const std::string& new_name);
  void subscribe(Mailbox& mailbox, bool subscribed);

  /// Takes the next UID and returns it; `message.uid` other than zero is kept, for replay.
  std::uint32_t append(Mailbox& mailbox, Message message);
  void set_flags(Mailbox& mailbox, Message& message, Flags flags, FlaggedBy by);
  /// Removes every message for which `doomed` holds and returns their UIDs.
  std::vector<std::uint32_t> expunge(Mailbox& mailbox,
                                     const std::function<bool(const Message&)>& doomed);
  /// Another UIDVALIDITY, and UIDs counted anew from 1.
  void invalidate(Mailbox& mailbox);

  /// The first UIDVALIDITY to be given; rises with each mailbox.
  void set_next_validity(std::uint32_t validity) { next_validity_ = validity; }

 private:
  template <typename Method, typename... Arguments>
  void tell(Method method, const Arguments&... arguments) {
    for (StoreListener* listener : listeners_) {
      (listener->*method)(user_, arguments...);
    }
  }

  std::string user_;
  std::vector<StoreListener*> listeners_;
  Tree tree_;
  std::uint64_t next_id_ = 1;
  std::uint32_t next_validity_ = 1;
  std::uint64_t stored_octets_ = 0;
};

}  // namespace mailhaul::emulator
