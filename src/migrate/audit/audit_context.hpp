/// What the parts of one audit share.
#pragma once

#include "migrate/audit/finding_collector.hpp"
#include "migrate/source/header_names.hpp"
#include "migrate/source/message_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/imap/flags.hpp>
#include <mailhaul/maildir/scanner.hpp>
#include <mailhaul/migrate/audit_run.hpp>
#include <mailhaul/target/content_rules.hpp>

namespace mailhaul::migrate {

struct AuditContext {
  const maildir::Scanner& tree;
  const AuditOptions& options;
  target::Profile profile;
  FindingCollector& findings;
  AuditSummary& summary;
  MessageReader reader;
  /// Octets of the largest message, where the server tells it.
  std::optional<std::uint64_t> size_limit = {};
  HeaderNames header_names = {};
  /// How many messages have each keyword.
  std::map<Bytes, std::uint64_t> keywords = {};
  /// Messages of which a keyword cannot be sent.
  std::uint64_t messages_losing_keywords = 0;
  std::uint64_t looked_at = 0;

  [[nodiscard]] const target::ProfileTraits& traits() const { return target::traits(profile); }

  /// The target takes keywords, and this one is an atom.
  [[nodiscard]] bool keeps(ByteView keyword) const {
    return traits().accepts_keywords && imap::FlagSet().add_keyword(keyword);
  }

  [[nodiscard]] target::TrashedPolicy trashed_policy() const {
    return options.selection.trashed.value_or(traits().default_trashed_policy);
  }
};

}  // namespace mailhaul::migrate
