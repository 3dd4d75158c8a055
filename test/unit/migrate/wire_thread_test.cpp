#include "migrate/wire/wire_thread.hpp"

#include "upload_rig.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace mailhaul::migrate {
namespace {

TEST(WireThread, SaysNoopOnAConnectionThatWasSilentForTheIdleLimit) {
  const auto server = start_server(emulated(emulator::ProfileName::Exchange2016));
  ServerOptions options;
  options.host = "127.0.0.1";
  options.port = server->port();
  options.tls = TlsMode::None;
  SignInOptions sign_in;
  sign_in.user = "demo";
  sign_in.secret = [] { return Result<Secret>(Secret(std::string("demo"))); };
  Result<ServerConnection> connection = ServerConnection::open(options, sign_in, -1);
  ASSERT_TRUE(connection) << connection.error().message();
  const Result<net::Wakeup> work = net::Wakeup::make();
  ASSERT_TRUE(work);
  OutboundQueue outbound(1024, *work);
  ResultQueue results;
  const std::unordered_map<std::int64_t, std::string> mailboxes;
  Pace pace({}, options.time);
  constexpr std::chrono::seconds kAtOnce{0};
  WireThread wire(*connection, outbound, results, *work, mailboxes, {}, pace,
                  options.append_timeout, kAtOnce);
  WireEnd end{.cause = WireEnd::Cause::Lost};
  std::thread thread([&] { end = wire.run(); });
  while (count_commands(*server, "NOOP") == 0) {
    std::this_thread::yield();
  }
  outbound.finish();
  thread.join();
  EXPECT_EQ(end.cause, WireEnd::Cause::Finished);
}

}  // namespace
}  // namespace mailhaul::migrate
