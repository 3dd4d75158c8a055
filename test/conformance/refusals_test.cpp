/// One message of each kind that Exchange refuses among a thousand that it takes: all arrive, and
/// each of the former as a copy that can be opened, or it is listed.
#include "crash/crash_move.hpp"
#include "support/child_process.hpp"
#include "support/raw_imap.hpp"
#include "unit/migrate/upload_rig.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/journal/journal.hpp>
#include <mailhaul/message/fingerprint.hpp>

namespace mailhaul::conformance {
namespace {

using emulator::ProfileName;
using journal::Form;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::size_t kGood = 1000;
constexpr std::string_view kGoodOnes =
    "maildir .\nmessage cur/11000%n.M1.host:2,S repeat=1000 mtime=1100000000\n";

/// What is refused as it is, and the form in which it arrives.
const std::map<std::string, Form>& refused_samples() {
  static const std::map<std::string, Form> samples = {
      {"apple-double", Form::Repaired},     {"bad-encoded-word-inside", Form::Repaired},
      {"calendar-reply", Form::Repaired},   {"deep-messages", Form::Wrapped},
      {"long-address", Form::Repaired},     {"long-file-name", Form::Repaired},
      {"long-header-line", Form::Repaired}, {"long-line", Form::Repaired},
      {"long-references", Form::Repaired},  {"many-parts", Form::Wrapped},
      {"no-header", Form::Wrapped},         {"nul-body", Form::Repaired},
      {"nul-header", Form::Repaired},       {"nul-tail", Form::Repaired},
      {"read-report", Form::Repaired},      {"signed-long-line", Form::Wrapped},
      {"unknown-charset", Form::Repaired},
  };
  return samples;
}

/// Over many folded lines, so that it is refused for their number alone.
std::string too_many_recipients() {
  std::string message = "From: Ada <ada@example.org>\nMessage-ID: <crowd@example.org>\nTo: a@b";
  for (int i = 0; i < 12'300; ++i) {
    message += ",\n a@b";
  }
  return message + "\nSubject: crowd\n\nbody\n";
}

void write_file(const std::string& path, std::string_view octets) {
  std::ofstream(path, std::ios::binary) << octets;
}

std::string unique_name(const std::string& sample) {
  return "1200000000." + sample + ".host";
}

emulator::Options options_of(ProfileName profile, const std::vector<std::string>& settings = {}) {
  emulator::Options options = migrate::emulated(profile, settings);
  if (profile == ProfileName::ExchangeOnline) {
    options.tls = emulator::Tls::Implicit;
  }
  return options;
}

/// What one message looks like to a parser that is not ours.
struct Opened {
  int defects = 0;
  std::string message_id;
  std::string original;  ///< SHA-256 of what is wrapped
};

std::vector<Opened> open_messages(const std::vector<std::string>& messages) {
  const test::TempDir place;
  test::Program program{
      .arguments = {"python3", MAILHAUL_SOURCE_DIR "/test/conformance/opened_messages.py"}};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    program.arguments.push_back(place / fmt::format("{}.eml", i));
    write_file(program.arguments.back(), messages[i]);
  }
  const test::Ending ending = test::run(program);
  EXPECT_EQ(ending.status, 0) << ending.errors;
  std::vector<Opened> opened;
  std::istringstream lines(ending.output);
  for (Opened one; lines >> one.defects >> one.message_id >> one.original;) {
    opened.push_back(one);
  }
  return opened;
}

class Refusals : public ::testing::TestWithParam<ProfileName> {
 protected:
  Refusals() : tree_(kGoodOnes) {
    for (const auto& [sample, form] : refused_samples()) {
      tree_.add(fmt::format("file cur/{}:2,S source=testdata/messages/{}.eml mtime=1200000000",
                            unique_name(sample), sample));
    }
    write_file(tree_.path("cur/" + unique_name("crowd") + ":2,S"), too_many_recipients());
  }

