#include "report/audit/server_words.hpp"
#include "report/html/audit_sections.hpp"
#include "report/html/pieces.hpp"

#include <fmt/format.h>

#include <mailhaul/report/units.hpp>
#include <mailhaul/text/escape.hpp>

namespace mailhaul::report::html {

using migrate::AuditedServer;
using migrate::AuditSummary;

namespace {

/// A term and what is known about it; nothing if that is empty.
Markup fact(const std::string& term, const std::string& text) {
  if (text.empty()) {
    return {};
  }
  return element("div", {element("dt", {term}), element("dd", {text})});
}

Markup mailboxes_table(const AuditedServer& server) {
  Table mailboxes{.caption = "The mailboxes that are there",
                  .columns = {{"Mailbox"}, {"Attributes"}, {"Messages", "number"}},
                  .rows = {}};
  for (const migrate::ExistingMailbox& mailbox : server.mailboxes) {
    mailboxes.rows.push_back(
        {.cells = {text::escape_for_display(mailbox.name), attribute_words(mailbox),
                   mailbox.messages ? format_count(*mailbox.messages) : std::string()}});
  }
  return mailboxes.rows.empty() ? Markup() : table(mailboxes);
}

std::string keyword_words(const AuditSummary& summary) {
  std::string words;
  for (const migrate::AuditedKeyword& keyword : summary.keywords) {
    words += fmt::format(
        "{}{} ({}{})", words.empty() ? "" : ", ", text::escape_for_display(keyword.name),
        format_count(keyword.messages, "message"), keyword.is_kept ? "" : ", not kept");
  }
  return words;
}

}  // namespace

Markup server_part(const AuditSummary& summary, const AuditedServer& server) {
  Markup facts;
  for (const ServerFact& known : server_facts(summary, server)) {
    facts += fact(known.term, known.text);
  }
  facts += fact("Capabilities", capability_words(server));
  for (const std::string& note : server.notes) {
    facts += fact("Note", text::escape_for_display(note));
  }
  Markup all = element("dl", {{"class", "known"}}, {facts});
  all += mailboxes_table(server);
  return all;
}

Markup details_part(const AuditSummary& summary) {
  const migrate::AuditTotals& totals = summary.totals;
  Markup facts = fact("Layout", text::escape_for_display(summary.layout));
  facts += fact("Folder names", summary.encoding == "utf8" ? "UTF-8" : "modified UTF-7");
  facts +=
      fact("Mailboxes", fmt::format("{}, {} of them to be created", format_count(totals.mailboxes),
                                    format_count(totals.mailboxes_to_create)));
  if (totals.folders_left_out != 0) {
    facts += fact("Left out", format_count(totals.folders_left_out, "folder"));
  }
  if (totals.duplicates != 0) {
    facts += fact("Twice in a folder", fmt::format("{}, {}: they are moved as they are",
                                                   format_count(totals.duplicates, "message"),
                                                   format_bytes(totals.duplicate_bytes)));
  }
  facts += fact("Keywords", keyword_words(summary));
  facts += fact("Names of X- header fields", format_count(summary.header_name_count));
  return element("dl", {{"class", "known"}}, {facts});
}

}  // namespace mailhaul::report::html
