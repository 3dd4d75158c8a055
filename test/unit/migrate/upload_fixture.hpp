/// A suite of moves of one tree into an emulated Exchange.
#pragma once

#include "upload_rig.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace mailhaul::migrate {

class UploadFixture : public ::testing::Test {
 protected:
  explicit UploadFixture(std::string_view manifest) : tree_(manifest) {}

  void start(emulator::Options options) {
    server_ = start_server(std::move(options));
    move_ = std::make_unique<Move>(tree_, *server_);
  }

  void start(emulator::ProfileName name, const std::vector<std::string>& settings = {}) {
    start(emulated(name, settings));
  }

  /// A run that must come to its end.
  UploadSummary upload() {
    Result<UploadSummary> summary = move_->run();
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().message());
    if (!summary) {
      return {};
    }
    EXPECT_FALSE(summary->stopped) << summary->stopped->message();
    return *std::move(summary);
  }

  [[nodiscard]] std::vector<emulator::MessageSnapshot> messages(const std::string& mailbox) const {
    const auto snapshot = server_->mailbox(mailbox);
    EXPECT_TRUE(snapshot) << mailbox;
    return snapshot ? snapshot->messages : std::vector<emulator::MessageSnapshot>();
  }

  test::TemporaryMaildir tree_;
  std::unique_ptr<emulator::Server> server_;
  std::unique_ptr<Move> move_;
};

}  // namespace mailhaul::migrate
