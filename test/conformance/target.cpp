#include "conformance/target.hpp"

#include <algorithm>
#include <sstream>

namespace mailhaul::conformance {

namespace {

/// Dovecot stores an octet 0 as 0x80, and keeps lines with LF on its disk, so that of several CR
/// before an LF one goes.
std::optional<std::string> stored_by_dovecot(std::string bytes) {
  std::replace(bytes.begin(), bytes.end(), '\0', '\x80');
  for (std::size_t at = bytes.find("\r\r\n"); at != std::string::npos;
       at = bytes.find("\r\r\n", at + 2)) {
    bytes.erase(at, 1);
  }
  return bytes;
}

/// Courier drops every CR on its way to the disk and ends the last line.
std::optional<std::string> stored_by_courier(std::string bytes) {
  std::erase(bytes, '\r');
  if (!bytes.ends_with('\n')) {
    bytes += '\n';
  }
  std::string wire;
  for (const char octet : bytes) {
    wire += octet == '\n' ? "\r\n" : std::string(1, octet);
  }
  return wire;
}

/// The octets before the empty line.
std::size_t header_size(const std::string& bytes) {
  return bytes.starts_with("\r\n") ? 0 : std::min(bytes.find("\r\n\r\n"), bytes.size());
}

/// Cyrus wants a colon in each header line, apart from the "From " line of an mbox.
bool has_line_without_colon(const std::string& header) {
  std::istringstream lines(header);
  for (std::string line; std::getline(lines, line);) {
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (!continues && !line.starts_with("From ") && line.find(':') == std::string::npos) {
      return true;
    }
  }
  return false;
}

/// Cyrus refuses an octet 0 and a broken header, and writes X for every octet above 127 in the
/// header (its setting munge8bit, which is on unless an administrator turned it off).
std::optional<std::string> stored_by_cyrus(std::string bytes) {
  const std::size_t size = header_size(bytes);
  if (bytes.find('\0') != std::string::npos || has_line_without_colon(bytes.substr(0, size))) {
    return std::nullopt;
  }
  std::replace_if(
      bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
      [](char c) { return static_cast<unsigned char>(c) > 127; }, 'X');
  return bytes;
}

}  // namespace

const std::vector<Target>& real_targets() {
  static const std::vector<Target> kTargets = {
      {.name = "Dovecot",
       .start = test::start_dovecot,
       .delimiter = "/",
       .has_tls = true,
       .stored_form = stored_by_dovecot},
      {.name = "Courier",
       .start = test::start_courier,
       .prefix = "INBOX.",
       .delimiter = ".",
       .stored_form = stored_by_courier},
      {.name = "Cyrus",
       .start = test::start_cyrus,
       .delimiter = "/",
       .has_tls = true,
       .stored_form = stored_by_cyrus},
  };
  return kTargets;
}

Target dovecot_without_uidplus() {
  Target target = real_targets().front();
  target.name += "WithoutUidplus";
  target.start = [] {
    return test::start_dovecot(
        {.more = "imap_capability = IMAP4rev1 LITERAL+ UNSELECT CHILDREN NAMESPACE SPECIAL-USE "
                 "LIST-EXTENDED MULTIAPPEND ID\n"});
  };
  return target;
}

std::string mailbox_name(const Target& target, const std::vector<std::string>& levels) {
  if (levels.empty()) {
    return "INBOX";
  }
  std::string name = target.prefix + levels.front();
  for (std::size_t i = 1; i < levels.size(); ++i) {
    name += target.delimiter + levels[i];
  }
  return name;
}

void PrintTo(const Target& target, std::ostream* out) {
  *out << target.name;
}

}  // namespace mailhaul::conformance
