#include "conformance/sharing_server.hpp"

#include <pwd.h>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace mailhaul::conformance {

namespace {

const test::Account& kReader = test::kAccounts[0];
const test::Account& kOwner = test::kAccounts[1];

ImapClient sign_in(const test::RealServer& server, const test::Account& account) {
  return {server.port(), account.user, account.password};
}

/// Messages of different years, some of them marked.
void add_mail(ImapClient& client, const std::string& mailbox, int count) {
  for (int i = 0; i < count; ++i) {
    const std::string message = fmt::format(
        "From: team@example.org\r\nSubject: {0} {1}\r\nMessage-ID: <{1}.{2}@example.org>\r\n\r\n"
        "for all of us\r\n{3}\r\n",
        mailbox, i, std::hash<std::string>()(mailbox),
        std::string(static_cast<std::size_t>(i), 'x'));
    const Reply reply = client.append(
        mailbox, fmt::format("() \"{:02}-May-{} 08:00:00 +0000\"", 1 + i, 2003 + i), message);
    if (reply.status != "OK") {
      throw std::runtime_error(mailbox + ": " + reply.text);
    }
  }
}

void make(ImapClient& client, const std::string& mailbox, int count) {
  client.command("CREATE " + in_quotes(mailbox));
  add_mail(client, mailbox, count);
}

constexpr const char* kDovecotNamespaces = R"(mail_plugins = acl
protocol imap {{
  mail_plugins = $mail_plugins imap_acl
}}
plugin {{
  acl = vfile
  acl_anyone = allow
  acl_shared_dict = file:{{root}}/home/shared.db
}}
namespace more {{
  type = {}
  separator = .
  prefix = {}
  location = {}
  subscriptions = no
  list = children
}}
)";

test::RealServer start_dovecot_with(std::string_view type, std::string_view prefix,
                                    std::string_view location,
                                    std::function<void(const test::PrivateRoot&)> prepare = {}) {
  return test::start_dovecot({.location = "",
                              .separator = ".",
                              .more = fmt::format(kDovecotNamespaces, type, prefix, location),
                              .has_special_mailboxes = false,
                              .prepare = std::move(prepare)});
}

test::RealServer start_public_dovecot() {
  // Somebody has to be allowed to make the first folder.
  return start_dovecot_with("public", "Public.", "maildir:{root}/control/public",
                            [](const test::PrivateRoot& root) {
                              root.make_directory("control/public", test::kMailOwner);
                              root.write_file("control/public/dovecot-acl", "user=u lrwstipekxa\n");
                              root.give("control/public/dovecot-acl", test::kMailOwner);
                            });
}

void fill_public_dovecot(const test::RealServer& server) {
  ImapClient client = sign_in(server, kReader);
  add_mail(client, "INBOX", 1);
  make(client, "Public.Team", 5);
  make(client, "Public.Team.B&APw-cher", 3);
  make(client, "Public.Empty", 0);
  client.command("SETACL Public.Team v lr");
  client.command("SETACL Public.Team $staff lrs");
  client.command("SETACL Public.Empty anyone l");
  client.command("SUBSCRIBE Public.Team.B&APw-cher");
  client.command("SUBSCRIBE Public.Empty");
  client.command("SELECT Public.Team");
  client.command("STORE 2 +FLAGS (\\Seen \\Flagged urgent)");
  client.command("COPY 1:2 Public.Team.B&APw-cher");
}

void fill_shared_dovecot(const test::RealServer& server) {
  ImapClient owner = sign_in(server, kOwner);
  make(owner, "Project", 4);
  make(owner, "Project.&ZeVnLIqe-", 2);
  for (const char* const mailbox : {"INBOX", "Project", "Project.&ZeVnLIqe-"}) {
    owner.command(fmt::format("SETACL {} u lrwsti", mailbox));
  }
  ImapClient reader = sign_in(server, kReader);
  add_mail(reader, "INBOX", 1);
  add_mail(reader, "shared.v.Project", 1);
  reader.command("SUBSCRIBE shared.v.Project");
  reader.command("SUBSCRIBE shared.v.INBOX");
  reader.command("SELECT shared.v.Project");
  reader.command("STORE 1,3 +FLAGS (\\Answered)");
}

test::RealServer start_acl_courier() {
  return test::start_courier({.more = {{"IMAP_SHAREDINDEXFILE", "{root}/index"}},
                              .prepare = [](const test::PrivateRoot& root) {
                                const passwd* const owner = ::getpwnam(test::kMailOwner);
                                root.write_file(
                                    "index", fmt::format("v\t{}\t{}\t{}\tMaildir\n", owner->pw_uid,
                                                         owner->pw_gid, root.path("home/v")));
                              }});
}

