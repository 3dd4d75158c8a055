#include "crash_move.hpp"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::crash {
namespace {

using emulator::ProfileName;
using migrate::stored_in;
using migrate::wire_forms;

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

/// How often each message was expected and is there.
std::string compare_mailbox(const std::string& mailbox, const std::vector<std::string>& expected,
                            const std::vector<std::string>& present, std::size_t& doubled) {
  std::map<std::string, int> surplus;
  for (const std::string& form : present) {
    ++surplus[form];
  }
  for (const std::string& form : expected) {
    --surplus[form];
  }
  std::string complaint;
  for (const auto& [form, count] : surplus) {
    const std::string subject = form.substr(form.find("Subject:"), 24);
    if (count < 0) {
      complaint += fmt::format("{} of {} lost {}; ", -count, mailbox, subject);
    } else if (count > 0 && static_cast<std::size_t>(count) > doubled) {
      complaint += fmt::format("{} of {} too many {}; ", count, mailbox, subject);
    } else {
      doubled -= static_cast<std::size_t>(count);
    }
  }
  return complaint;
}

/// Both flagged messages of INBOX must show as flagged in Outlook.
std::string compare_flags(const emulator::Server& server) {
  std::size_t flagged = 0;
  if (const auto inbox = server.mailbox("INBOX")) {
    for (const emulator::MessageSnapshot& message : inbox->messages) {
      flagged += message.visible_as_flagged_in_outlook() ? 1U : 0U;
    }
  }
  return flagged < 2 ? fmt::format("{} flagged messages; ", flagged) : "";
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
    std::vector<std::string> expected = wire_forms(tree, folder);
    if (mailbox == "INBOX") {
      expected.emplace_back(kStranger);
    }
    complaint += compare_mailbox(mailbox, expected, stored_in(server, mailbox), doubled);
  }
  complaint += compare_flags(server);
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
