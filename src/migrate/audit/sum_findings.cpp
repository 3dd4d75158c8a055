#include "migrate/audit/sum_findings.hpp"

#include "migrate/audit/folder_findings.hpp"

#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <mailhaul/text/escape.hpp>

namespace mailhaul::migrate {
namespace {

void add_crowded_mailboxes(AuditContext& context) {
  const std::optional<std::size_t> limit = context.traits().messages_per_mailbox_limit;
  if (!limit) {
    return;
  }
  std::map<std::string_view, std::uint64_t> messages;
  for (const AuditedFolder& row : context.summary.folders) {
    std::uint64_t& sum = messages[row.mailbox];
    const bool was_within = sum <= *limit;
    sum += row.messages;
    if (!row.mailbox.empty() && was_within && sum > *limit) {
      context.findings.add(
          finding_at("folder.too-many-messages", row,
                     fmt::format("{} would hold {} messages; the target takes {}",
                                 text::escape_for_display(row.mailbox), sum, *limit),
                     sum));
    }
  }
}

void add_keywords(AuditContext& context) {
  const std::uint64_t messages = context.messages_losing_keywords;
  if (messages == 0) {
    return;
  }
  context.findings.add(
      tree_finding("tree.keywords-lost",
                   context.traits().accepts_keywords
                       ? fmt::format("messages with keywords that IMAP cannot carry: {}", messages)
                       : fmt::format("messages with keywords, which {} does not keep: {}",
                                     context.traits().name, messages),
                   messages));
}

void add_header_names(AuditContext& context) {
  const std::optional<std::size_t> limit = context.traits().header_name_limit;
  const std::uint64_t count = context.header_names.count();
  // The limit is that of a database with many users; one of them should not take half of it.
  if (limit && count > *limit / 2) {
    context.findings.add(tree_finding(
        "tree.header-names",
        fmt::format("the messages have {} different X- header fields; a database of {} holds {}",
                    count, context.traits().name, *limit),
        count));
  }
}

void add_dates(AuditContext& context) {
  const target::DateKeeping keeping = context.traits().date_keeping;
  const bool go_by_header =
      keeping == target::DateKeeping::Ignored && context.options.received_date;
  if (keeping == target::DateKeeping::Kept || go_by_header ||
      context.summary.totals.messages == 0) {
    return;
  }
  context.findings.add(
      tree_finding("tree.dates-not-kept",
                   context.traits().date_keeping == target::DateKeeping::Ignored
                       ? fmt::format("{} shows the time of the upload as the date received",
                                     context.traits().name)
                       : fmt::format("{} keeps dates from Service Pack 2 Update Rollup 5 on only",
                                     context.traits().name),
                   context.summary.totals.messages));
}

}  // namespace

void add_sum_findings(AuditContext& context) {
  if (context.summary.totals.messages == 0) {
    context.findings.add(tree_finding("tree.empty", "it holds no message"));
  }
  add_crowded_mailboxes(context);
  add_keywords(context);
  add_header_names(context);
  add_dates(context);
}

}  // namespace mailhaul::migrate
