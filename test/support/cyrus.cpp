#include "support/free_port.hpp"
#include "support/real_server.hpp"

#include <fmt/format.h>

namespace mailhaul::test {

namespace {

constexpr const char* kImapdConfiguration = R"(configdirectory: {0}/conf
proc_path: {0}/run/proc
mboxname_lockpath: {0}/run/lock
idlesocket: {0}/run/idle
defaultpartition: default
partition-default: {0}/spool
cyrus_user: {1}
cyrus_group: {1}
servername: localhost
allowplaintext: yes
failedloginpause: 0
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {0}/conf/sasldb2
sasl_mech_list: PLAIN LOGIN
tls_server_cert: {0}/cert.pem
tls_server_key: {0}/key.pem
altnamespace: yes
unixhierarchysep: yes
autocreate_quota: 0
autocreate_inbox_folders: Sent | Trash
xlist-sent: Sent
xlist-trash: Trash
)";

constexpr const char* kServices = R"(START {{
  recover cmd="ctl_cyrusdb -C {0} -r"
}}
SERVICES {{
  imap cmd="imapd -C {0}" listen="127.0.0.1:{1}" prefork=1
  imaps cmd="imapd -C {0} -s" listen="127.0.0.1:{2}" prefork=0
}}
EVENTS {{
}}
)";

void make_accounts(const PrivateRoot& root) {
  const std::string database = root.path("conf/sasldb2");
  for (const Account& account : kAccounts) {
    root.run({"/usr/sbin/saslpasswd2", "-p", "-c", "-f", database, "-u", "localhost", account.user},
             account.password);
  }
  root.give("conf/sasldb2", kMailOwner);
}

}  // namespace

RealServer start_cyrus() {
  auto root = std::make_unique<PrivateRoot>("cyrus");
  const Ports ports{.imap = free_port(), .imaps = free_port()};
  for (const char* const directory : {"conf", "spool", "run"}) {
    root->make_directory(directory, kMailOwner);
  }
  write_certificates(*root);
  root->give("key.pem", kMailOwner);
  make_accounts(*root);
  const std::string configuration = root->write_file(
      "etc/imapd.conf", fmt::format(kImapdConfiguration, root->path(""), kMailOwner));
  const std::string services = root->write_file(
      "etc/cyrus.conf", fmt::format(kServices, configuration, ports.imap, ports.imaps));
  std::vector<ChildProcess> processes;
  processes.push_back(root->start({"/usr/lib/cyrus/bin/master", "-D", "-C", configuration, "-M",
                                   services, "-p", root->path("run/pid")}));
  await_greeting(ports.imap, processes.back());
  return {"cyrus", std::move(root), std::move(processes), ports};
}

}  // namespace mailhaul::test
