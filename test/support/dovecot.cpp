#include "support/real_server.hpp"

#include <fmt/format.h>

namespace mailhaul::test {

namespace {

/// A Maildir store as administrators run it, apart from `separator`: with "/" a mailbox name may
/// hold dots, which Exchange's may as well.
constexpr const char* kConfiguration = R"(base_dir = {0}/run/dovecot
state_dir = {0}/run/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{0}/cert.pem
ssl_key = <{0}/key.pem
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:{0}/mail/%u:LAYOUT=fs
mail_home = {0}/home/%u
mail_uid = {1}
mail_gid = {1}
mail_max_userip_connections = 0
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \Sent
    auto = create
  }}
  mailbox Trash {{
    special_use = \Trash
    auto = create
  }}
}}
passdb {{
  driver = passwd-file
  args = {0}/passwd
}}
userdb {{
  driver = static
  args = uid={1} gid={1} home={0}/home/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {2}
  }}
  inet_listener imaps {{
    port = {3}
    ssl = yes
  }}
}}
)";

std::string password_lines() {
  std::string lines;
  for (const Account& account : kAccounts) {
    lines += account.user + ":{PLAIN}" + account.password + "\n";
  }
  return lines;
}

}  // namespace

RealServer start_dovecot() {
  auto root = std::make_unique<PrivateRoot>("dovecot");
  const Ports ports{.imap = free_port(), .imaps = free_port()};
  write_certificates(*root);
  root->make_directory("mail", kMailOwner);
  root->make_directory("home", kMailOwner);
  root->write_file("passwd", password_lines());
  const std::string configuration = root->write_file(
      "dovecot.conf",
      fmt::format(kConfiguration, root->path(""), kMailOwner, ports.imap, ports.imaps));
  std::vector<ChildProcess> processes;
  processes.push_back(root->start({"/usr/sbin/dovecot", "-F", "-c", configuration}));
  await_greeting(ports.imap, processes.back());
  return {"dovecot", std::move(root), std::move(processes), ports};
}

}  // namespace mailhaul::test
