// Reads a whole account over TLS and prints mailbox by mailbox what it holds:
// demo_listing PORT USER PASSWORD. It shares nothing with the product's client.
#include "conformance/account.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include <fmt/chrono.h>

#include <mailhaul/text/mutf7.hpp>

namespace {

using namespace mailhaul;
using conformance::StoredMailbox;
using conformance::StoredMessage;

std::string readable(const std::string& mailbox) {
  const auto decoded = text::decode_mutf7(mailbox);
  return decoded ? *decoded : mailbox;
}

std::string flags_of(const StoredMailbox& mailbox) {
  std::map<std::string, int> counts;
  for (const StoredMessage& message : mailbox.messages) {
    for (const std::string& flag : message.flags) {
      ++counts[flag];
    }
  }
  std::string text;
  for (const auto& [flag, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, flag);
  }
  return text;
}

std::string dates_of(const StoredMailbox& mailbox) {
  if (mailbox.messages.empty()) {
    return {};
  }
  const auto [first, last] = std::minmax_element(
      mailbox.messages.begin(), mailbox.messages.end(),
      [](const auto& left, const auto& right) { return left.internal_date < right.internal_date; });
  return fmt::format("{:%Y-%m-%d} to {:%Y-%m-%d}", fmt::gmtime(first->internal_date),
                     fmt::gmtime(last->internal_date));
}

std::size_t octets_of(const StoredMailbox& mailbox) {
  std::size_t octets = 0;
  for (const StoredMessage& message : mailbox.messages) {
    octets += message.size;
  }
  return octets;
}

/// Pads by characters, as fmt counts UTF-8 itself.
void print(const std::string& name, const StoredMailbox& mailbox) {
  fmt::print("{:<28} {:>8} {:>12}  {:<24} {}  {}\n", readable(name), mailbox.messages.size(),
             octets_of(mailbox), dates_of(mailbox),
             mailbox.subscribed ? "subscribed" : "          ", flags_of(mailbox));
}

int list(const char* port, const char* user, const char* password) {
  conformance::ImapClient client(static_cast<std::uint16_t>(std::atoi(port)), user, password,
                                 conformance::Encryption::ImplicitTls);
  std::size_t messages = 0;
  fmt::print("{:<28} {:>8} {:>12}  {}\n", "mailbox", "messages", "octets", "dates, flags");
  for (const auto& [name, mailbox] : conformance::read_account(client)) {
    print(name, mailbox);
    messages += mailbox.messages.size();
  }
  fmt::print("{:<28} {:>8}\n", "together", messages);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: demo_listing PORT USER PASSWORD\n";
    return 64;
  }
  try {
    return list(argv[1], argv[2], argv[3]);
  } catch (const std::exception& error) {
    std::cerr << "demo_listing: " << error.what() << "\n";
    return 1;
  }
}
