#include "migrate/server/mailbox_listing.hpp"

#include <algorithm>
#include <vector>

#include <mailhaul/text/ascii.hpp>

namespace mailhaul::migrate {
namespace {

constexpr std::string_view kInbox = "INBOX";

std::vector<std::string> split(const std::string& name, std::optional<char> delimiter) {
  std::vector<std::string> levels(1);
  for (const char octet : name) {
    if (octet == delimiter) {
      levels.emplace_back();
    } else {
      levels.back() += octet;
    }
  }
  // INBOX alone is the same in any case on every server (RFC 9051 section 5.1).
  if (text::equals_ignoring_case(levels.front(), kInbox)) {
    levels.front() = kInbox;
  }
  return levels;
}

}  // namespace

MailboxListing::MailboxListing(const ServerMailboxes& server, target::Profile profile)
    : delimiter_(server.delimiter),
      has_unreadable_(server.has_unreadable),
      names_(profile, server.delimiter) {
  for (const ServerMailbox& mailbox : server.mailboxes) {
    mailboxes_.emplace(key_of(mailbox.name), mailbox);
  }
}

const ServerMailbox* MailboxListing::find(const std::string& name) const {
  const auto found = mailboxes_.find(key_of(name));
  return found == mailboxes_.end() ? nullptr : &found->second;
}

bool MailboxListing::has_children(const std::string& name) const {
  if (!delimiter_) {
    return false;
  }
  const std::vector<std::string> levels = split(name, delimiter_);
  return std::ranges::any_of(mailboxes_, [&](const auto& entry) {
    std::vector<std::string> other = split(entry.second.name, delimiter_);
    if (other.size() <= levels.size()) {
      return false;
    }
    other.resize(levels.size());
    return names_.collision_key(other) == names_.collision_key(levels);
  });
}

void MailboxListing::erase(const std::string& name) {
  mailboxes_.erase(key_of(name));
}

std::size_t MailboxListing::depth_of(const std::string& name) const {
  return split(name, delimiter_).size();
}

std::string MailboxListing::key_of(const std::string& name) const {
  return names_.collision_key(split(name, delimiter_));
}

}  // namespace mailhaul::migrate
