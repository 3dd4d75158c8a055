#include "crash_move.hpp"

#include "expected_messages.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;

constexpr std::string_view kStranger =
    "From: Eve <eve@example.org>\r\nSubject: Before\r\nMessage-ID: <before@example.org>\r\n"
    "Date: Wed, 17 Jul 1996 02:44:25 +0000\r\n\r\nI was here before.\r\n";

struct FolderPair {
  std::string folder;
  std::string mailbox;
};

const std::vector<FolderPair>& folder_pairs() {
  static const std::vector<FolderPair> pairs = {
      {"", "INBOX"}, {".Sent", "Sent Items"}, {".Work.Plans", "Work/Plans"}};
  return pairs;
}

/// A few words by which two messages are equal exactly if their octets and flags are.
std::string describe(const std::string& octets, const std::set<std::string>& flags) {
  const std::size_t subject = std::min(octets.find("Subject:"), octets.size());
  return fmt::format("{} {:016x} ({})", octets.substr(subject, 24),
                     std::hash<std::string>{}(octets), fmt::join(flags, " "));
}

std::vector<std::string> expected_in(const test::TemporaryMaildir& tree,
                                     const std::string& folder) {
  std::vector<std::string> expected;
  for (const MessageFile& file : message_files(tree, folder)) {
    expected.push_back(describe(file.wire_form, file.flags));
  }
  return expected;
}

std::vector<std::string> present_in(const emulator::Server& server, const std::string& mailbox) {
  std::vector<std::string> present;
  if (const auto snapshot = server.mailbox(mailbox)) {
    for (const emulator::MessageSnapshot& message : snapshot->messages) {
      std::set<std::string> flags;
      for (const std::string& flag : message.flags) {
        flags.insert(text::to_lower(flag));
      }
      present.push_back(
          describe(server.raw_message(mailbox, message.uid).value_or("(gone)"), flags));
    }
  }
  return present;
}

/// What is flagged must show as flagged in Outlook.
std::string compare_visible_flags(const emulator::Server& server) {
  std::string complaint;
  for (const emulator::MailboxSnapshot& mailbox : server.mailboxes()) {
    for (const emulator::MessageSnapshot& message : mailbox.messages) {
      if (std::ranges::count(message.flags, "\\Flagged") != 0 &&
          !message.visible_as_flagged_in_outlook()) {
        complaint +=
            fmt::format("UID {} of {} is not seen as flagged; ", message.uid, mailbox.name);
      }
    }
  }
  return complaint;
}

}  // namespace

const std::string_view kTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1150000002.M2.host:2,RF mtime=1150000002
message cur/1200000003.M3.host:2,FS mtime=1200000003
message cur/1250000004.M4.host:2, mtime=1250000004 text=Subject:\x20twin\n\nHi.\n
message cur/1250000005.M5.host:2, mtime=1250000004 text=Subject:\x20twin\n\nHi.\n
message new/1300000006.M6.host mtime=1300000006 size=40000
maildir .Sent
message .Sent/cur/1350000007.M7.host:2,S mtime=1350000007
message .Sent/cur/1400000008.M8.host:2,S mtime=1400000008
message .Sent/cur/1450000009.M9.host:2,S mtime=1450000009
maildir .Work.Plans
message .Work.Plans/cur/1500000010.M10.host:2,S mtime=1500000010
message .Work.Plans/cur/1550000011.M11.host:2,S mtime=1550000011
message .Work.Plans/cur/1600000012.M12.host:2,S mtime=1600000012
file courierimapsubscribed text=INBOX.Work.Plans\nINBOX.Sent\n
)";

void use_tree(test::TemporaryMaildir& tree) {
  // Read, answered, and no longer flagged.
  tree.rename("new/1300000006.M6.host", "cur/1300000006.M6.host:2,S");
  tree.rename("cur/1100000001.M1.host:2,S", "cur/1100000001.M1.host:2,RS");
  tree.rename("cur/1150000002.M2.host:2,RF", "cur/1150000002.M2.host:2,R");
  tree.rename(".Sent/cur/1350000007.M7.host:2,S", ".Sent/cur/1350000007.M7.host:2,FS");
  // Filed elsewhere, once with other flags: by MOVE, or by COPY and removal of the original.
  tree.rename("cur/1200000003.M3.host:2,FS", ".Work.Plans/cur/1200000003.M3.host:2,FS");
  tree.rename(".Sent/cur/1400000008.M8.host:2,S", "cur/1400000008.M8.host:2,RS");
  tree.add("message new/1650000013.M13.host mtime=1650000013");
  tree.add("message .Sent/cur/1660000014.M14.host:2,S mtime=1660000014");
}

void prepare(emulator::Server& server) {
  if (!server.deliver("INBOX", kStranger)) {
    throw std::runtime_error("the emulator takes no mail");
  }
}

std::string compare(const emulator::Server& server, const test::TemporaryMaildir& tree,
                    const Expectation& expectation) {
  std::size_t doubled = expectation.doubled_by_server;
  std::string complaint;
  for (const auto& [folder, mailbox] : folder_pairs()) {
    std::vector<std::string> expected = expected_in(tree, folder);
    if (mailbox == "INBOX") {
      expected.push_back(describe(std::string(kStranger), {}));
    }
    complaint += differences(mailbox, expected, present_in(server, mailbox), doubled);
  }
  if (!expectation.is_exchange) {
    return complaint;
  }
  complaint += compare_visible_flags(server);
  if (const auto violations = server.violations(); !violations.empty()) {
    complaint += fmt::format("{}", fmt::join(violations, "; "));
  }
  return complaint;
}

std::string complete(migrate::Move& move, const emulator::Server& server,
                     const test::TemporaryMaildir& tree, const Expectation& expectation) {
  std::string why;
  for (int run = 1; run <= expectation.runs; ++run) {
    const auto summary = move.run();
    if (summary && !summary->stopped) {
      const std::string complaint = compare(server, tree, expectation);
      return summary->needs_attention() && !expectation.may_be_undecided
                 ? fmt::format("{}attention: {}", complaint, summary->attention.front().text)
                 : complaint;
    }
    why += fmt::format("run {}: {}; ", run,
                       summary ? summary->stopped->message() : summary.error().message());
  }
  return "not done: " + why;
}

emulator::Options exchange(ProfileName name) {
  emulator::Options options = migrate::emulated(name);
  if (name == ProfileName::ExchangeOnline) {
    options.tls = emulator::Tls::Implicit;
  }
  return options;
}

void sign_in_to(ProfileName name, migrate::Move& move) {
  // 2007 takes the dates of the messages themselves, which the run would stop at.
  move.options.accept_server_dates = true;
  if (name == ProfileName::ExchangeOnline) {
    move.options.sign_in.kind = migrate::SecretKind::OAuthToken;
  }
}

}  // namespace mailhaul::crash
