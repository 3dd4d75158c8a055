#include "report/audit/server_words.hpp"

#include "report/audit/audit_words.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>
#include <mailhaul/text/layout.hpp>

namespace mailhaul::report {

using migrate::AuditedServer;
using migrate::AuditSummary;
using migrate::ExistingMailbox;

namespace {

constexpr std::uint64_t kQuotaUnit = 1024;
constexpr std::string_view kCapabilities = "Capabilities";

std::string mailbox_count_words(const AuditedServer& server) {
  const auto filled = static_cast<std::uint64_t>(
      std::ranges::count_if(server.mailboxes, &ExistingMailbox::is_planned));
  std::uint64_t messages = 0;
  for (const ExistingMailbox& mailbox : server.mailboxes) {
    messages += mailbox.messages.value_or(0);
  }
  return fmt::format("{}, {} of them in the plan, with {}", format_count(server.mailboxes.size()),
                     format_count(filled), format_count(messages, "message"));
}

}  // namespace

std::vector<ServerFact> server_facts(const AuditSummary& summary, const AuditedServer& server) {
  std::vector<ServerFact> facts{
      {"Host", text::escape_for_display(server.host)},
      {"Signed in", "as " + text::escape_for_display(server.user)},
      {"Kind", fmt::format("{}, {}", profile_title(summary.profile),
                           text::escape_for_display(server.profile_reason))},
      {"Language of its mailboxes", text::escape_for_display(server.language)},
      {"Largest message", server.append_limit ? format_bytes(*server.append_limit) : ""},
      {"Quota", server.quota
                    ? fmt::format("{} of {} used", format_bytes(server.quota->used * kQuotaUnit),
                                  format_bytes(server.quota->limit * kQuotaUnit))
                    : ""},
      {"Mailboxes", mailbox_count_words(server)}};
  std::erase_if(facts, [](const ServerFact& fact) { return fact.text.empty(); });
  return facts;
}

std::string capability_words(const AuditedServer& server) {
  return text::escape_for_display(fmt::format("{}", fmt::join(server.capabilities, " ")));
}

std::string attribute_words(const ExistingMailbox& mailbox) {
  std::string words = text::escape_for_display(mailbox.attributes);
  // The backslash in front of each is no escape.
  for (std::size_t at = words.find(R"(\\)"); at != std::string::npos;
       at = words.find(R"(\\)", at)) {
    words.erase(at++, 1);
  }
  return words;
}

std::string server_text(const AuditSummary& summary, const AuditedServer& server, bool in_full) {
  std::vector<ServerFact> facts = server_facts(summary, server);
  if (in_full) {
    facts.push_back({std::string(kCapabilities), capability_words(server)});
  }
  std::size_t widest = 0;
  for (const ServerFact& fact : facts) {
    widest = std::max(widest, text::display_columns(fact.term));
  }
  std::string out = "\nThe server:\n";
  for (const ServerFact& fact : facts) {
    out += fmt::format("  {}  {}\n", text::pad_right(fact.term, widest),
                       text::wrap(fact.text, widest + 4));
  }
  return out;
}

}  // namespace mailhaul::report
