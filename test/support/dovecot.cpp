#include "support/free_port.hpp"
#include "support/real_server.hpp"

#include <fmt/format.h>

namespace mailhaul::test {

namespace {

/// A Maildir store as administrators run it.
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
mail_location = maildir:{0}/mail/%u{4}
mail_home = {0}/home/%u
mail_uid = {1}
mail_gid = {1}
mail_max_userip_connections = 0
namespace inbox {{
  inbox = yes
  separator = {5}
{7}}}
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
{6})";

std::string password_lines() {
  std::string lines;
  for (const Account& account : kAccounts) {
    lines += account.user + ":{PLAIN}" + account.password + "\n";
  }
  return lines;
}

constexpr const char* kSpecialMailboxes = R"(  mailbox Sent {
    special_use = \Sent
    auto = create
  }
  mailbox Trash {
    special_use = \Trash
    auto = create
  }
)";

}  // namespace

RealServer start_dovecot(const DovecotSetup& setup) {
  auto root = std::make_unique<PrivateRoot>("dovecot");
  const Ports ports{.imap = free_port(), .imaps = free_port()};
  write_certificates(*root);
  root->make_directory("mail", kMailOwner);
  for (const char* const place : {"home", "inbox", "control"}) {
    root->make_directory(place, kMailOwner);
  }
  root->write_file("passwd", password_lines());
  if (setup.prepare) {
    setup.prepare(*root);
  }
  const std::string configuration = root->write_file(
      "dovecot.conf",
      fmt::format(kConfiguration, root->path(""), kMailOwner, ports.imap, ports.imaps,
                  with_root(setup.location, *root), setup.separator, with_root(setup.more, *root),
                  setup.has_special_mailboxes ? kSpecialMailboxes : ""));
  std::vector<ChildProcess> processes;
  processes.push_back(root->start({"/usr/sbin/dovecot", "-F", "-c", configuration}));
  await_greeting(ports.imap, processes.back());
  return {"dovecot", std::move(root), std::move(processes), ports};
}

}  // namespace mailhaul::test
