#include "conformance/old_server.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mailhaul::conformance {

namespace {

OldServer dovecot(std::string name, test::DovecotSetup setup) {
  setup.has_special_mailboxes = false;
  std::string delimiter = setup.separator;
  return {.name = std::move(name),
          .start = [setup = std::move(setup)] { return test::start_dovecot(setup); },
          .delimiter = std::move(delimiter),
          .maildir = "mail/" + test::kAccounts[0].user};
}

/// Dovecot that compresses what it saves; every file then begins with the mark of the format.
OldServer compressing(const std::string& format, const std::string& mark) {
  OldServer server = dovecot(
      "Dovecot_" + format,
      {.location = "",
       .separator = ".",
       .more = fmt::format("mail_plugins = zlib\nplugin {{\n  zlib_save = {}\n}}\n", format)});
  server.file_mark = mark;
  return server;
}

OldServer scattered() {
  OldServer server =
      dovecot("Dovecot_scattered",
              {.location = ":INBOX={root}/inbox/%u:CONTROL={root}/control/%u", .separator = "."});
  server.inbox = "inbox/" + test::kAccounts[0].user;
  server.control = "control/" + test::kAccounts[0].user;
  return server;
}

}  // namespace

std::vector<std::string> OldServer::options_for(const test::RealServer& server) const {
  std::vector<std::string> options;
  if (!inbox.empty()) {
    options.insert(options.end(), {"--inbox", server.root().path(inbox)});
  }
  if (!control.empty()) {
    options.insert(options.end(), {"--control", server.root().path(control)});
  }
  return options;
}

std::string OldServer::mailbox_name(const std::vector<std::string>& levels) const {
  if (levels.empty()) {
    return "INBOX";
  }
  return prefix + fmt::format("{}", fmt::join(levels, delimiter));
}

std::vector<std::string> OldServer::levels_of(const std::string& mailbox) const {
  std::vector<std::string> levels;
  if (mailbox == "INBOX") {
    return levels;
  }
  for (std::size_t begin = prefix.size(); begin <= mailbox.size();) {
    const std::size_t end = std::min(mailbox.find(delimiter, begin), mailbox.size());
    levels.push_back(mailbox.substr(begin, end - begin));
    begin = end + delimiter.size();
  }
  return levels;
}

const std::vector<OldServer>& old_servers() {
  static const std::vector<OldServer> kServers = {
      {.name = "Courier",
       .start = [] { return test::start_courier(); },
       .prefix = "INBOX.",
       .delimiter = ".",
       .maildir = "home/" + test::kAccounts[0].user + "/Maildir",
       .has_move = false},
      dovecot("Dovecot", {.location = "", .separator = "."}),
      dovecot("Dovecot_fs", {.location = ":LAYOUT=fs", .separator = "/"}),
      dovecot("Dovecot_utf8", {.location = ":UTF-8", .separator = "."}),
      scattered(),
      compressing("gz", "\x1f\x8b"),
      compressing("bz2", "BZh"),
      compressing("zstd", "\x28\xb5\x2f\xfd"),
      compressing("lz4", "Dovecot-LZ4"),
  };
  return kServers;
}

OldServer old_server(const std::string& name) {
  for (const OldServer& server : old_servers()) {
    if (server.name == name) {
      return server;
    }
  }
  throw std::runtime_error("no old server " + name);
}

void PrintTo(const OldServer& server, std::ostream* out) {
  *out << server.name;
}

}  // namespace mailhaul::conformance
