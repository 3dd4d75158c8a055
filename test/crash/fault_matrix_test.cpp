/// The whole product: every profile, every fault, every command of a move. Which commands those are
/// is not written down here but taken from a move in which nothing goes wrong.
#include "crash_move.hpp"
#include "points.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mailhaul/migrate/verify.hpp>

namespace mailhaul::crash {
namespace {

using emulator::EventKind;
using emulator::ProfileName;
using ::testing::Contains;
using ::testing::IsEmpty;

constexpr std::size_t kThreads = 24;
/// Of some thousands; MAILHAUL_LONG takes all.
constexpr std::size_t kPoints = 250;

constexpr std::array kProfiles = {ProfileName::Exchange2007, ProfileName::Exchange2010,
                                  ProfileName::Exchange2013, ProfileName::Exchange2016,
                                  ProfileName::ExchangeOnline};

constexpr std::array<std::string_view, 8> kAnywhere = {
    "drop",           "close-tls", "bye", "bare-line", "delay", "restart", "restart-without-state",
    "new-uidvalidity"};
constexpr std::array<std::string_view, 5> kInAppend = {"drop-before-continuation",
                                                       "drop-in-literal", "drop-after-store",
                                                       "drop-after-literal", "store-twice"};

/// A fault in the emulator's words: its name, where, and what it needs besides.
struct Spot {
  ProfileName profile = ProfileName::Exchange2016;
  std::string point;
  std::string command;
  std::size_t occurrence = 1;

  [[nodiscard]] std::string fault() const {
    const std::string argument = point == "drop-in-literal"      ? ":100"
                                 : point == "delay"              ? ":20ms"
                                 : point == "drop-after-literal" ? ":10s"
                                                                 : "";
    return fmt::format("{}@{}#{}{}", point, command, occurrence, argument);
  }

  [[nodiscard]] std::string name() const {
    return fmt::format("{} {}", emulator::to_string(profile), fault());
  }
};

/// A move on a clock that passes only when somebody waits, with one fault or none.
class MatrixMove {
 public:
  MatrixMove(ProfileName profile, const std::string& fault) {
    emulator::Options options = exchange(profile);
    options.clock = time_.clock();
    if (!fault.empty()) {
      options.faults.push_back(emulator::parse_fault(fault).value());
      if (options.faults.front().point == emulator::FaultPoint::CloseTls) {
        options.tls = emulator::Tls::Implicit;
      }
    }
    server_ = migrate::start_server(std::move(options));
    prepare(*server_);
    move_ = std::make_unique<migrate::Move>(tree_, *server_);
    sign_in_to(profile, *move_);
    time_.use_in(*move_);
    move_->options.settle_after = std::chrono::seconds(60);
  }

  std::string complete(const Expectation& expectation) {
    return crash::complete(*move_, *server_, tree_, expectation);
  }

  [[nodiscard]] bool was_struck() const {
    return std::ranges::count(server_->events(), EventKind::Fault, &emulator::Event::kind) > 0;
  }

  [[nodiscard]] bool told_of_flags() const {
    return move_->observer.count(migrate::Outcome::FlagsDiffer) > 0;
  }

  /// How often each command was sent.
  [[nodiscard]] std::map<std::string, std::size_t> commands() const {
    std::map<std::string, std::size_t> counts;
    for (const emulator::Event& event : server_->events()) {
      if (event.kind == EventKind::Command) {
        ++counts[std::string(event.field("name"))];
      }
    }
    return counts;
  }

  /// What a verification finds after all.
  migrate::VerifySummary verify() {
    auto directory = maildir::open_maildir(tree_.path());
    const auto tree = maildir::Scanner::open(*std::move(directory), {});
    migrate::RecordingObserver observer;
    return migrate::verify(&*tree,
                           {.server = move_->options.server,
                            .sign_in = move_->options.sign_in,
                            .journal_path = move_->options.journal_path,
                            .accept_server_dates = true},
                           observer, {})
        .value();
  }

