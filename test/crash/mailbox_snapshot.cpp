#include "mailbox_snapshot.hpp"

#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::crash {

std::vector<std::string> describe_account(const emulator::Server& server) {
  std::vector<std::string> lines;
  for (const emulator::MailboxSnapshot& mailbox : server.mailboxes()) {
    lines.push_back(fmt::format("{}{}", mailbox.name, mailbox.subscribed ? " (subscribed)" : ""));
    for (const emulator::MessageSnapshot& message : mailbox.messages) {
      const Bytes octets = server.raw_message(mailbox.name, message.uid).value_or("(gone)");
      lines.push_back(fmt::format("{}: {:016x} {} ({})", mailbox.name,
                                  std::hash<std::string>{}(octets), message.internal_date,
                                  fmt::join(message.flags, " ")));
    }
  }
  return lines;
}

}  // namespace mailhaul::crash
