#include "conformance/busy_user.hpp"

#include "conformance/account.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace mailhaul::conformance {

BusyUser::BusyUser(const test::RealServer& running, OldServer server, unsigned int seed)
    : server_(std::move(server)),
      client_(running.port(), test::kAccounts[0].user, test::kAccounts[0].password),
      random_(seed),
      mailboxes_{"INBOX", server_.mailbox_name({"Work"}), server_.mailbox_name({"Work", "Old"})} {
  client_.command("CREATE " + in_quotes(mailboxes_[1]));
  client_.command("CREATE " + in_quotes(mailboxes_[2]));
  constexpr int kAtFirst = 60;
  for (int i = 0; i < kAtFirst; ++i) {
    receive(any_mailbox());
  }
}

std::size_t BusyUser::random_below(std::size_t limit) {
  return random_() % limit;
}

std::string BusyUser::any_mailbox() {
  return mailboxes_[random_below(mailboxes_.size())];
}

void BusyUser::receive(const std::string& mailbox) {
  std::string message = fmt::format(
      "From: a@example.org\r\nSubject: number {0}\r\nMessage-ID: <{0}@busy.example>\r\n\r\n",
      received_);
  const std::size_t lines = random_below(20) == 0 ? 5000 : random_below(30);
  for (std::size_t i = 0; i < lines; ++i) {
    message += fmt::format("{:05} something to read\r\n", i);
  }
  const Reply reply = client_.append(
      mailbox, fmt::format("() \"{:02}-Mar-2005 10:00:00 +0000\"", 1 + received_ % 28), message);
  if (reply.status != "OK") {
    throw std::runtime_error(reply.text);
  }
  ++received_;
  ++placed_[{mailbox, sha256_of(message)}];
}

BusyUser::Choice BusyUser::choose_message() {
  Choice choice{.mailbox = any_mailbox()};
  const std::vector<StoredMessage> messages = read_mailbox(client_, choice.mailbox);
  if (!messages.empty()) {
    const std::size_t index = random_below(messages.size());
    choice.number = std::to_string(index + 1);
    choice.sha256 = messages[index].sha256;
  }
  return choice;
}

void BusyUser::copy_to(const Choice& choice, const std::string& mailbox) {
  client_.command(fmt::format("COPY {} {}", choice.number, in_quotes(mailbox)));
  ++placed_[{mailbox, choice.sha256}];
}

void BusyUser::remove(const Choice& choice) {
  client_.command(fmt::format("STORE {} +FLAGS (\\Deleted)", choice.number));
  client_.command("EXPUNGE");
}

void BusyUser::do_something() {
  constexpr std::size_t kKinds = 10;
  const std::size_t kind = random_below(kKinds);
  if (kind < 3) {
    receive(any_mailbox());
    return;
  }
  const Choice choice = choose_message();
  if (choice.number.empty()) {
    return;
  }
  constexpr std::array<const char*, 4> kFlags{"\\Seen", "\\Flagged", "\\Answered", "\\Draft"};
  if (kind < 7) {
    client_.command(fmt::format("STORE {} {}FLAGS ({})", choice.number, kind == 3 ? "-" : "+",
                                kFlags.at(random_below(kFlags.size()))));
  } else if (kind == 7) {
    copy_to(choice, any_mailbox());
  } else if (kind == 8) {
    copy_to(choice, any_mailbox());
    remove(choice);
  } else {
    remove(choice);
  }
}

}  // namespace mailhaul::conformance
