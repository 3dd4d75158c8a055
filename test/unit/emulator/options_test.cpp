#include "support/temp_dir.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include <mailhaul/emulator/options.hpp>

namespace mailhaul::emulator {

namespace {

using test::TempDir;

TEST(EmulatorOptions, DefaultsServeDemoWithTls) {
  const auto options = parse_options({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->profile.name, ProfileName::Exchange2016);
  EXPECT_EQ(options->tls, Tls::Implicit);
  EXPECT_EQ(options->accounts.front().name, "demo");
}

TEST(EmulatorOptions, ReadsAddressAndPort) {
  EXPECT_EQ(parse_options({.listen = "1430"})->port, 1430);
  EXPECT_EQ(parse_options({.listen = "localhost:1430"})->address, "127.0.0.1");
  EXPECT_EQ(parse_options({.listen = "[::1]:1430"})->address, "::1");
  EXPECT_EQ(parse_options({.listen = "127.0.0.1:x"}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(parse_options({.listen = "127.0.0.1:70000"}).error().kind, ErrorKind::Usage);
}

TEST(EmulatorOptions, RefusesToFaceANetwork) {
  EXPECT_EQ(parse_options({.listen = "0.0.0.0:143"}).error().kind, ErrorKind::Configuration);
}

TEST(EmulatorOptions, GivesEachUserTheirLineOfThePasswordFile) {
  const TempDir directory;
  const std::string path = directory / "passwords";
  std::ofstream(path) << "first\r\nsecond\n";
  const auto options = parse_options({.users = {"ada", "bob"}, .password_file = path});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->accounts[0].password, "first");
  EXPECT_EQ(options->accounts[1].password, "second");
  const auto too_many = parse_options({.users = {"a", "b", "c"}, .password_file = path});
  EXPECT_EQ(too_many.error().kind, ErrorKind::Configuration);
  EXPECT_EQ(parse_options({.password_file = directory / "missing"}).error().kind,
            ErrorKind::Configuration);
}

TEST(EmulatorOptions, AppliesSettings) {
  const auto options = parse_options(
      {.users = {"admin", "bob"},
       .settings = {"tls=starttls", "error_limit=3", "full_access=admin:bob", "rate=2.5"}});
  ASSERT_TRUE(options) << options.error().message();
  EXPECT_EQ(options->tls, Tls::StartTls);
  EXPECT_EQ(options->profile.connection.error_limit, 3U);
  EXPECT_EQ(options->accounts[0].full_access, std::vector<std::string>{"bob"});
  EXPECT_DOUBLE_EQ(options->profile.throttle.rate, 2.5);
}

TEST(EmulatorOptions, AnnouncesWhatTheServerHasAndNothingElse) {
  const auto without = parse_options({.profile = "exchange2016", .settings = {"move=false"}});
  EXPECT_EQ(without->profile.texts.capabilities_after_login.find("MOVE"), std::string::npos);
  EXPECT_NE(without->profile.texts.capabilities_after_login.find(" UIDPLUS "), std::string::npos);
  const auto with = parse_options({.profile = "exchange2010", .settings = {"uidplus=true"}});
  EXPECT_TRUE(with->profile.texts.capabilities_before_login.ends_with(" UIDPLUS"));
  EXPECT_TRUE(with->profile.extensions.uidplus);
}

TEST(EmulatorOptions, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(parse_options({.profile = "exchange2003"}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(parse_options({.language = "xx"}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(parse_options({.faults = {"explode"}}).error().kind, ErrorKind::Usage);
  for (const auto* setting : {"error_limit", "error_limit=many", "xyzzy=1", "nul_bytes=1",
                              "full_access=nobody:bob", "tls=maybe", "chaos_reject=-1"}) {
    EXPECT_EQ(parse_options({.settings = {setting}}).error().kind, ErrorKind::Usage) << setting;
  }
}

TEST(EmulatorOptions, HintListsTheKeys) {
  const auto refused = parse_options({.settings = {"xyzzy=1"}});
  EXPECT_NE(refused.error().hint.find("append_limit, append_trycreate"), std::string::npos)
      << refused.error().hint;
}

TEST(EmulatorOptions, EveryProfileHasItsNameBack) {
  for (const auto* name :
       {"exchange2007", "exchange2010", "exchange2013", "exchange2016", "exchange-online"}) {
    const auto options = parse_options({.profile = name});
    ASSERT_TRUE(options) << name;
    EXPECT_EQ(to_string(options->profile.name), name);
  }
}

}  // namespace

}  // namespace mailhaul::emulator
