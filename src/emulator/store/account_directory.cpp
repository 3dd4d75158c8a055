#include "emulator/store/account_directory.hpp"

#include <algorithm>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::emulator {

namespace {

constexpr std::string_view kSeparators = "/\\";

bool same(std::string_view left, std::string_view right) {
  return text::equals_ignoring_case(left, right);
}

/// "ada" of "ada@example.org", "EXAMPLE\ada" and "ada".
std::string_view bare_user(std::string_view name) {
  if (const auto separator = name.find_last_of(kSeparators); separator != std::string_view::npos) {
    name.remove_prefix(separator + 1);
  }
  return name.substr(0, name.find('@'));
}

std::string_view alias_of(const Account& account) {
  return account.alias.empty() ? bare_user(account.name) : std::string_view(account.alias);
}

struct LoginName {
  std::string_view user;
  std::string_view mailbox;  ///< empty: the user's own
};

/// domain\user\alias has two separators before the alias; user@domain\alias has one.
LoginName split(std::string_view name) {
  const auto first = name.find_first_of(kSeparators);
  if (first == std::string_view::npos) {
    return {.user = name, .mailbox = {}};
  }
  if (name.substr(0, first).find('@') != std::string_view::npos) {
    return {.user = name.substr(0, first), .mailbox = name.substr(first + 1)};
  }
  const auto second = name.find_first_of(kSeparators, first + 1);
  if (second == std::string_view::npos) {
    return {.user = name, .mailbox = {}};
  }
  return {.user = name.substr(0, second), .mailbox = name.substr(second + 1)};
}

bool is_administrator(const Account& account) {
  return same(bare_user(account.name), "Administrator");
}

}  // namespace

const Account* AccountDirectory::find(std::string_view name) const {
  const auto exact = std::ranges::find_if(
      accounts_, [name](const Account& account) { return same(account.name, name); });
  if (exact != accounts_.end()) {
    return &*exact;
  }
  const auto known = std::ranges::find_if(accounts_, [name](const Account& account) {
    return same(alias_of(account), bare_user(name));
  });
  return known == accounts_.end() ? nullptr : &*known;
}

const Account* AccountDirectory::check(std::string_view name, std::string_view password) const {
  const Account* account = find(name);
  if (account == nullptr || account->password != password ||
      (is_administrator(*account) && !rules_.administrator_allowed)) {
    return nullptr;
  }
  return account;
}

SignIn AccountDirectory::open(const Account& who, std::string_view mailbox) const {
  SignIn sign_in = {.login_user = who.name, .owner = who.name};
  if (mailbox.empty()) {
    return sign_in;
  }
  const Account* owner = find(mailbox);
  if (owner == nullptr) {
    return {.login_user = who.name, .owner = {}, .connected = false};
  }
  sign_in.owner = owner->name;
  sign_in.connected =
      owner == &who || std::ranges::any_of(who.full_access, [&](const std::string& allowed) {
        return same(allowed, owner->name) || same(allowed, alias_of(*owner));
      });
  return sign_in;
}

std::optional<SignIn> AccountDirectory::with_password(std::string_view name,
                                                      std::string_view password) const {
  const LoginName parts = split(name);
  const Account* who = check(parts.user, password);
  return who == nullptr ? std::nullopt : std::optional(open(*who, parts.mailbox));
}

std::optional<SignIn> AccountDirectory::with_plain(std::string_view mailbox, std::string_view name,
                                                   std::string_view password) const {
  if (!split(name).mailbox.empty()) {
    return std::nullopt;
  }
  const Account* who = check(name, password);
  return who == nullptr ? std::nullopt : std::optional(open(*who, mailbox));
}

std::optional<SignIn> AccountDirectory::with_token(std::string_view mailbox,
                                                   std::string_view token) const {
  const auto holds = [token](const Account& account) {
    return (!token.empty() && account.password == token) ||
           std::ranges::find(account.tokens, token) != account.tokens.end();
  };
  // A token that several accounts share belongs to the owner of the mailbox first.
  const Account* who = find(mailbox);
  if (who == nullptr || !holds(*who)) {
    const auto other = std::ranges::find_if(accounts_, holds);
    who = other == accounts_.end() ? nullptr : &*other;
  }
  if (who == nullptr || mailbox.empty() ||
      (is_administrator(*who) && !rules_.administrator_allowed)) {
    return std::nullopt;
  }
  return open(*who, mailbox);
}

}  // namespace mailhaul::emulator
