#include "real_scene.hpp"

#include "conformance/account.hpp"
#include "expected_messages.hpp"

#include <atomic>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::crash {
namespace {

using conformance::ImapClient;

std::string new_prefix() {
  static std::atomic<unsigned int> number = 0;
  return fmt::format("move{}", ++number);
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

std::vector<std::string> present_in(ImapClient& client, const std::string& mailbox) {
  std::vector<std::string> present;
  for (const conformance::StoredMessage& message : conformance::read_mailbox(client, mailbox)) {
    present.push_back(describe(message));
  }
  return present;
}

}  // namespace

RealScene::RealScene(const test::RealServer& server, const conformance::Target& target)
    : server_(&server),
      target_(&target),
      prefix_(new_prefix()),
      proxy_(server.port(), std::nullopt) {}

test::Program RealScene::program() const {
  test::Program program;
  program.arguments = {MAILHAUL_PROGRAM, "upload",
                       "--host",         "127.0.0.1",
                       "--port",         std::to_string(proxy_.port()),
                       "--tls",          "none",
                       "--user",         test::kAccounts[0].user,
                       "--journal",      place_ / "journal.db",
                       "--prefix",       prefix_,
                       "--settle-after", "1",
                       "--quiet",        tree_.path()};
  program.environment = {{"MAILHAUL_PASSWORD", test::kAccounts[0].password}};
  return program;
}

std::string RealScene::complaint() {
  ImapClient client(server_->port(), test::kAccounts[0].user, test::kAccounts[0].password);
  std::string complaint;
  for (const auto& [folder, name] :
       {std::pair{"", "INBOX"}, {".Sent", "Sent"}, {".Work.Plans", "Work/Plans"}}) {
    const std::string mailbox = fmt::format("{}/{}", prefix_, name);
    std::size_t none = 0;
    complaint +=
        differences(mailbox, expected_in(tree_, folder), present_in(client, mailbox), none);
  }
  client.send("UNSELECT");
  for (const std::string name : {"/INBOX", "/Sent", "/Work/Plans", "/Work", ""}) {
    client.send("DELETE " + conformance::in_quotes(prefix_ + name));
  }
  return complaint;
}

}  // namespace mailhaul::crash
