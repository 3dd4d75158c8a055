#include "emulator/store/default_mailboxes.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <mailhaul/emulator/options.hpp>
#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

Result<void> read_listen(const std::string& listen, Options& options) {
  const auto colon = listen.rfind(':');
  std::string address = colon == std::string::npos ? "127.0.0.1" : listen.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  const auto port = text::parse_number(
      colon == std::string::npos ? listen : std::string_view(listen).substr(colon + 1));
  if (!port || *port > 65535) {
    return fail(ErrorKind::Usage, "this is no ADDRESS:PORT", listen);
  }
  if (address == "localhost") {
    address = "127.0.0.1";
  }
  if (address != "127.0.0.1" && address != "::1") {
    return fail(ErrorKind::Configuration, "the emulated server listens on 127.0.0.1 or ::1 only",
                listen, "It holds test data behind test passwords and does not face a network.");
  }
  options.address = std::move(address);
  options.port = static_cast<std::uint16_t>(*port);
  return {};
}

Result<std::vector<std::string>> read_passwords(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorKind::Configuration, "the password file cannot be read", path);
  }
  std::vector<std::string> passwords;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    passwords.push_back(line);
  }
  if (passwords.empty()) {
    return fail(ErrorKind::Configuration, "the password file is empty", path);
  }
  return passwords;
}

Result<void> read_accounts(const OptionStrings& strings, Options& options) {
  std::vector<std::string> passwords = {"demo"};
  if (!strings.password_file.empty()) {
    auto read = read_passwords(strings.password_file);
    if (!read) {
      return fail(read.error());
    }
    passwords = std::move(*read);
  }
  if (passwords.size() > 1 && passwords.size() < strings.users.size()) {
    return fail(ErrorKind::Configuration, "the password file has fewer lines than there are users",
                strings.password_file, "Give one line for each --user, or one for all.");
  }
  std::vector<std::string> users = strings.users;
  if (users.empty()) {
    users.emplace_back("demo");
  }
  options.accounts.clear();
  for (std::size_t index = 0; index < users.size(); ++index) {
    options.accounts.push_back(
        {.name = users[index], .password = passwords[std::min(index, passwords.size() - 1)]});
  }
  return {};
}

/// DELEGATE:OWNER
Result<void> add_right(const std::string& value, Options& options) {
  const auto colon = value.find(':');
  const std::string delegate = value.substr(0, colon);
  const auto account = std::ranges::find(options.accounts, delegate, &Account::name);
  if (colon == std::string::npos || account == options.accounts.end()) {
    return fail(ErrorKind::Usage, "full_access takes DELEGATE:OWNER, where DELEGATE is a --user",
                value);
  }
  account->full_access.push_back(value.substr(colon + 1));
  return {};
}

/// The settings that are not the profile's; std::nullopt if this is none of them.
std::optional<Result<void>> apply_own_setting(Options& options, const std::string& key,
                                              const std::string& value) {
  if (key == "tls") {
    if (value != "none" && value != "starttls" && value != "implicit") {
      return fail(ErrorKind::Usage, "tls is none, starttls or implicit", value);
    }
    options.tls = value == "none" ? Tls::None : value == "starttls" ? Tls::StartTls : Tls::Implicit;
  } else if (key == "tls_min") {
    options.tls_min = value;
  } else if (key == "tls_max") {
    options.tls_max = value;
  } else if (key == "certificate") {
    options.certificate = value;
  } else if (key == "key") {
    options.key = value;
  } else if (key == "keep_events") {
    options.keep_events = value != "false";
  } else if (key == "full_access") {
    return add_right(value, options);
  } else {
    return std::nullopt;
  }
  return Result<void>();
}

Result<void> apply(Options& options, const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos) {
    return fail(ErrorKind::Usage, "a setting is KEY=VALUE", assignment);
  }
  const std::string key = assignment.substr(0, equals);
  const std::string value = assignment.substr(equals + 1);
  if (auto own = apply_own_setting(options, key, value)) {
    return *own;
  }
  return apply_setting(options.profile, key, value);
}

}  // namespace

Result<Options> parse_options(const OptionStrings& strings) {
  Options options;
  options.tls = Tls::Implicit;
  if (!strings.profile.empty()) {
    const auto name = parse_profile_name(strings.profile);
    if (!name) {
      return fail(name.error());
    }
    options.profile = make_profile(*name);
  }
  if (!strings.listen.empty()) {
    if (auto read = read_listen(strings.listen, options); !read) {
      return fail(read.error());
    }
  }
  if (auto read = read_accounts(strings, options); !read) {
    return fail(read.error());
  }
  if (!strings.language.empty()) {
    if (!is_known_language(strings.language)) {
      return fail(ErrorKind::Usage, "the default mailboxes are not known in this language",
                  strings.language);
    }
    options.language = strings.language;
  }
  options.state = strings.state;
  options.events = strings.events;
  options.store = strings.store;
  for (const auto& spec : strings.faults) {
    auto fault = parse_fault(spec);
    if (!fault) {
      return fail(fault.error());
    }
    options.faults.push_back(std::move(*fault));
  }
  for (const auto& assignment : strings.settings) {
    if (auto applied = apply(options, assignment); !applied) {
      return fail(applied.error());
    }
  }
  return options;
}

}  // namespace mailhaul::emulator
