/// A tree is moved again and again while its owner works in it on a live server.
#include "conformance/account.hpp"
#include "conformance/busy_user.hpp"
#include "conformance/old_server.hpp"
#include "conformance/target.hpp"
#include "conformance/upload_run.hpp"

#include <atomic>
#include <exception>
#include <map>
#include <thread>

#include <gtest/gtest.h>

namespace mailhaul::conformance {
namespace {

using Counts = std::map<std::pair<std::string, std::string>, std::size_t>;

/// How many messages with the same octets each mailbox holds.
Counts count_messages(const StoredAccount& account) {
  Counts counts;
  for (const auto& [name, mailbox] : account) {
    for (const StoredMessage& message : mailbox.messages) {
      ++counts[{name, message.sha256}];
    }
  }
  return counts;
}

std::size_t total(const Counts& counts) {
  std::size_t sum = 0;
  for (const auto& [place, count] : counts) {
    sum += count;
  }
  return sum;
}

StoredAccount read_all(const test::RealServer& server) {
  ImapClient client(server.port(), test::kAccounts[0].user, test::kAccounts[0].password);
  return read_account(client);
}

class Motion : public testing::TestWithParam<OldServer> {
 protected:
  /// The name on the new server of a mailbox of the old one.
  static std::string moved(const std::string& mailbox) {
    const auto levels = GetParam().levels_of(mailbox);
    std::string name = levels.empty() ? "INBOX" : levels.front();
    for (std::size_t i = 1; i < levels.size(); ++i) {
      name += "/" + levels[i];
    }
    return name;
  }

  nlohmann::json upload() const {
    return report_of(migration_.run_on(GetParam().maildir_in(source_), "upload",
                                       Migration::in_the_clear(destination_)),
                     0);
  }

  test::RealServer source_ = GetParam().start();
  test::RealServer destination_ = real_targets().front().start();
  Migration migration_;
};

TEST_P(Motion, LosesAndDoublesNothing) {
  BusyUser user(source_, GetParam(), 7);
  std::atomic<bool> done = false;
  std::exception_ptr failed;
  std::thread work([&] {
    try {
      constexpr int kActions = 250;
      for (int i = 0; i < kActions; ++i) {
        user.do_something();
      }
    } catch (...) {
      failed = std::current_exception();
    }
    done = true;
  });
  std::size_t runs = 0;
  std::size_t unreadable = 0;
  try {
    for (; !done || runs < 3; ++runs) {
      const auto report = upload();
      unreadable += report["attention"].size();
    }
  } catch (...) {
    work.join();
    throw;
  }
  work.join();
  if (failed) {
    std::rethrow_exception(failed);
  }
  static_cast<void>(upload());
  EXPECT_EQ(unreadable, 0U);

  // Nothing is lost: what is there now is there, in the same mailbox, as often.
  const Counts stored = count_messages(read_all(destination_));
  const Counts left = count_messages(read_all(source_));
  for (const auto& [place, count] : left) {
    const auto found = stored.find({moved(place.first), place.second});
    EXPECT_GE(found == stored.end() ? 0 : found->second, count)
        << place.first << " " << place.second << " after " << runs << " runs";
  }
  // Nothing is doubled: what was once there may still be there, but nothing else is.
  Counts once_there;
  for (const auto& [place, count] : user.placed()) {
    once_there[{moved(place.first), place.second}] += count;
  }
  for (const auto& [place, count] : stored) {
    EXPECT_LE(count, once_there[place]) << place.first << " " << place.second;
  }
  // And another run has nothing to do, and knows of every message that its owner removed.
  const auto report = upload();
  EXPECT_GT(total(stored), total(left));
  EXPECT_EQ(report["messages"]["vanished"], total(stored) - total(left));
  EXPECT_EQ(report["messages"]["uploaded"], 0);
  EXPECT_EQ(report["messages"]["moved"], 0);
  EXPECT_EQ(report["bytes_sent"], 0);
}

INSTANTIATE_TEST_SUITE_P(Of, Motion, testing::Values(old_server("Courier"), old_server("Dovecot")),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace mailhaul::conformance