  void start(const std::vector<std::string>& settings = {}) {
    emulator::Options options = options_of(GetParam(), settings);
    options.clock = time_.clock();
    server_ = migrate::start_server(std::move(options));
    move_ = std::make_unique<migrate::Move>(tree_, *server_);
    time_.use_in(*move_);
    move_->options.accept_server_dates = true;
    if (GetParam() == ProfileName::ExchangeOnline) {
      move_->options.sign_in.kind = migrate::SecretKind::OAuthToken;
    }
  }

  migrate::UploadSummary upload() {
    const auto summary = move_->run();
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    if (summary && summary->stopped) {
      ADD_FAILURE() << summary->stopped->message();
    }
    return summary ? *summary : migrate::UploadSummary();
  }

  [[nodiscard]] std::map<std::string, journal::MessageRow> journalled() const {
    auto journal = journal::Journal::open_for_reading(move_->options.journal_path);
    std::map<std::string, journal::MessageRow> rows;
    const std::vector<journal::MailboxRow> mailboxes = journal->mailboxes().value();
    for (const journal::MailboxRow& mailbox : mailboxes) {
      const std::vector<journal::MessageRow> stored =
          journal->messages_in_state(mailbox.id, journal::State::Stored).value();
      for (const journal::MessageRow& row : stored) {
        rows.emplace(row.unique_name, row);
      }
    }
    return rows;
  }

  /// What another client is given when it fetches the message.
  std::string fetch(test::RawImap& client, std::uint32_t uid) {
    const auto lines = client.command(fmt::format("UID FETCH {} BODY.PEEK[]", uid));
    const std::string line = test::line_with(lines, "FETCH (");
    const std::size_t begin = line.find("}\r\n") + 3;
    return line.substr(begin, line.rfind(')') - begin);
  }

  void expect_good_ones_arrived() const {
    const std::vector<std::string> stored = migrate::stored_in(*server_, "INBOX");
    const std::multiset<std::string> present(stored.begin(), stored.end());
    std::size_t arrived = 0;
    for (const std::string& wire : migrate::wire_forms(tree_, "")) {
      arrived += present.count(wire);
    }
    EXPECT_EQ(arrived, kGood);
  }

  void expect_copies_can_be_opened() {
    const auto rows = journalled();
    test::RawImap client(server_->port());
    if (GetParam() == ProfileName::ExchangeOnline) {
      client.start_tls();
    }
    client.line();
    sign_in(client);
    ASSERT_EQ(client.result("SELECT INBOX"), "tag OK [READ-WRITE] SELECT completed.");
    std::vector<std::string> names;
    std::vector<std::string> messages;
    for (const auto& [sample, form] : refused_samples()) {
      const auto row = rows.find(unique_name(sample));
      ASSERT_NE(row, rows.end()) << sample;
      EXPECT_EQ(row->second.form, form) << sample;
      ASSERT_TRUE(row->second.uid) << sample;
      names.push_back(sample);
      messages.push_back(fetch(client, *row->second.uid));
    }
    const std::vector<Opened> opened = open_messages(messages);
    ASSERT_THAT(opened, SizeIs(messages.size()));
    for (std::size_t i = 0; i < names.size(); ++i) {
      EXPECT_EQ(opened[i].defects, 0) << names[i];
      if (names[i] != "no-header") {
        EXPECT_EQ(opened[i].message_id, "<" + names[i] + "@example.org>");
      }
      const std::string wire =
          migrate::wire_form_of(tree_.path("cur/" + unique_name(names[i]) + ":2,S"));
      const bool is_wrapped = refused_samples().at(names[i]) == Form::Wrapped;
      EXPECT_EQ(opened[i].original, is_wrapped ? message::fingerprint_of(wire).hex() : "-")
          << names[i];
    }
  }

  static void sign_in(test::RawImap& client) {
    if (GetParam() == ProfileName::ExchangeOnline) {
      ASSERT_EQ(client.result("AUTHENTICATE XOAUTH2 "
                              "dXNlcj1kZW1vAWF1dGg9QmVhcmVyIGRlbW8BAQ=="),
                "tag OK AUTHENTICATE completed.");
    } else {
      ASSERT_EQ(client.result("LOGIN demo demo"), "tag OK LOGIN completed.");
    }
  }

