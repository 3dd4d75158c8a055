#include "emulator/store/state_log.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::emulator {

Result<std::unique_ptr<StateLog>> StateLog::open(const std::filesystem::path& path) {
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file.valid()) {
    return fail(ErrorKind::FileSystem,
                std::string("the state cannot be written: ") + std::strerror(errno), path.string());
  }
  return std::make_unique<StateLog>(std::move(file));
}

void StateLog::clear() {
  [[maybe_unused]] const int result = ::ftruncate(file_.get(), 0);
}

void StateLog::write(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void StateLog::property(std::string_view table, std::string_view name) {
  write(fmt::format("property {} {}\n", text::percent_escape(table), text::percent_escape(name)));
}

void StateLog::created(std::string_view user, const Mailbox& mailbox) {
  write(fmt::format("create {} {} {} {} {:d} {:d} {}\n", text::percent_escape(user), mailbox.id,
                    mailbox.uid_validity, static_cast<int>(mailbox.special_use), mailbox.holds_mail,
                    mailbox.subscribed, text::percent_escape(mailbox.name)));
}

void StateLog::renamed(std::string_view user, const Mailbox& mailbox,
                       std::string_view /*old_name*/) {
  write(fmt::format("rename {} {} {}\n", text::percent_escape(user), mailbox.id,
                    text::percent_escape(mailbox.name)));
}

void StateLog::deleted(std::string_view user, const Mailbox& mailbox) {
  write(fmt::format("delete {} {}\n", text::percent_escape(user), mailbox.id));
}

void StateLog::subscription_changed(std::string_view user, const Mailbox& mailbox) {
  write(fmt::format("subscribe {} {} {:d}\n", text::percent_escape(user), mailbox.id,
                    mailbox.subscribed));
}

void StateLog::validity_changed(std::string_view user, const Mailbox& mailbox) {
  write(fmt::format("validity {} {} {}\n", text::percent_escape(user), mailbox.id,
                    mailbox.uid_validity));
}

void StateLog::appended(std::string_view user, const Mailbox& mailbox, const Message& message) {
  write(fmt::format("append {} {} {} {} {} {} {} {} {:d} {:d}\n", text::percent_escape(user),
                    mailbox.id, message.uid, message.body.offset, message.body.size,
                    message.internal_date, message.flags.bits(),
                    static_cast<int>(message.flagged_by), message.misfiled,
                    message.bare_line_ends));
}

void StateLog::flags_changed(std::string_view user, const Mailbox& mailbox, const Message& message,
                             Flags /*before*/) {
  write(fmt::format("flags {} {} {} {} {}\n", text::percent_escape(user), mailbox.id, message.uid,
                    message.flags.bits(), static_cast<int>(message.flagged_by)));
}

void StateLog::expunged(std::string_view user, const Mailbox& mailbox, const Message& message) {
  write(fmt::format("expunge {} {} {}\n", text::percent_escape(user), mailbox.id, message.uid));
}

}  // namespace mailhaul::emulator
