/// An emulated server for one test, and connections to it.
#pragma once

#include "support/raw_imap.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/emulator/server.hpp>

namespace mailhaul::emulator {

using test::has_line;
using test::line_with;
using test::RawImap;

inline constexpr std::string_view kHello =
    "From: Ada <ada@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: Hello\r\n"
    "Message-ID: <1@example.org>\r\nDate: Wed, 17 Jul 1996 02:44:25 +0000\r\n\r\nHi.\r\n";

class EmulatorTest : public testing::Test {
 protected:
  /// Starts the server; `settings` are KEY=VALUE.
  Server& start(ProfileName name, const std::vector<std::string>& settings = {}) {
    options_.profile = make_profile(name);
    for (const auto& setting : settings) {
      const auto equals = setting.find('=');
      const auto applied =
          apply_setting(options_.profile, setting.substr(0, equals), setting.substr(equals + 1));
      EXPECT_TRUE(applied) << applied.error().message();
    }
    auto server = Server::start(options_);
    EXPECT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
    return *server_;
  }

  Server& start_2007(const std::vector<std::string>& settings = {}) {
    return start(ProfileName::Exchange2007, settings);
  }

  Server& start_2016(const std::vector<std::string>& settings = {}) {
    return start(ProfileName::Exchange2016, settings);
  }

  /// Exchange Online as it was with passwords, so that a test need not care about tokens.
  Server& start_online(std::vector<std::string> settings = {}) {
    settings.emplace_back("basic_auth=true");
    return start(ProfileName::ExchangeOnline, settings);
  }

  Server& server() { return *server_; }

  /// A connection whose greeting was read.
  RawImap connect() {
    RawImap client(server_->port());
    client.line();
    return client;
  }

  RawImap sign_in(std::string_view user = "demo", std::string_view password = "demo") {
    RawImap client = connect();
    EXPECT_EQ(client.result("LOGIN " + std::string(user) + " " + std::string(password)),
              "tag OK LOGIN completed.");
    client.command("CAPABILITY");
    return client;
  }

  RawImap sign_in_and_select(std::string_view mailbox = "INBOX") {
    RawImap client = sign_in();
    EXPECT_EQ(client.result("SELECT " + std::string(mailbox)),
              "tag OK [READ-WRITE] SELECT completed.");
    return client;
  }

  [[nodiscard]] std::size_t count_events(EventKind kind) const {
    std::size_t count = 0;
    for (const Event& event : server_->events()) {
      count += event.kind == kind ? 1U : 0U;
    }
    return count;
  }

  /// The messages of a mailbox of the first account.
  [[nodiscard]] std::vector<MessageSnapshot> messages(std::string_view mailbox = "INBOX") const {
    auto snapshot = server_->mailbox(mailbox);
    EXPECT_TRUE(snapshot) << mailbox;
    return snapshot ? snapshot->messages : std::vector<MessageSnapshot>();
  }

  std::shared_ptr<SimulatedClock> simulate_clock() {
    auto clock = std::make_shared<SimulatedClock>(Instant(std::chrono::hours(24 * 365 * 50)));
    options_.clock = clock;
    return clock;
  }

  Options options_;
  std::unique_ptr<Server> server_;
};

}  // namespace mailhaul::emulator
