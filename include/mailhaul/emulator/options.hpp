/// How an emulated Exchange is set up, from code or from the strings of a command line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/base/result.hpp>
#include <mailhaul/emulator/clock.hpp>
#include <mailhaul/emulator/fault.hpp>
#include <mailhaul/emulator/profile.hpp>

namespace mailhaul::emulator {

/// A person with a mailbox. The emulator holds test passwords only, so they are plain strings.
struct Account {
  std::string name;      ///< as in --user: "ada", "ada@example.org" or "EXAMPLE\ada"
  std::string password;  ///< on exchange-online the access token as well
  std::vector<std::string> tokens = {};  ///< more access tokens
  std::string alias = {};                ///< mailNickname; empty: the bare user part of `name`
  /// Names or aliases of the accounts whose mailboxes this one may open.
  std::vector<std::string> full_access = {};
};

enum class Tls { None, StartTls, Implicit };

/// Everything a server needs. The defaults give an exchange2016 on a free loopback port, without
/// TLS and with passwords allowed on it, that keeps its messages until it is stopped.
struct Options {
  Profile profile = make_profile(ProfileName::Exchange2016);
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  Tls tls = Tls::None;
  std::filesystem::path certificate;  ///< PEM chain; empty: one is made for localhost
  std::filesystem::path key;          ///< PEM
  std::string tls_min = "1.2";        ///< "1.0" to "1.3"
  std::string tls_max = "1.3";
  std::vector<Account> accounts = {{.name = "demo", .password = "demo"}};
  std::string language = "en";
  std::filesystem::path state;   ///< directory; empty: nothing outlives the server
  std::filesystem::path events;  ///< JSON lines; empty: none
  std::filesystem::path store;   ///< Maildir of what arrived; empty: none
  /// Keep every event in memory for `Server::events`; off for very long runs.
  bool keep_events = true;
  std::vector<Fault> faults;
  std::shared_ptr<Clock> clock = std::make_shared<Clock>();
};

/// The options of `mailhaul emulate` as strings; empty means not given.
struct OptionStrings {
  std::string profile = {};
  std::string listen = {};  ///< ADDRESS:PORT, PORT, or [ADDRESS]:PORT for IPv6
  std::vector<std::string> users = {};
  std::string password_file = {};  ///< one line per --user, or one for all
  std::string language = {};
  std::string state = {};
  std::string events = {};
  std::string store = {};
  std::vector<std::string> faults = {};
  std::vector<std::string> settings = {};  ///< KEY=VALUE
};

/// Reads the strings and the password file. Besides the keys of the profile, a setting may be `tls`
/// (none, starttls, implicit), `tls_min`, `tls_max`, `certificate`, `key`, `keep_events`, and
/// `full_access` (DELEGATE:OWNER, repeatable). From the command line TLS is implicit unless set.
/// Usage for what cannot be read, Configuration for an address that is not loopback: the emulator
/// holds test data behind test passwords and does not face a network.
Result<Options> parse_options(const OptionStrings& strings);

}  // namespace mailhaul::emulator