  /// What the server itself forgets is lost, but never in silence, and comes back doubled never.
  std::string complete_after_a_loss() {
    bool was_told = false;
    for (int run = 1; run <= 4; ++run) {
      const auto summary = move_->run();
      was_told = was_told || !summary || summary->stopped || summary->needs_attention();
      if (summary && !summary->stopped) {
        break;
      }
    }
    std::set<std::string> seen;
    std::size_t present = 0;
    std::string complaint;
    for (const emulator::MailboxSnapshot& mailbox : server_->mailboxes()) {
      for (const emulator::MessageSnapshot& message : mailbox.messages) {
        const std::string octets = server_->raw_message(mailbox.name, message.uid).value_or("");
        const bool is_twin = octets.find("Subject: twin") != std::string::npos;
        ++present;
        if (!seen.insert(octets).second && !is_twin) {
          complaint += fmt::format("UID {} of {} is there twice; ", message.uid, mailbox.name);
        }
      }
    }
    if (present < kMessages && !was_told && verify().messages.missing == 0) {
      complaint += fmt::format("{} of {} are there, and nobody was told", present, kMessages);
    }
    return complaint;
  }

 private:
  const test::TemporaryMaildir tree_{kTree};
  SharedTime time_;
  std::unique_ptr<emulator::Server> server_;
  std::unique_ptr<migrate::Move> move_;
};

/// A copy of the server's own making is not ours to find while sending; a verification lists it.
std::string complete_with_a_copy(MatrixMove& move, const Spot& spot) {
  const bool has_no_uids =
      spot.profile == ProfileName::Exchange2007 || spot.profile == ProfileName::Exchange2010;
  // One more of two equal messages, and no UIDs to tell by.
  std::string complaint = move.complete({.doubled_by_server = 1, .may_be_undecided = has_no_uids});
  // A flag is set on neither of two copies, and that is told.
  if (has_no_uids && move.told_of_flags()) {
    complaint.clear();
  }
  // The twins have nothing by which a copy of them could be told from somebody else's mail.
  const bool is_of_twins = spot.occurrence == 4 || spot.occurrence == 5;
  if (complaint.empty() && !is_of_twins && move.verify().messages.duplicated == 0) {
    complaint = "a verification does not list the copy";
  }
  return complaint;
}

std::string run(const Spot& spot) {
  MatrixMove move(spot.profile, spot.fault());
  const std::string complaint = spot.point == "restart-without-state" ? move.complete_after_a_loss()
                                : spot.point == "store-twice" ? complete_with_a_copy(move, spot)
                                                              : move.complete({});
  return move.was_struck() ? complaint : "the fault never struck; " + complaint;
}

std::vector<Spot> spots_of(ProfileName profile) {
  MatrixMove calm(profile, "");
  EXPECT_EQ(calm.complete({.runs = 1}), "");
  std::vector<Spot> spots;
  for (const auto& [command, count] : calm.commands()) {
    for (std::size_t occurrence = 1; occurrence <= count; ++occurrence) {
      for (const std::string_view point : kAnywhere) {
        spots.push_back({profile, std::string(point), command, occurrence});
      }
      if (command == "APPEND") {
        for (const std::string_view point : kInAppend) {
          spots.push_back({profile, std::string(point), command, occurrence});
        }
      }
    }
  }
  return spots;
}

TEST(FaultMatrix, EveryFaultAtEveryCommandOfEveryProfile) {
  std::vector<Point> points;
  for (const ProfileName profile : kProfiles) {
    for (const Spot& spot : spots_of(profile)) {
      points.push_back({.name = spot.name(), .check = [spot] { return run(spot); }});
    }
  }
  EXPECT_THAT(visit(choose(std::move(points), kPoints), kThreads), IsEmpty());
}

/// Else the matrix would leave steps out.
TEST(FaultMatrix, KnowsTheStepsOfAMove) {
  MatrixMove calm(ProfileName::Exchange2016, "");
  EXPECT_EQ(calm.complete({.runs = 1}), "");
  std::vector<std::string> names;
  for (const auto& [name, count] : calm.commands()) {
    names.push_back(name);
  }
  for (const std::string step :
       {"CAPABILITY", "AUTHENTICATE", "ID", "LIST", "STATUS", "CREATE", "SUBSCRIBE", "APPEND",
        "SELECT", "UID STORE", "UNSELECT", "LOGOUT"}) {
    EXPECT_THAT(names, Contains(step));
  }
}

}  // namespace
}  // namespace mailhaul::crash
