/// The quota that Courier, Dovecot and MDAs keep in a Maildir++ tree.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <mailhaul/base/bytes.hpp>
#include <mailhaul/maildir/anomaly.hpp>
#include <mailhaul/maildir/directory.hpp>

namespace mailhaul::maildir {

/// The first line of `maildirsize`: "50000000S,5000C". 0 stands for no limit.
struct MaildirQuota {
  std::uint64_t bytes = 0;
  std::uint64_t messages = 0;

  friend bool operator==(const MaildirQuota&, const MaildirQuota&) = default;
};

/// Nothing if the line is of another kind or sets no limit.
[[nodiscard]] std::optional<MaildirQuota> parse_maildir_quota(ByteView line);

/// Adds the quota of a tree, if it has one.
void report_quota(const Directory& root, std::vector<Anomaly>& anomalies);

}  // namespace mailhaul::maildir
