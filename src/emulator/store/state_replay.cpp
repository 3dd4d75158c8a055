#include "emulator/store/state_log.hpp"

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::emulator {

namespace {

/// The fields of one line, read in order; a missing or malformed one spoils the line.
class Fields {
 public:
  explicit Fields(const std::string& line) : stream_(line) {}

  std::string text() {
    std::string word;
    stream_ >> word;
    const auto plain = text::percent_unescape(word);
    good_ = good_ && !stream_.fail() && plain;
    return plain.value_or("");
  }

  template <typename Number>
  Number number() {
    std::int64_t value = 0;
    stream_ >> value;
    good_ = good_ && !stream_.fail();
    return static_cast<Number>(value);
  }

  [[nodiscard]] bool good() const { return good_; }

 private:
  std::istringstream stream_;
  bool good_ = true;
};

class Replay {
 public:
  explicit Replay(const ReplayTarget& target) : target_(target) {}

  bool apply(const std::string& line) {
    Fields fields(line);
    const std::string verb = fields.text();
    const std::string user = fields.text();
    if (verb == "property") {
      const std::string name = fields.text();
      target_.property(user, name);
      return fields.good();
    }
    UserStore& store = target_.store(user);
    const auto id = fields.number<std::uint64_t>();
    if (verb == "create") {
      return create(store, id, fields);
    }
    const auto found = mailboxes_.find({user, id});
    if (!fields.good() || found == mailboxes_.end()) {
      return false;
    }
    return change(store, found->second, verb, fields);
  }

 private:
  bool create(UserStore& store, std::uint64_t id, Fields& fields) {
    Mailbox mailbox;
    mailbox.id = id;
    mailbox.uid_validity = fields.number<std::uint32_t>();
    mailbox.special_use = static_cast<SpecialUse>(fields.number<int>());
    mailbox.holds_mail = fields.number<int>() != 0;
    mailbox.subscribed = fields.number<int>() != 0;
    mailbox.name = fields.text();
    if (fields.good()) {
      mailboxes_[{store.user(), id}] = store.create(std::move(mailbox));
    }
    return fields.good();
  }

  static bool change(UserStore& store, const std::shared_ptr<Mailbox>& mailbox,
                     const std::string& verb, Fields& fields) {
    if (verb == "append") {
      append(store, *mailbox, fields);
    } else if (verb == "flags") {
      flags(store, *mailbox, fields);
    } else if (verb == "expunge") {
      const auto uid = fields.number<std::uint32_t>();
      store.expunge(*mailbox, [uid](const Message& message) { return message.uid == uid; });
    } else if (verb == "rename") {
      // The log has one line for each mailbox of a renamed tree; moving the parent has already
      // moved the children, and renaming them to what they are called is harmless.
      store.rename(mailbox, fields.text());
    } else if (verb == "delete") {
      store.remove(mailbox);
    } else if (verb == "subscribe") {
      store.subscribe(*mailbox, fields.number<int>() != 0);
    } else if (verb == "validity") {
      store.set_next_validity(fields.number<std::uint32_t>());
      store.invalidate(*mailbox);
    } else {
      return false;
    }
    return fields.good();
  }

  static void append(UserStore& store, Mailbox& mailbox, Fields& fields) {
    Message message;
    message.uid = fields.number<std::uint32_t>();
    message.body.offset = fields.number<std::uint64_t>();
    message.body.size = fields.number<std::uint64_t>();
    message.internal_date = fields.number<text::UnixSeconds>();
    message.flags = Flags(fields.number<std::uint8_t>());
    message.flagged_by = static_cast<FlaggedBy>(fields.number<int>());
    message.misfiled = fields.number<int>() != 0;
    message.bare_line_ends = fields.number<int>() != 0;
    if (fields.good()) {
      store.append(mailbox, message);
    }
  }

  static void flags(UserStore& store, Mailbox& mailbox, Fields& fields) {
    Message* message = mailbox.find(fields.number<std::uint32_t>());
    const Flags bits(fields.number<std::uint8_t>());
    const auto by = static_cast<FlaggedBy>(fields.number<int>());
    if (message != nullptr && fields.good()) {
      store.set_flags(mailbox, *message, bits, by);
      message->flagged_by = by;
    }
  }

  const ReplayTarget& target_;
  std::map<std::pair<std::string, std::uint64_t>, std::shared_ptr<Mailbox>> mailboxes_;
};

}  // namespace

Result<void> replay_state(const std::filesystem::path& path, const ReplayTarget& target) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return {};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorKind::FileSystem, "the state cannot be read", path.string());
  }
  Replay replay(target);
  std::string line;
  while (std::getline(file, line) && !file.eof()) {
    if (!replay.apply(line)) {
      return fail(ErrorKind::Configuration, "this is not the state of an emulated server",
                  path.string(), "Choose an empty directory for the state.");
    }
  }
  return {};
}

}  // namespace mailhaul::emulator
