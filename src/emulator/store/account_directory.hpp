/// Who may sign in, in which forms of a name, and to whose mailboxes (section 1.4, E4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <mailhaul/emulator/options.hpp>

namespace mailhaul::emulator {

/// A sign-in that succeeded.
struct SignIn {
  std::string login_user;  ///< whose connection limit counts
  std::string owner;       ///< whose mailboxes are shown; empty if there is no such mailbox
  /// False: signed in, but without right on the mailbox, so that no mailbox command works.
  bool connected = true;
};

class AccountDirectory {
 public:
  AccountDirectory(std::vector<Account> accounts, LoginRules rules)
      : accounts_(std::move(accounts)), rules_(rules) {}

  [[nodiscard]] const std::vector<Account>& accounts() const { return accounts_; }

  /// LOGIN. `name` in any of the forms user, domain\user, user@domain, and one of these followed by
  /// `/` or `\` and the alias or address of the mailbox to open.
  [[nodiscard]] std::optional<SignIn> with_password(std::string_view name,
                                                    std::string_view password) const;

  /// AUTHENTICATE PLAIN: `mailbox` is the authorisation identity, empty for the user's own. No
  /// delegate forms in `name`.
  [[nodiscard]] std::optional<SignIn> with_plain(std::string_view mailbox, std::string_view name,
                                                 std::string_view password) const;

  /// AUTHENTICATE XOAUTH2: a token of any account; `mailbox` is the one to open.
  [[nodiscard]] std::optional<SignIn> with_token(std::string_view mailbox,
                                                 std::string_view token) const;

 private:
  [[nodiscard]] const Account* find(std::string_view name) const;
  [[nodiscard]] const Account* check(std::string_view name, std::string_view password) const;
  [[nodiscard]] SignIn open(const Account& who, std::string_view mailbox) const;

  std::vector<Account> accounts_;
  LoginRules rules_;
};

}  // namespace mailhaul::emulator
