/// What is done with a tree after it was uploaded, on each generation of Exchange.
#pragma once

#include "upload_fixture.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <mailhaul/imap/command.hpp>
#include <mailhaul/migrate/server_connection.hpp>

namespace mailhaul::migrate {

inline constexpr std::string_view kUploadedTree = R"(
maildir .
message cur/1100000001.M1.host:2,S mtime=1100000001
message cur/1200000002.M2.host:2,RF mtime=1200000002
message new/1300000003.M3.host mtime=1300000003 eol=crlf
maildir .Sent
message .Sent/cur/1400000004.M4.host:2,DS mtime=1400000004
maildir .Work.Plans
message .Work.Plans/cur/1500000005.M5.host:2,FS mtime=1500000005
message .Work.Plans/cur/1500000006.M6.host:2,ST mtime=1500000006
)";

class UploadedFixture : public UploadFixture {
 protected:
  static constexpr std::uint64_t kMessages = 6;

  UploadedFixture() : UploadFixture(kUploadedTree) {}

  /// With what the profile asks for: a token, or server dates.
  void start(emulator::Options options) {
    const emulator::ProfileName name = options.profile.name;
    const bool by_token = name == emulator::ProfileName::ExchangeOnline;
    options.tls = by_token ? emulator::Tls::Implicit : emulator::Tls::None;
    UploadFixture::start(std::move(options));
    move_->options.sign_in.kind = by_token ? SecretKind::OAuthToken : SecretKind::Password;
    move_->options.accept_server_dates = name == emulator::ProfileName::Exchange2007;
  }

  void start(emulator::ProfileName name, const std::vector<std::string>& settings = {}) {
    start(emulated(name, settings));
  }

  /// As another client would.
  void run_command(const std::string& mailbox, Result<imap::Command> command) {
    auto client = ServerConnection::open(move_->options.server, move_->options.sign_in, -1);
    ASSERT_TRUE(client) << client.error().message();
    ASSERT_TRUE(client->run_or_fail(*imap::Command::select(mailbox)));
    ASSERT_TRUE(client->run_or_fail(*std::move(command)));
    client->close();
  }

  void store(const std::string& mailbox, std::uint32_t uid, imap::StoreAction action,
             imap::SystemFlag flag) {
    run_command(mailbox, imap::Command::uid_store(imap::SequenceSet(uid), action, {flag}));
  }
};

}  // namespace mailhaul::migrate