/// As the owner of the mail.
void run_as_owner(const test::PrivateRoot& root, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"/usr/bin/setpriv", "--reuid", test::kMailOwner, "--regid",
                                       test::kMailOwner, "--clear-groups"});
  root.run(std::move(arguments));
}

void fill_acl_courier(const test::RealServer& server) {
  ImapClient owner = sign_in(server, kOwner);
  make(owner, "INBOX.Project", 4);
  make(owner, "INBOX.Project.B&APw-cher", 2);
  make(owner, "INBOX.Old.2004", 1);
  owner.command("SETACL INBOX u lr");
  owner.command("SETACL INBOX.Old.2004 u lr");
  // Its parent has no directory.
  run_as_owner(server.root(), {"/usr/bin/maildiracl", "-set", server.root().path("home/v/Maildir"),
                               "INBOX.Old", "user=u", "l"});
  owner.command("SETACL INBOX.Project u lrswite");
  owner.command("SETACL INBOX.Project -somebody w");
  owner.command("SETACL INBOX.Project.B&APw-cher anyone lrs");
  ImapClient reader = sign_in(server, kReader);
  add_mail(reader, "#shared.v.Project", 1);
  reader.command("SUBSCRIBE #shared.v.Project.B&APw-cher");
  reader.command("SUBSCRIBE #shared.v.Old.2004");
  reader.command("SELECT #shared.v.Project");
  reader.command("STORE 1,3 +FLAGS (\\Answered $Label1)");
}

/// A shareable Maildir, with folders in it, that is added to the reader's.
void share_maildir(const test::PrivateRoot& root) {
  const auto run = [&root](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "/usr/bin/maildirmake.courier");
    run_as_owner(root, std::move(arguments));
  };
  const std::string shared = root.make_directory("home/staff", test::kMailOwner) + "/Maildir";
  run({"-S", shared});
  run({"-s", "write", "-f", "Team", shared});
  run({"-s", "write", "-f", "Team.Deep", shared});
  run({"--add", "staff=" + shared, root.path("home/u/Maildir")});
}

void fill_sharing_courier(const test::RealServer& server) {
  ImapClient reader = sign_in(server, kReader);
  for (const char* const mailbox : {"shared.staff.Team", "shared.staff.Team.Deep"}) {
    reader.command(fmt::format("SUBSCRIBE {}", mailbox));
    add_mail(reader, mailbox, 3);
    reader.command(fmt::format("SELECT {}", mailbox));
  }
}

}  // namespace

const std::vector<SharingServer>& sharing_servers() {
  static const std::vector<SharingServer> kServers = {
      {.name = "Dovecot_public",
       .start = start_public_dovecot,
       .fill = fill_public_dovecot,
       .served_prefix = "Public.",
       .directory = "control/public",
       .maildir = "mail/u",
       .rights = {{"", "user u may see the folder, read"},
                  {"Team", "user v may see the folder, read"},
                  {"Team", "group staff may see the folder, read, mark as seen"},
                  {"Empty", "everybody may see the folder"}}},
      {.name = "Dovecot_shared",
       .start =
           [] { return start_dovecot_with("shared", "shared.%%u.", "maildir:{root}/mail/%%u"); },
       .fill = fill_shared_dovecot,
       .served_prefix = "shared.v.",
       .directory = "mail/v",
       .maildir = "mail/u",
       .rights = {{"Project",
                   "user u may see the folder, read, mark as seen, change flags, add messages, "
                   "mark as deleted"}}},
      {.name = "Courier_acl",
       .start = start_acl_courier,
       .fill = fill_acl_courier,
       .served_prefix = "#shared.v.",
       .directory = "home/v/Maildir",
       .maildir = "home/u/Maildir",
       .rights = {{"Project",
                   "user u may see the folder, read, mark as seen, change flags, add "
                   "messages, mark as deleted, expunge"}}},
      {.name = "Courier_shared",
       .start = [] { return test::start_courier({.prepare = share_maildir}); },
       .fill = fill_sharing_courier,
       .served_prefix = "shared.staff.",
       .directory = "home/staff/Maildir",
       .maildir = "home/u/Maildir",
       .has_private_flags = true},
  };
  return kServers;
}

void PrintTo(const SharingServer& server, std::ostream* out) {
  *out << server.name;
}

}  // namespace mailhaul::conformance
