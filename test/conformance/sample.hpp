/// A mailbox of an old server as the suites upload it, and what has to be found afterwards.
#pragma once

#include "conformance/account.hpp"
#include "conformance/target.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace mailhaul::conformance {

struct SampleMessage {
  /// "." or a Maildir++ folder such as ".Sent".
  std::string folder;
  /// Below the folder: "cur/1100000000.M1.old:2,S".
  std::string file;
  /// As they are on disk.
  std::string bytes;
  std::int64_t mtime = 0;
  /// Levels of the mailbox, in modified UTF-7; empty is INBOX.
  std::vector<std::string> mailbox;
  /// In lower case.
  std::set<std::string> flags;
};

struct Sample {
  std::vector<SampleMessage> messages;
  /// Lines of a manifest (see support/maildir_builder.hpp) for everything else in the tree.
  std::string manifest;
  /// Mailboxes that must end up subscribed.
  std::vector<std::vector<std::string>> subscribed;
};

/// Messages in every folder, flag, keyword and line end, names as Dovecot and Courier write them.
[[nodiscard]] Sample everyday_sample();

/// Messages that one of the servers refuses, between others that all take.
[[nodiscard]] Sample sample_with_refusals();

/// Writes the sample into the directory `root`, owned by the account that keeps the mail.
void build(const Sample& sample, const std::string& root);

/// The unique names of messages that the server refuses.
[[nodiscard]] std::set<std::string> refused_by(const Target& target, const Sample& sample);

/// What the account must hold: mailboxes without those that the server made itself and that hold
/// nothing. UIDs are counted from 1 in each mailbox.
[[nodiscard]] StoredAccount expected_account(const Target& target, const Sample& sample);

}  // namespace mailhaul::conformance
