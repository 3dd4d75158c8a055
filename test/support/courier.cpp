#include "support/free_port.hpp"
#include "support/real_server.hpp"

#include <pwd.h>
#include <stdexcept>

#include <fmt/format.h>

namespace mailhaul::test {

namespace {

constexpr const char* kAuthDaemonSettings = R"(authmodulelist="authuserdb"
authmodulelistorig="authuserdb"
daemons=2
authdaemonvar=/run/courier/authdaemon
DEBUG_LOGIN=0
DEFAULTOPTIONS=""
)";

/// What Debian's /etc/courier/imapd sets, which its start script hands to every imapd.
PrivateRoot::Environment imapd_settings() {
  return {
      {"AUTHMODULES", "authdaemon"},
      {"IMAP_ACL", "1"},
      {"IMAP_CAPABILITY",
       "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA "
       "IDLE"},
      {"IMAP_CHECK_ALL_FOLDERS", "0"},
      {"IMAP_DISABLETHREADSORT", "0"},
      {"IMAP_ENHANCEDIDLE", "0"},
      {"IMAP_IDLE_TIMEOUT", "60"},
      {"IMAP_KEYWORDS", "1"},
      {"IMAP_MAILBOX_SANITY_CHECK", "1"},
      {"IMAP_MOVE_EXPUNGE_TO_TRASH", "0"},
      {"IMAP_OBSOLETE_CLIENT", "0"},
      {"IMAP_TRASHFOLDERNAME", "Trash"},
      {"IMAP_UMASK", "022"},
      {"IMAP_USELOCKS", "1"},
  };
}

/// The line of userdb(5) for an account whose Maildir is in HOME/Maildir.
std::string userdb_line(const PrivateRoot& root, const Account& account, const std::string& home) {
  const passwd* const owner = ::getpwnam(kMailOwner);
  if (owner == nullptr) {
    throw std::runtime_error("Courier needs an account to own its mail");
  }
  const std::string hash = root.run({"/usr/sbin/userdbpw", "-md5"}, account.password + "\n");
  return fmt::format("{}\tuid={}|gid={}|home={}|mail={}/Maildir|imappw={}\n", account.user,
                     owner->pw_uid, owner->pw_gid, home, home, hash.substr(0, hash.find('\n')));
}

void make_accounts(const PrivateRoot& root) {
  std::string users;
  for (const Account& account : kAccounts) {
    const std::string home = root.make_directory("home/" + account.user, kMailOwner);
    users += userdb_line(root, account, home);
    root.run({"/usr/bin/setpriv", "--reuid", kMailOwner, "--regid", kMailOwner, "--clear-groups",
              "/usr/bin/maildirmake.courier", home + "/Maildir"});
  }
  const std::string userdb = root.write_file("etc/courier/userdb", users, 0600);
  root.run({"/usr/sbin/makeuserdb", "-f", userdb});
}

}  // namespace

RealServer start_courier(const CourierSetup& setup) {
  auto root = std::make_unique<PrivateRoot>("courier");
  const Ports ports{.imap = free_port()};
  root->make_directory("etc/courier");
  root->write_file("etc/courier/authdaemonrc", kAuthDaemonSettings);
  root->make_directory("run/courier/authdaemon");
  make_accounts(*root);
  if (setup.prepare) {
    setup.prepare(*root);
  }
  PrivateRoot::Environment settings = imapd_settings();
  for (const auto& [name, value] : setup.more) {
    settings.emplace_back(name, with_root(value, *root));
  }
  std::vector<ChildProcess> processes;
  processes.push_back(root->start({"/usr/lib/courier/courier-authlib/authdaemond"}));
  await_socket(root->path("run/courier/authdaemon/socket"), processes.back());
  processes.push_back(
      root->start({"/usr/sbin/couriertcpd", "-address=" + RealServer::host(), "-maxprocs=40",
                   "-maxperip=40", "-nodnslookup", "-noidentlookup", std::to_string(ports.imap),
                   "/usr/lib/courier/courier/imaplogin", "/usr/bin/imapd", "Maildir"},
                  settings));
  await_greeting(ports.imap, processes.back());
  return {"courier", std::move(root), std::move(processes), ports};
}

}  // namespace mailhaul::test