  test::TemporaryMaildir tree_;
  /// Exchange Online asks for pauses.
  crash::SharedTime time_;
  std::unique_ptr<emulator::Server> server_;
  std::unique_ptr<migrate::Move> move_;
};

/// Otherwise the other tests would prove nothing.
TEST_P(Refusals, AreMadeOfEverySampleThatIsSentAsItIs) {
  start();
  for (const auto& [sample, form] : refused_samples()) {
    test::RawImap client(server_->port());
    if (GetParam() == ProfileName::ExchangeOnline) {
      client.start_tls();
    }
    client.line();
    sign_in(client);
    const std::string wire =
        migrate::wire_form_of(tree_.path("cur/" + unique_name(sample) + ":2,S"));
    client.send(fmt::format("a APPEND INBOX (\\Seen) {{{}+}}\r\n{}\r\n", wire.size(), wire));
    client.send("z LOGOUT\r\n");
    client.until("z ");
    EXPECT_THAT(server_->mailbox("INBOX")->messages, IsEmpty()) << sample;
  }
}

TEST_P(Refusals, AThousandGoodMessagesArriveAndEachOtherOneAsACopyThatCanBeOpened) {
  start();
  const migrate::UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kGood + refused_samples().size() + 1);
  EXPECT_EQ(summary.messages.refused, 0U);
  EXPECT_FALSE(summary.needs_attention());
  EXPECT_EQ(journalled().at(unique_name("crowd")).form, Form::Wrapped);
  EXPECT_THAT(server_->violations(), IsEmpty());
  expect_good_ones_arrived();
  expect_copies_can_be_opened();
}

/// The one that nothing helps is listed, in every run, and keeps no other from arriving.
TEST_P(Refusals, OnlyWhatIsTooBigIsListed) {
  start();
  const std::string size = GetParam() == ProfileName::ExchangeOnline ? "37000000" : "11000000";
  tree_.add("message cur/1300000000.big.host:2,S subject=Big mtime=1300000000 size=" + size);
  for (int run = 1; run <= 2; ++run) {
    const migrate::UploadSummary summary = upload();
    EXPECT_EQ(summary.messages.uploaded, run == 1 ? kGood + refused_samples().size() + 1 : 0);
    ASSERT_THAT(summary.attention, SizeIs(1));
    EXPECT_EQ(summary.attention.front().unique_name, "1300000000.big.host");
    EXPECT_EQ(summary.attention.front().kind, "too-big");
    EXPECT_EQ(summary.attention.front().subject, "Big");
  }
  expect_good_ones_arrived();
  EXPECT_THAT(server_->violations(), IsEmpty());
}

/// A server that refuses what is unread, for no reason that anybody knows.
TEST_P(Refusals, UnreadMessageThatIsRefusedArrivesUnread) {
  start({"refuse_unseen=true"});
  tree_.add("message new/1400000000.new.host mtime=1400000000");
  const migrate::UploadSummary summary = upload();
  EXPECT_EQ(summary.messages.uploaded, kGood + refused_samples().size() + 2);
  EXPECT_FALSE(summary.needs_attention());
  const journal::MessageRow row = journalled().at("1400000000.new.host");
  EXPECT_EQ(row.form, Form::SeenThenUnseen);
  const emulator::MailboxSnapshot inbox = server_->mailbox("INBOX").value();
  for (const emulator::MessageSnapshot& message : inbox.messages) {
    EXPECT_EQ(std::ranges::count(message.flags, "\\Seen"), message.uid == row.uid ? 0 : 1);
  }
  EXPECT_THAT(server_->violations(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(OfEveryExchange, Refusals,
                         ::testing::Values(ProfileName::Exchange2007, ProfileName::Exchange2010,
                                           ProfileName::Exchange2013, ProfileName::Exchange2016,
                                           ProfileName::ExchangeOnline),
                         [](const auto& tested) {
                           std::string name(emulator::to_string(tested.param));
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace mailhaul::conformance
