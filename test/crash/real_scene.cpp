#include "real_scene.hpp"

#include "conformance/account.hpp"
#include "expected_messages.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::crash {
namespace {

using conformance::ImapClient;

constexpr const char* kSubscribed = "subscription";

/// None is the beginning of another.
std::string new_prefix() {
  static std::atomic<unsigned int> number = 0;
  return fmt::format("move{:06}", ++number);
}

/// Whatever is not equal in this is another message.
std::string describe(const conformance::StoredMessage& message) {
  return fmt::format("{} {} ({})", message.sha256.substr(0, 12), message.internal_date,
                     fmt::join(message.flags, " "));
}

std::vector<std::string> expected_in(const test::TemporaryMaildir& tree,
                                     const std::string& folder) {
  std::vector<std::string> expected;
  for (const MessageFile& file : message_files(tree, folder)) {
    expected.push_back(describe({.flags = file.flags,
                                 .internal_date = file.mtime,
                                 .sha256 = conformance::sha256_of(file.wire_form)}));
  }
  return expected;
}

std::string new_message() {
  static std::atomic<unsigned int> number = 0;
  return fmt::format(
      "From: eve@example.org\r\nSubject: Mine\r\nMessage-ID: <{}@eve>\r\n\r\nNot yours.\r\n",
      ++number);
}

}  // namespace

RealScene::RealScene(const test::RealServer& server, const conformance::Target& target)
    : server_(&server),
      target_(&target),
      prefix_(new_prefix()),
      proxy_(server.port(), std::nullopt) {}

test::Program RealScene::command(const std::string& name,
                                 const std::vector<std::string>& more) const {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM, name,
                       "--host",         "127.0.0.1",
                       "--port",         std::to_string(proxy_.port()),
                       "--tls",          "none",
                       "--user",         test::kAccounts[0].user,
                       "--journal",      place_ / "journal.db",
                       "--settle-after", "1",
                       "--quiet"};
  std::ranges::copy(more, std::back_inserter(program.arguments));
  program.arguments.push_back(tree_.path());
  program.environment = {{"MAILHAUL_PASSWORD", test::kAccounts[0].password}};
  return program;
}

test::Program RealScene::program() const {
  return command("upload", {"--prefix", prefix_});
}

RealScene::Contents RealScene::expected() const {
  Contents contents = owned_;
  for (const Levels& parent : {Levels{}, {"Work"}}) {
    contents[mailbox(parent)];
  }
  for (const auto& [folder, levels] :
       {std::pair{"", Levels{"INBOX"}}, {".Sent", {"Sent"}}, {".Work.Plans", {"Work", "Plans"}}}) {
    std::ranges::move(expected_in(tree_, folder), std::back_inserter(contents[mailbox(levels)]));
  }
  if (!is_courier()) {
    contents[mailbox({"Sent"})].emplace_back(kSubscribed);
    contents[mailbox({"Work", "Plans"})].emplace_back(kSubscribed);
  }
  return contents;
}

void RealScene::create_as_owner(const Levels& levels) {
  owner().command("CREATE " + conformance::in_quotes(mailbox(levels)));
  owned_[mailbox(levels)];
}

void RealScene::put_as_owner(const Levels& levels, const std::string& flags) {
  const std::string message = new_message();
  ImapClient client = owner();
  client.append(mailbox(levels), flags, message);
  const std::string digest = conformance::sha256_of(message);
  for (const auto& each : conformance::read_mailbox(client, mailbox(levels))) {
    if (each.sha256 == digest) {
      owned_[mailbox(levels)].push_back(describe(each));
    }
  }
}

std::string RealScene::complaint() {
  ImapClient client = owner();
  Contents there = present(client);
  remove(there, client);
  Contents wanted = expected();
  std::string complaint;
  for (const auto& [name, messages] : there) {
    complaint += wanted.contains(name) ? "" : fmt::format("{} should not be there; ", name);
  }
  for (const auto& [name, messages] : wanted) {
    complaint += there.contains(name) ? "" : fmt::format("{} is gone; ", name);
    there[name];
  }
  for (const auto& [name, messages] : there) {
    std::size_t none = 0;
    complaint += differences(name, wanted[name], messages, none);
  }
  return complaint;
}

std::string RealScene::mailbox(const Levels& levels) const {
  Levels all{prefix_};
  std::ranges::copy(levels, std::back_inserter(all));
  return conformance::mailbox_name(*target_, all);
}

ImapClient RealScene::owner() const {
  return {server_->port(), test::kAccounts[0].user, test::kAccounts[0].password};
}

RealScene::Contents RealScene::present(ImapClient& client) const {
  Contents contents;
  for (const auto& [name, stored] : conformance::read_account(client, mailbox({}) + "*")) {
    std::vector<std::string>& lines = contents[name];
    for (const conformance::StoredMessage& message : stored.messages) {
      lines.push_back(describe(message));
    }
    // Of two sessions of one user that subscribe at once, Courier forgets what one of them did.
    if (stored.subscribed && !is_courier()) {
      lines.emplace_back(kSubscribed);
    }
  }
  return contents;
}

void RealScene::remove(const Contents& contents, ImapClient& client) const {
  // Courier would take two seconds for each.
  if (is_courier()) {
    return;
  }
  client.send("SELECT INBOX");
  for (const std::string& name : contents | std::views::keys | std::views::reverse) {
    client.send("UNSUBSCRIBE " + conformance::in_quotes(name));
    client.send("DELETE " + conformance::in_quotes(name));
  }
}

}  // namespace mailhaul::crash
